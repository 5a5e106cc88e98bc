#pragma once

#include "engine/model/Memory.h"
#include "engine/partition/PartitionSession.h"
#include "engine/search/IndexEntry.h"
#include "engine/tables/MemoryTable.h"

namespace cloister {

/// The memories of one partition, opened. Borrows the session; one thread.
class MemoryStore
{
public:
    explicit MemoryStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// nullopt for a miss.
    Result<std::optional<Memory>> find(const QString &id) const;
    /// The same, a miss being MemoryNotFound.
    Result<Memory> get(const QString &id) const;
    /// Opens nothing.
    Result<bool> exists(const QString &id) const;
    /// In list order; `tags`: any of them, empty = all. At most `range.limit`, and fewer,
    /// with `isCut` set, when they would pass 32 MiB.
    Result<QList<Memory>> list(const tables::Range &range, const QStringList &tags, bool *isCut) const;

    /// Stores a new memory and fills `seq`. DuplicateId when the id is taken. `words` are those of its text.
    Result<void> insert(Memory &memory, const search::WordCounts &words);
    /// Stores tags and modified of `after`; `before` is what get() gave.
    Result<void> setTags(const Memory &before, const Memory &after);
    Result<void> remove(const Memory &memory);

private:
    Result<Memory> opened(tables::MemoryRow row) const;
    Result<QList<tables::MemoryRow>> rowsByTags(
        const tables::Range &range, const QStringList &tags, bool *isCut) const;

    PartitionSession &m_session;
    tables::MemoryTable m_table;
};

} // namespace cloister
