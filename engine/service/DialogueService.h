#pragma once

#include "engine/base/Future.h"
#include "engine/base/JsonSlice.h"
#include "engine/base/Page.h"
#include "engine/model/Dialogue.h"
#include "engine/partition/DialogueStore.h"
#include "engine/partition/Partition.h"
#include "engine/service/Idempotency.h"
#include "engine/service/ListQuery.h"

namespace cloister {

/// What GET /dialogue asks for.
struct DialogueQuery
{
    ListQuery list;
    tables::DialogueFilter filter;
    QStringList tags; ///< any of them; empty = all
};

/// DialogueEnded, saying how it is, unless a dialogue of that status takes messages.
Result<void> checkTakesMessages(DialogueStatus status);

/// Dialogues, threads and state. Without state of its own; any thread. Writes resolve when they are durable and leave
/// nothing behind when they fail. A miss is DialogueNotFound whatever the reason.
class DialogueService
{
public:
    /// With `messages` filled when any were sent. DuplicateId when the id is taken; a missing threadOf is
    /// DialogueNotFound.
    Future<Result<Dialogue>> create(
        const Partition &partition, const NewDialogue &asked, const std::optional<IdempotencyKey> &key) const;

    /// With state.
    Result<Dialogue> get(const Partition &partition, const QString &id) const;
    /// Without state. InvalidParameter for a page token that is damaged or from another list.
    Result<Page<Dialogue>> list(const Partition &partition, const DialogueQuery &query) const;

    /// With state, tags and, when messages were sent, those.
    Future<Result<Dialogue>> change(const Partition &partition, const QString &id, const DialogueChange &change) const;

    Result<QByteArray> state(const Partition &partition, const QString &id) const;
    /// Merges at top level (a null removes its key); the whole state after it. InvalidParameter past 1 MB.
    Future<Result<QByteArray>> mergeState(const Partition &partition, const QString &id, const JsonSlice &patch) const;

    Future<Result<RemovedCounts>> remove(const Partition &partition, const QString &id) const;

    /// Moves the dialogue into that status; doing so again gives the same answer. Ending an archived dialogue changes
    /// nothing: it is closed already. The dialogue with state.
    Future<Result<Dialogue>> setStatus(const Partition &partition, const QString &id, DialogueStatus status) const;
};

} // namespace cloister
