#pragma once

#include "ui/models/CursorModel.h"

namespace cloister::ui {

/// The memories of one namespace, newest first. GUI thread.
class MemoryModel : public RecordModel<Memory>
{
    Q_OBJECT

public:
    enum Column { Label, Value, Tags, Created, Modified, ColumnCount };
    static constexpr int kIdRole = Qt::UserRole;

    /// `api` outlives the model.
    explicit MemoryModel(const client::ApiClient &api, QObject *parent = nullptr);

    /// Shows another namespace from its start.
    void show(const client::Place &place, const QStringList &tags = {});
    const client::Place &place() const { return m_place; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    client::ApiClient::Answered<client::Items<Memory>> request(const QString &next) override;

private:
    QString shown(const Memory &memory, int column) const;
    QString toolTip(const Memory &memory, int column) const;

    const client::ApiClient &m_api;
    client::Place m_place;
    QStringList m_tags;
};

} // namespace cloister::ui
