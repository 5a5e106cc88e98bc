#include "engine/http/Controllers.h"

#include "engine/model/Validate.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

using Access = PartitionMint::Access;

struct MessageTarget
{
    Partition partition;
    QString dialogueId;
};

// Where messages that the query addresses stand: `dialogueId` must be there.
Result<MessageTarget> targetOf(Engine &engine, const Context &context)
{
    const std::optional<QString> id = context.query.text(QLatin1String("dialogueId"));
    if (!id || id->isEmpty()) {
        return fieldError(ErrorCode::MissingParameter, QStringLiteral("dialogueId"),
            QStringLiteral("the query parameter dialogueId is missing"));
    }
    CLOISTER_ASSIGN(const QString nameSpace, context.query.nameSpace());
    CLOISTER_ASSIGN(Partition partition, engine.partitions.open(context.caller, nameSpace, Access::Existing));
    return MessageTarget{std::move(partition), *id};
}

// Whether an object of the body that says where it belongs says the same as the query.
Result<void> checkPlace(const JsonSlice &object, const MessageTarget &target, const QString &prefix = {})
{
    CLOISTER_TRY(agreesWithQuery(object, QLatin1String("namespace"), target.partition.key().nameSpace(), prefix));
    return agreesWithQuery(object, QLatin1String("dialogueId"), target.dialogueId, prefix);
}

Result<void> checkPlaces(const JsonSlice &messages, const MessageTarget &target)
{
    qsizetype n = 0;
    for (JsonCursor cursor(messages); cursor.next(); ++n)
        CLOISTER_TRY(checkPlace(cursor.value(), target, QStringLiteral("messages[%1].").arg(n)));
    return {};
}

RecordContext recordOf(const Context &context, const MessageTarget &target)
{
    return recordContext(context, target.partition.key().nameSpace());
}

Future<Result<Answer>> createMessage(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const MessageBody body, readNewMessage(slice));
    CLOISTER_ANSWER(const auto key, idempotencyKey(context, QStringLiteral("POST /message")));
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, body.nameSpace, Access::Existing));
    return whenDone(engine.messages.add(partition, body.dialogueId, {body.message}, key),
        [record = recordContext(context, body.nameSpace)](const QList<Message> &made) {
            return recordJson(made.first(), record);
        });
}

Future<Result<Answer>> createMessages(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const QList<NewMessage> asked, readNewMessages(slice));
    CLOISTER_ANSWER(const MessageTarget target, targetOf(engine, context));
    if (const Result<void> agreed = checkPlaces(slice, target); !agreed)
        return ready(agreed.unexpected());
    CLOISTER_ANSWER(const auto key, idempotencyKey(context, QStringLiteral("POST /messages"), target.dialogueId));
    return whenDone(engine.messages.add(target.partition, target.dialogueId, asked, key),
        [record = recordOf(context, target)](const QList<Message> &made) {
            JsonWriter json;
            json.beginArray();
            for (const Message &message : made)
                write(json, message, record);
            json.endArray();
            return json.take();
        });
}

Future<Result<Answer>> getMessage(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const MessageTarget target, targetOf(engine, context));
    CLOISTER_ANSWER(
        const Message message, engine.messages.get(target.partition, target.dialogueId, context.arguments.first()));
    return ready(Answer{recordJson(message, recordOf(context, target))});
}

Future<Result<Answer>> listMessages(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const MessageTarget target, targetOf(engine, context));
    CLOISTER_ANSWER(const ListQuery query,
        listQuery(context, Order::Ascending, QByteArray("messages/") + target.dialogueId.toUtf8()));
    CLOISTER_ANSWER(const Page<Message> page, engine.messages.list(target.partition, target.dialogueId, query));
    const RecordContext record = recordOf(context, target);
    return ready(Answer{pageJson(page, [&](JsonWriter &json, const Message &item) { write(json, item, record); })});
}

Future<Result<Answer>> tagMessage(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const QStringList tags, readTags(slice));
    CLOISTER_ANSWER(const MessageTarget target, targetOf(engine, context));
    if (const Result<void> agreed = checkPlace(slice, target); !agreed)
        return ready(agreed.unexpected());
    return whenDone(
        engine.messages.setTags(target.partition, target.dialogueId, context.arguments.first(), tags),
        [record = recordOf(context, target)](const Message &message) { return recordJson(message, record); });
}

Future<Result<Answer>> removeMessage(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const MessageTarget target, targetOf(engine, context));
    return whenDone(engine.messages.remove(target.partition, target.dialogueId, context.arguments.first()),
        [] { return QByteArray("{\"deleted\":{\"messages\":1}}"); });
}

} // namespace

void addMessageRoutes(RouteTable &routes, Engine &engine)
{
    const QStringList place{QStringLiteral("dialogueId"), QStringLiteral("namespace")};
    const QStringList listing{QStringLiteral("dialogueId"), QStringLiteral("limit"), QStringLiteral("order"),
        QStringLiteral("next"), QStringLiteral("namespace"), QStringLiteral("created"), QStringLiteral("startDate"),
        QStringLiteral("endDate")};
    const QString record = QStringLiteral("Message");
    routes.add({.method = Method::Post, .pattern = "/message", .door = Door::Key, .scope = Scope::Write,
        .nameSpaceIn = NameSpaceIn::Body,
        .bodyLimit = kLargeBody, .summary = QStringLiteral("Save one message"),
        .requestSchema = QStringLiteral("NewMessage"), .responseSchema = record,
        .handler = handledBy(engine, createMessage)});
    routes.add({.method = Method::Get, .pattern = "/message/{id}", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = place, .summary = QStringLiteral("Read a message"),
        .responseSchema = record, .handler = handledBy(engine, getMessage)});
    routes.add({.method = Method::Put, .pattern = "/message/{id}", .door = Door::Key, .scope = Scope::Write,
        .query = place, .summary = QStringLiteral("Replace the tags of a message"),
        .requestSchema = QStringLiteral("Tags"), .responseSchema = record, .handler = handledBy(engine, tagMessage)});
    routes.add({.method = Method::Delete, .pattern = "/message/{id}", .door = Door::Key, .scope = Scope::Delete,
        .query = place, .summary = QStringLiteral("Delete a message"), .responseSchema = QStringLiteral("Deleted"),
        .handler = handledBy(engine, removeMessage)});
    routes.add({.method = Method::Post, .pattern = "/messages", .door = Door::Key, .scope = Scope::Write,
        .bodyLimit = kLargeBody, .query = place, .summary = QStringLiteral("Save up to 50 messages, all or none"),
        .requestSchema = QStringLiteral("NewMessages"), .responseSchema = QStringLiteral("Messages"),
        .handler = handledBy(engine, createMessages)});
    routes.add({.method = Method::Get, .pattern = "/messages", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = listing, .isList = true,
        .summary = QStringLiteral("List the messages of a dialogue"), .responseSchema = QStringLiteral("MessagePage"),
        .handler = handledBy(engine, listMessages)});
}

} // namespace cloister::http
