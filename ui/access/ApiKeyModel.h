#pragma once

#include "engine/model/ApiKey.h"

#include <QAbstractTableModel>
#include <QList>

namespace cloister::ui {

/// "read, write, search", or "everything".
QString scopesText(Scopes scopes);

/// The API keys of one project. GUI thread.
class ApiKeyModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Label, Id, State, ScopeNames, Namespaces, LastUsed, Expires, ColumnCount };
    enum class KeyState { Active, Expired, Revoked };
    static constexpr int kSortRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void setKeys(const QList<ApiKey> &keys);
    const ApiKey &key(int row) const { return m_keys.at(row); }
    static KeyState stateOf(const ApiKey &key);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString shown(const ApiKey &key, int column);
    static QString toolTip(const ApiKey &key, int column);
    static QVariant sortValue(const ApiKey &key, int column);

    QList<ApiKey> m_keys;
};

} // namespace cloister::ui
