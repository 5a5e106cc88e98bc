#pragma once

#include "engine/tables/TenantScope.h"

#include <QList>

namespace cloister::tables {

/// Table `search_image` of one partition: saved states of large indexes, derived data. Borrowed scope; one thread.
class SearchImageTable
{
public:
    explicit SearchImageTable(const TenantScope &scope) : m_scope(scope) {}

    /// The sealed parts in order; none when nothing is saved.
    Result<QList<QByteArray>> find(const QString &object) const;
    Result<bool> exists(const QString &object, int part) const;
    /// Adds one part.
    Result<void> insert(const QString &object, int part, const QByteArray &sealed);
    /// Removes every saved state of the partition.
    Result<void> removeAll();

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
