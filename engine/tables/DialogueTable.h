#pragma once

#include "engine/model/Dialogue.h"
#include "engine/tables/Position.h"
#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// A dialogue as stored. `dialogue.metadata` and `dialogue.state` are sealed bytes here.
struct DialogueRow
{
    Dialogue dialogue;
    qint64 nextMessageSeq = 0;
    qint64 bytes = 0; ///< of its metadata and state, unsealed
};

struct DialogueFilter
{
    std::optional<DialogueStatus> status;
    std::optional<QString> label;
    std::optional<QString> threadOf;
};

/// Table `dialogue` of one partition. Borrowed scope; one thread.
class DialogueTable
{
public:
    explicit DialogueTable(const TenantScope &scope) : m_scope(scope) {}

    Result<std::optional<DialogueRow>> find(const QString &id) const;
    /// Rows in list order, without state. The filter's members are all applied.
    Result<QList<DialogueRow>> list(const Range &range, const DialogueFilter &filter) const;
    /// The dialogue inserted next after the one with this seq: the order in which parents come before their threads.
    Result<std::optional<DialogueRow>> nextInserted(qint64 afterSeq) const;
    /// Ids of the direct threads of a dialogue, oldest first.
    Result<QStringList> threadsOf(const QString &id) const;

    Result<void> insert(const DialogueRow &row);
    /// Writes everything that may change: status, label, tags, state, times, counters.
    Result<void> update(const DialogueRow &row);
    /// Adds to the number of direct threads of `id`; nothing when it is gone.
    Result<void> addThreads(const QString &id, int by);
    Result<void> remove(const QString &id);

private:
    static DialogueRow readWhole(TenantStatement &statement);
    static DialogueRow readListed(TenantStatement &statement);

    const TenantScope &m_scope;
};

} // namespace cloister::tables
