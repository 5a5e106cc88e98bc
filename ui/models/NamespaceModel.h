#pragma once

#include "engine/base/Error.h"
#include "engine/client/ApiClient.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <optional>

namespace cloister::ui {

/// The namespaces of one project as a table of its full length: rows are read in windows when they are looked at, and the
/// service sorts and filters. Rows not read yet are empty. GUI thread; nothing here waits.
class NamespaceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Dialogues, Messages, Memories, Size, LastActivity, ColumnCount };
    /// The raw name (QString), for copying and for opening.
    static constexpr int kNameRole = Qt::UserRole;

    /// `api` outlives the model.
    explicit NamespaceModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Shows another project, or with an empty id none.
    void setProject(const QString &projectId);
    /// Only names that start so.
    void setPrefix(const QString &prefix);
    /// Asks again for what is in sight; what is shown stays until the answer is there.
    void reload();

    bool isLoading() const { return !m_asked.isEmpty(); }
    bool isLoaded() const { return m_isLoaded; }
    const std::optional<Error> &error() const { return m_error; }
    QString prefix() const { return m_filter.prefix; }
    const QString &projectId() const { return m_projectId; }

    /// The namespace of a row; nullopt when it was not read yet.
    std::optional<NamespaceInfo> info(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Every column but the state can be sorted by; others leave the order as it is.
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void loadingChanged();

private:
    struct Window
    {
        QList<NamespaceInfo> rows;
        bool isStale = false;
    };

    void restart();
    void want(int window) const;
    void askWanted();
    void ask(int window);
    void arrived(int window, const client::Items<NamespaceInfo> &page);
    void setTotal(int total);
    void forgetFarFrom(int window);
    QVariant shown(const NamespaceInfo &info, int column) const;

    const client::ApiClient &m_api;
    QString m_projectId;
    client::NamespaceFilter m_filter;
    QHash<int, Window> m_windows;
    int m_total = 0;
    bool m_isLoaded = false;
    std::optional<Error> m_error;
    quint64 m_generation = 0;
    QSet<int> m_asked;
    mutable QSet<int> m_wanted; ///< by data(); asked for when control is back in the event loop
    mutable QTimer m_timer;
};

} // namespace cloister::ui
