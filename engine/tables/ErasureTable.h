#pragma once

#include "engine/base/Result.h"
#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// Every tenant table at once: what erases a namespace. Borrowed scope; one thread.
class ErasureTable
{
public:
    explicit ErasureTable(const TenantScope &scope) : m_scope(scope) {}

    /// Removes every row of the partition from every table.
    Result<void> removeAll();

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
