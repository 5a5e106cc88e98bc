#include "engine/service/DialogueService.h"

#include "engine/base/JsonWriter.h"
#include "engine/model/ModelJson.h"
#include "engine/partition/MessageStore.h"

namespace cloister {

static constexpr QLatin1String kDialogue("dialogue");

static Change changeOf(const char *action, const QString &id)
{
    return Change{QString::fromLatin1(action), kDialogue, id, {}, {}, 0};
}

// What of a dialogue its events attest: metadata, state, label and tags.
static QByteArray attested(const Dialogue &dialogue)
{
    JsonWriter json;
    json.beginArray();
    json.raw(dialogue.metadata);
    json.raw(dialogue.state);
    json.value(dialogue.label.value_or(QString()));
    json.value(dialogue.tags);
    json.value(static_cast<int>(dialogue.status));
    json.endArray();
    return json.take();
}

static Result<QList<Message>> addMessages(
    PartitionSession &session, Dialogue &dialogue, const QList<MessageDraft> &asked)
{
    MessageStore store(session);
    QList<Message> added;
    for (const MessageDraft &one : asked) {
        CLOISTER_ASSIGN(Message message, store.insert(dialogue, one));
        session.note({QStringLiteral("message.create"), QLatin1String("message"), message.id, {},
            message.content + message.metadata, 0});
        added.append(std::move(message));
    }
    return added;
}

static Result<Dialogue> createNow(
    PartitionSession &session, const NewDialogue &asked, const QList<MessageDraft> &drafts)
{
    DialogueStore store(session);
    if (asked.threadOf)
        CLOISTER_TRY(store.get(*asked.threadOf));
    Dialogue dialogue;
    dialogue.id = asked.id.isEmpty() ? session.newId() : asked.id;
    CLOISTER_ASSIGN(const std::optional<Dialogue> taken, store.find(dialogue.id));
    if (taken)
        return fail(ErrorCode::DuplicateId, QStringLiteral("the id \"%1\" is taken").arg(dialogue.id));
    dialogue.threadOf = asked.threadOf;
    dialogue.label = asked.label;
    dialogue.tags = asked.tags;
    dialogue.metadata = asked.metadata;
    dialogue.state = asked.state;
    dialogue.created = asked.created.value_or(session.now());
    dialogue.modified = dialogue.created;
    CLOISTER_TRY(store.insert(dialogue));
    Change change = changeOf("dialogue.create", dialogue.id);
    change.after = attested(dialogue);
    session.note(change);
    if (asked.hasMessages) {
        const Dialogue empty = dialogue;
        CLOISTER_ASSIGN(dialogue.messages, addMessages(session, dialogue, drafts));
        CLOISTER_TRY(store.update(empty, dialogue));
    }
    return dialogue;
}

// The first answer of a keyed POST: the dialogue's id, then those of its messages.
static Result<Dialogue> createdBefore(PartitionSession &session, const QStringList &ids, bool hasMessages)
{
    CLOISTER_ASSIGN(Dialogue dialogue, DialogueStore(session).get(ids.first()));
    session.noteRead(kDialogue, dialogue.id);
    if (!hasMessages)
        return dialogue;
    QList<Message> messages;
    for (const QString &id : ids.mid(1)) {
        CLOISTER_ASSIGN(Message message, MessageStore(session).get(dialogue.id, id));
        messages.append(std::move(message));
    }
    dialogue.messages = std::move(messages);
    return dialogue;
}

Future<Result<Dialogue>> DialogueService::create(
    const Partition &partition, const NewDialogue &asked, const std::optional<IdempotencyKey> &key) const
{
    return partition.write<Dialogue>(
        Partition::Intent::Create, [asked, drafts = drafted(asked.messages), key](PartitionSession &session) -> Result<Dialogue> {
            Idempotency idempotency(session, key);
            CLOISTER_ASSIGN(const std::optional<QStringList> before, idempotency.firstAnswer());
            if (before)
                return createdBefore(session, *before, asked.hasMessages);
            CLOISTER_ASSIGN(Dialogue dialogue, createNow(session, asked, drafts));
            QStringList ids{dialogue.id};
            for (const Message &message : dialogue.messages.value_or(QList<Message>()))
                ids.append(message.id);
            CLOISTER_TRY(idempotency.remember(ids));
            return dialogue;
        });
}

Result<Dialogue> DialogueService::get(const Partition &partition, const QString &id) const
{
    return partition.read<Dialogue>([&](PartitionSession &session) { return DialogueStore(session).get(id); });
}

Result<Page<Dialogue>> DialogueService::list(const Partition &partition, const DialogueQuery &query) const
{
    CLOISTER_ASSIGN(const tables::Range range, rangeOf(partition, query.list));
    CLOISTER_ASSIGN(QList<Dialogue> rows, partition.read<QList<Dialogue>>([&](PartitionSession &session) {
        return DialogueStore(session).list({range, query.filter, query.tags});
    }));
    return pageOf(partition, query.list, std::move(rows));
}

Result<void> checkTakesMessages(DialogueStatus status)
{
    switch (status) {
    case DialogueStatus::Active: break;
    case DialogueStatus::Ended:
        return fail(ErrorCode::DialogueEnded, QStringLiteral("the dialogue has ended; it takes no more messages"));
    case DialogueStatus::Archived:
        return fail(ErrorCode::DialogueEnded, QStringLiteral("the dialogue is archived; reopen it first"));
    }
    return {};
}

static Result<Dialogue> changeNow(
    PartitionSession &session, const QString &id, const DialogueChange &asked, const QList<MessageDraft> &drafts)
{
    DialogueStore store(session);
    CLOISTER_ASSIGN(const Dialogue before, store.get(id));
    if (asked.hasMessages && !asked.messages.isEmpty())
        CLOISTER_TRY(checkTakesMessages(before.status));
    Dialogue after = before;
    after.state = asked.state.value_or(before.state);
    after.tags = asked.tags.value_or(before.tags);
    after.label = asked.label.value_or(before.label);
    if (asked.hasMessages) {
        CLOISTER_ASSIGN(after.messages, addMessages(session, after, drafts));
    }
    after.modified = std::max(before.modified, session.now());
    CLOISTER_TRY(store.update(before, after));
    Change change = changeOf("dialogue.update", id);
    change.before = attested(before);
    change.after = attested(after);
    session.note(change);
    return after;
}

Future<Result<Dialogue>> DialogueService::change(
    const Partition &partition, const QString &id, const DialogueChange &change) const
{
    return partition.write<Dialogue>(Partition::Intent::Change,
        [id, change, drafts = drafted(change.messages)](
            PartitionSession &session) { return changeNow(session, id, change, drafts); });
}

Result<QByteArray> DialogueService::state(const Partition &partition, const QString &id) const
{
    CLOISTER_ASSIGN(Dialogue dialogue, get(partition, id));
    return std::move(dialogue.state);
}

Future<Result<QByteArray>> DialogueService::mergeState(
    const Partition &partition, const QString &id, const JsonSlice &patch) const
{
    return partition.write<QByteArray>(
        Partition::Intent::Change, [id, patch](PartitionSession &session) -> Result<QByteArray> {
            DialogueStore store(session);
            CLOISTER_ASSIGN(const Dialogue before, store.get(id));
            Dialogue after = before;
            CLOISTER_ASSIGN(after.state, cloister::mergeState(before.state, patch));
            after.modified = std::max(before.modified, session.now());
            CLOISTER_TRY(store.update(before, after));
            Change change = changeOf("dialogue.state", id);
            change.before = attested(before);
            change.after = attested(after);
            session.note(change);
            return after.state;
        });
}

Future<Result<RemovedCounts>> DialogueService::remove(const Partition &partition, const QString &id) const
{
    return partition.remove<RemovedCounts>(
        {QStringLiteral("dialogue.delete"), kDialogue, id}, [id](PartitionSession &session) -> Result<RemovedCounts> {
            DialogueStore store(session);
            CLOISTER_ASSIGN(const Dialogue before, store.get(id));
            CLOISTER_ASSIGN(RemovedCounts counts, store.remove(id));
            for (const QString &removed : std::as_const(counts.dialogueIds)) {
                Change change = changeOf("dialogue.delete", removed);
                if (removed == id) {
                    change.before = attested(before);
                    change.count = counts.dialogues + counts.messages + counts.summaries;
                }
                session.note(change);
            }
            return counts;
        });
}

static QString actionOf(DialogueStatus status)
{
    switch (status) {
    case DialogueStatus::Active: return QStringLiteral("dialogue.reopen");
    case DialogueStatus::Ended: return QStringLiteral("dialogue.end");
    case DialogueStatus::Archived: return QStringLiteral("dialogue.archive");
    }
    return {};
}

Future<Result<Dialogue>> DialogueService::setStatus(
    const Partition &partition, const QString &id, DialogueStatus status) const
{
    return partition.write<Dialogue>(
        Partition::Intent::Change, [id, status](PartitionSession &session) -> Result<Dialogue> {
            DialogueStore store(session);
            CLOISTER_ASSIGN(const Dialogue before, store.get(id));
            const bool isClosed = before.status == DialogueStatus::Archived && status == DialogueStatus::Ended;
            if (before.status == status || isClosed) {
                session.noteRead(kDialogue, id);
                return before;
            }
            Dialogue after = before;
            after.status = status;
            after.modified = std::max(before.modified, session.now());
            if (status == DialogueStatus::Ended)
                after.endedAt = session.now();
            if (status == DialogueStatus::Archived)
                after.archivedAt = session.now();
            if (status == DialogueStatus::Active) {
                after.endedAt.reset();
                after.archivedAt.reset();
            }
            CLOISTER_TRY(store.update(before, after));
            Change change{actionOf(status), kDialogue, id, attested(before), attested(after), 0};
            session.note(change);
            return after;
        });
}

} // namespace cloister
