#pragma once

#include "engine/partition/PartitionSession.h"
#include "engine/search/IndexEntry.h"
#include "engine/tables/SearchEntryTable.h"

#include <functional>
#include <optional>

namespace cloister {

/// What the search knows of one partition's records, opened. Every change goes through here and from here, once it is
/// durable, to the index in memory; the stores of the records call it for each record they write. Borrows the session;
/// one thread.
class SearchStore
{
public:
    explicit SearchStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// nullopt for a miss.
    Result<std::optional<search::IndexEntry>> find(const search::EntryKey &key) const;
    /// Stores an entry as it is.
    Result<void> put(const search::IndexEntry &entry);
    /// Stores the entry of a record that has changed. It keeps its vectors as long as its words stay the same.
    Result<void> update(search::IndexEntry entry);
    /// The same of a record of which only tags and time of change are others. Nothing for a record without an entry.
    Result<void> setTags(const search::EntryKey &key, const QStringList &tags, qint64 modified);
    /// Removes an entry; with a dialogue go those of its messages. Saved indexes go too: they may hold its vector.
    Result<void> remove(const search::EntryKey &key);
    /// Takes the vectors away, so that they are made again.
    Result<void> forgetVectors(const search::EntryKey &key);

    Result<void> each(const std::function<void(search::IndexEntry)> &visit) const;
    /// The records that have an entry.
    Result<QList<search::EntryKey>> keys() const;
    /// At most `limit` records whose vectors are not of that space.
    Result<QList<search::EntryKey>> outside(const search::EmbedderId &space, int limit) const;
    Result<qint64> count() const;
    Result<qint64> countOutside(const search::EmbedderId &space) const;

private:
    Result<search::IndexEntry> opened(const tables::SearchPlace &place, const QList<QByteArray> &parts) const;

    PartitionSession &m_session;
    tables::SearchEntryTable m_table;
};

} // namespace cloister
