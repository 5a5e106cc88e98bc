#pragma once

#include "engine/partition/Sealer.h"
#include "engine/tables/TenantScope.h"

namespace cloister {

/// Sealed values of any length: up to 256 KiB in their own column, longer ones in chunk rows that the column counts.
/// Borrows scope and sealer; one thread.
class SealedValues
{
public:
    SealedValues(const tables::TenantScope &scope, const Sealer &sealer) : m_scope(scope), m_sealer(sealer) {}

    /// Writes chunk rows where they are needed and returns what belongs into the column.
    Result<QByteArray> put(QLatin1String owner, const QString &row, QByteArrayView plain);
    /// The value behind a column's bytes. Integrity when any part is missing, moved or changed.
    Result<QByteArray> get(QLatin1String owner, const QString &row, QByteArrayView column) const;
    /// Removes the chunk rows of a value.
    Result<void> drop(QLatin1String owner, const QString &row);

    static constexpr qsizetype kChunkBytes = 256 * 1024;

private:
    const tables::TenantScope &m_scope;
    const Sealer &m_sealer;
};

} // namespace cloister
