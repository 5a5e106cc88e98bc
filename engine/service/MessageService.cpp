#include "engine/service/MessageService.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/service/DialogueService.h"

namespace cloister {

static constexpr QLatin1String kMessage("message");

static Result<QList<Message>> addNow(
    PartitionSession &session, const QString &dialogueId, const QList<MessageDraft> &asked)
{
    DialogueStore dialogues(session);
    CLOISTER_ASSIGN(const Dialogue before, dialogues.get(dialogueId));
    CLOISTER_TRY(checkTakesMessages(before.status));
    if (asked.isEmpty())
        return QList<Message>(); // nothing changes, so there is nothing to record
    Dialogue after = before;
    MessageStore store(session);
    QList<Message> added;
    for (const MessageDraft &one : asked) {
        CLOISTER_ASSIGN(Message message, store.insert(after, one));
        session.note({QStringLiteral("message.create"), kMessage, message.id, {}, message.content + message.metadata, 0});
        added.append(std::move(message));
    }
    CLOISTER_TRY(dialogues.update(before, after));
    return added;
}

static Result<QList<Message>> addedBefore(PartitionSession &session, const QString &dialogueId, const QStringList &ids)
{
    QList<Message> messages;
    for (const QString &id : ids) {
        CLOISTER_ASSIGN(Message message, MessageStore(session).get(dialogueId, id));
        messages.append(std::move(message));
    }
    session.noteRead(QLatin1String("dialogue"), dialogueId, messages.size()); // as a list of them does
    return messages;
}

Future<Result<QList<Message>>> MessageService::add(const Partition &partition, const QString &dialogueId,
    const QList<NewMessage> &messages, const std::optional<IdempotencyKey> &key) const
{
    return partition.write<QList<Message>>(Partition::Intent::Change,
        [dialogueId, drafts = drafted(messages), key](PartitionSession &session) -> Result<QList<Message>> {
            Idempotency idempotency(session, key);
            CLOISTER_ASSIGN(const std::optional<QStringList> before, idempotency.firstAnswer());
            if (before)
                return addedBefore(session, dialogueId, *before);
            CLOISTER_ASSIGN(QList<Message> added, addNow(session, dialogueId, drafts));
            if (added.isEmpty())
                return added;
            QStringList ids;
            for (const Message &message : std::as_const(added))
                ids.append(message.id);
            CLOISTER_TRY(idempotency.remember(ids));
            return added;
        });
}

Result<Message> MessageService::get(const Partition &partition, const QString &dialogueId, const QString &id) const
{
    return partition.read<Message>(
        [&](PartitionSession &session) { return MessageStore(session).get(dialogueId, id); });
}

Result<Page<Message>> MessageService::list(
    const Partition &partition, const QString &dialogueId, const ListQuery &query) const
{
    CLOISTER_ASSIGN(const tables::Range range, rangeOf(partition, query));
    bool isCut = false;
    CLOISTER_ASSIGN(QList<Message> rows,
        partition.read<QList<Message>>([&](PartitionSession &session) -> Result<QList<Message>> {
            CLOISTER_TRY(DialogueStore(session).get(dialogueId));
            return MessageStore(session).list(dialogueId, range, &isCut);
        }));
    return pageOf(partition, query, std::move(rows), isCut);
}

Future<Result<Message>> MessageService::setTags(
    const Partition &partition, const QString &dialogueId, const QString &id, const QStringList &tags) const
{
    return partition.write<Message>(
        Partition::Intent::Change, [dialogueId, id, tags](PartitionSession &session) -> Result<Message> {
            MessageStore store(session);
            CLOISTER_ASSIGN(Message message, store.get(dialogueId, id));
            const QByteArray before = message.tags.join(QLatin1Char('\n')).toUtf8();
            message.tags = tags;
            message.modified = std::max(message.modified, session.now());
            CLOISTER_TRY(store.setTags(message));
            session.note({QStringLiteral("message.update"), kMessage, id, before, tags.join(QLatin1Char('\n')).toUtf8(), 0});
            return message;
        });
}

Future<Result<void>> MessageService::remove(
    const Partition &partition, const QString &dialogueId, const QString &id) const
{
    return partition.remove<void>(
        {QStringLiteral("message.delete"), kMessage, id}, [dialogueId, id](PartitionSession &session) -> Result<void> {
            DialogueStore dialogues(session);
            MessageStore store(session);
            CLOISTER_ASSIGN(const Message message, store.get(dialogueId, id));
            CLOISTER_ASSIGN(const Dialogue before, dialogues.get(dialogueId));
            Dialogue after = before;
            CLOISTER_TRY(store.remove(after, message));
            CLOISTER_TRY(dialogues.update(before, after));
            session.note({QStringLiteral("message.delete"), kMessage, id, message.content + message.metadata, {}, 0});
            return {};
        });
}

} // namespace cloister
