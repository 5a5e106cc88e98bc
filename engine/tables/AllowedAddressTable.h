#pragma once

#include "engine/base/Result.h"
#include "engine/model/AllowedNetwork.h"
#include "engine/storage/Connection.h"

#include <QList>
#include <QString>

namespace cloister::tables {

/// Table `allowed_address` of the control database: the allow-lists of projects and, with an empty project id, of
/// administration. Borrowed connection; one thread.
class AllowedAddressTable
{
public:
    explicit AllowedAddressTable(storage::Connection &connection) : m_connection(connection) {}

    /// By network.
    Result<QList<AllowedNetwork>> list(const QString &projectId) const;
    Result<void> insert(const QString &projectId, const AllowedNetwork &entry);
    Result<void> removeAll(const QString &projectId);

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
