#pragma once

#include "engine/model/Dialogue.h"
#include "engine/partition/PartitionSession.h"
#include "engine/tables/DialogueTable.h"
#include "engine/tables/Position.h"

namespace cloister {

/// Which records a list wants; `tags`: any of them, empty = all.
struct DialogueListing
{
    tables::Range range;
    tables::DialogueFilter filter;
    QStringList tags;
};

struct RemovedCounts
{
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 summaries = 0;
    QStringList dialogueIds; ///< those removed, the asked one first
};

/// The dialogues of one partition, opened. Borrows the session; one thread.
class DialogueStore
{
public:
    explicit DialogueStore(PartitionSession &session) : m_session(session), m_table(session.scope()) {}

    /// With metadata and state; nullopt for a miss.
    Result<std::optional<Dialogue>> find(const QString &id) const;
    /// The same, a miss being DialogueNotFound.
    Result<Dialogue> get(const QString &id) const;
    /// Opens nothing.
    Result<bool> exists(const QString &id) const;
    /// The dialogue inserted next after the one with this seq, whole; nullopt after the last.
    Result<std::optional<Dialogue>> nextInserted(qint64 afterSeq) const;
    /// In list order, with metadata, without state. At most `range.limit`.
    Result<QList<Dialogue>> list(const DialogueListing &listing) const;

    /// Stores a new dialogue, fills `seq`, counts it and its parent's thread. Its id must be free.
    Result<void> insert(Dialogue &dialogue);
    /// Stores status, label, tags, state, times and counters of `after`; `before` is what find() gave.
    Result<void> update(const Dialogue &before, const Dialogue &after);
    /// Removes a dialogue, its threads at every depth and all that belongs to them. DialogueNotFound for a miss.
    Result<RemovedCounts> remove(const QString &id);

private:
    Result<Dialogue> opened(tables::DialogueRow row, bool withState) const;
    Result<QList<Dialogue>> listByTags(const DialogueListing &listing) const;
    Result<QStringList> tree(const QString &id) const;
    Result<void> removeOne(const Dialogue &dialogue, RemovedCounts &counts);

    PartitionSession &m_session;
    tables::DialogueTable m_table;
};

} // namespace cloister
