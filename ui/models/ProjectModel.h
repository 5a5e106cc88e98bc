#pragma once

#include "engine/base/Error.h"
#include "engine/client/ApiClient.h"

#include <QAbstractTableModel>

#include <optional>

namespace cloister::ui {

/// The projects of the workspace; what each holds follows in a second answer. GUI thread; nothing here waits.
class ProjectModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Namespaces, Dialogues, Messages, Size, Created, ColumnCount };
    static constexpr int kIdRole = Qt::UserRole;
    /// Numbers and times as such, for sorting.
    static constexpr int kSortRole = Qt::UserRole + 1;

    /// `api` outlives the model.
    explicit ProjectModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Asks anew; the rows stay until the answer is there.
    void reload();
    bool isLoading() const { return m_isLoading; }
    bool isLoaded() const { return m_isLoaded; }
    const std::optional<Error> &error() const { return m_error; }

    const client::ProjectOverview &project(int row) const { return m_rows.at(row).overview; }
    /// -1 when there is none.
    int rowOf(const QString &projectId) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void loadingChanged();

private:
    struct Row
    {
        client::ProjectOverview overview;
        bool isCounted = false;
    };

    void arrived(const QList<Project> &projects);
    void count(const QString &projectId);
    QVariant sortValue(const Row &row, int column) const;
    QString shown(const Row &row, int column) const;
    QString toolTip(const Row &row, int column) const;

    const client::ApiClient &m_api;
    QList<Row> m_rows;
    std::optional<Error> m_error;
    quint64 m_generation = 0;
    bool m_isLoading = false;
    bool m_isLoaded = false;
};

} // namespace cloister::ui
