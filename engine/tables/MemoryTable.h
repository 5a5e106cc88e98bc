#pragma once

#include "engine/model/Memory.h"
#include "engine/tables/Position.h"
#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// A memory as stored. `memory.value` and `memory.metadata` are sealed bytes here.
struct MemoryRow
{
    Memory memory;
    std::optional<QByteArray> sealedLabel;
    std::optional<QByteArray> sealedDescription;
    qint64 bytes = 0; ///< of label, description, value and metadata, unsealed
};

/// Table `memory` of one partition. Borrowed scope; one thread.
class MemoryTable
{
public:
    explicit MemoryTable(const TenantScope &scope) : m_scope(scope) {}

    Result<std::optional<MemoryRow>> find(const QString &id) const;
    /// In list order. `isCut` says whether they end early, where the next one would have passed 32 MiB.
    Result<QList<MemoryRow>> list(const Range &range, bool *isCut) const;

    Result<void> insert(const MemoryRow &row);
    Result<void> setTags(const Memory &memory);
    Result<void> remove(const QString &id);

private:
    static MemoryRow read(TenantStatement &statement);

    const TenantScope &m_scope;
};

} // namespace cloister::tables
