#pragma once

#include "engine/base/Future.h"
#include "engine/base/Page.h"
#include "engine/model/Message.h"
#include "engine/partition/Partition.h"
#include "engine/service/Idempotency.h"
#include "engine/service/ListQuery.h"

namespace cloister {

/// Messages of dialogues. Without state of its own; any thread. Writes resolve when they are durable and leave nothing
/// behind when they fail. A missing dialogue is DialogueNotFound, a missing message MessageNotFound.
class MessageService
{
public:
    /// All of them in order, or none. DialogueEnded once the dialogue has ended, DuplicateId when an id is taken.
    Future<Result<QList<Message>>> add(const Partition &partition, const QString &dialogueId,
        const QList<NewMessage> &messages, const std::optional<IdempotencyKey> &key) const;

    Result<Message> get(const Partition &partition, const QString &dialogueId, const QString &id) const;
    Result<Page<Message>> list(const Partition &partition, const QString &dialogueId, const ListQuery &query) const;
    Future<Result<Message>> setTags(
        const Partition &partition, const QString &dialogueId, const QString &id, const QStringList &tags) const;
    Future<Result<void>> remove(const Partition &partition, const QString &dialogueId, const QString &id) const;
};

} // namespace cloister
