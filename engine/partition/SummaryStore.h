#pragma once

#include "engine/model/Summary.h"
#include "engine/partition/PartitionSession.h"
#include "engine/tables/SummaryTable.h"

namespace cloister {

/// The summaries of one partition, opened. Borrows the session; one thread.
class SummaryStore
{
public:
    explicit SummaryStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// nullopt for a miss.
    Result<std::optional<Summary>> find(const QString &id) const;
    /// The same, a miss being SummaryNotFound.
    Result<Summary> get(const QString &id) const;
    /// Those of a dialogue in list order.
    Result<QList<Summary>> list(const QString &dialogueId, const tables::Range &range) const;

    /// Stores a new summary and fills `seq`. DuplicateId when the id is taken.
    Result<void> insert(Summary &summary);
    /// Stores everything but id, dialogue, created and tags.
    Result<void> update(const Summary &summary);
    /// Empties the dialogue's summaries and marks them as to be made again: they quote what was removed.
    Result<void> reset(const QString &dialogueId);

private:
    Result<Summary> opened(const tables::SummaryRow &row) const;
    tables::SummaryRow sealed(const Summary &summary) const;

    PartitionSession &m_session;
    tables::SummaryTable m_table;
};

} // namespace cloister
