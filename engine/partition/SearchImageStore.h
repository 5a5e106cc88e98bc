#pragma once

#include "engine/partition/PartitionSession.h"
#include "engine/tables/SearchImageTable.h"

namespace cloister {

/// The saved graph of a partition's messages, sealed in parts, so that a large one need not be built again. It is
/// written over several sessions, as one would hold up other writes: begin(), then the graph is read from the index,
/// then add() and finish(). Whatever removes a vector meanwhile (SearchStore) removes what was begun, and the rest of
/// the writing sees that: a saved graph never holds a vector that is gone. Borrows the session; one thread.
class SearchImageStore
{
public:
    static constexpr qsizetype kPartBytes = SealedValues::kChunkBytes;

    explicit SearchImageStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// Drops what is saved and begins anew.
    Result<void> begin();
    /// Adds the part of that number, counted from 0. False when what was begun is gone.
    Result<bool> add(int number, QByteArrayView plain);
    /// Ends with that many parts. False when what was begun is gone.
    Result<bool> finish(int parts);

    /// Drops what is saved.
    Result<void> remove() { return m_table.removeAll(); }

    /// The graph; empty when none is saved whole.
    Result<QByteArray> read() const;
    Result<bool> isSaved() const;

private:
    Result<void> insert(int row, QByteArrayView plain);

    PartitionSession &m_session;
    tables::SearchImageTable m_table;
};

} // namespace cloister
