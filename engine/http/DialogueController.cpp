#include "engine/http/Controllers.h"

#include "engine/model/Validate.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

using Access = PartitionMint::Access;

QByteArray dialogueJson(const Dialogue &dialogue, const RecordContext &context)
{
    JsonWriter json;
    write(json, dialogue, context, StateIn::Shown);
    return json.take();
}

Result<Partition> partitionOf(Engine &engine, const Context &context)
{
    CLOISTER_ASSIGN(const QString nameSpace, context.query.nameSpace());
    return engine.partitions.open(context.caller, nameSpace, Access::Existing);
}

Future<Result<Answer>> create(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const DialogueBody body, readNewDialogue(slice));
    CLOISTER_ANSWER(const auto key, idempotencyKey(context, QStringLiteral("POST /dialogue")));
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, body.nameSpace, Access::Creating));
    return whenDone(engine.dialogues.create(partition, body.dialogue, key),
        [record = recordContext(context, body.nameSpace)](const Dialogue &made) { return dialogueJson(made, record); });
}

Result<DialogueQuery> dialogueQuery(const Context &context)
{
    DialogueQuery query;
    query.tags = context.query.tags();
    query.filter.label = context.query.text(QLatin1String("label"));
    query.filter.threadOf = context.query.text(QLatin1String("threadOf"));
    if (const std::optional<QString> status = context.query.text(QLatin1String("status"))) {
        CLOISTER_ASSIGN(query.filter.status, parseStatus(*status));
    }
    JsonWriter list;
    list.beginArray();
    list.value(QLatin1String("dialogue"));
    list.value(query.tags);
    list.value(query.filter.label.value_or(QString()));
    list.value(query.filter.label.has_value());
    list.value(query.filter.threadOf.value_or(QString()));
    list.value(query.filter.status ? static_cast<int>(*query.filter.status) : -1);
    list.endArray();
    CLOISTER_ASSIGN(query.list, listQuery(context, Order::Descending, list.take()));
    return query;
}

Future<Result<Answer>> list(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const DialogueQuery query, dialogueQuery(context));
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    CLOISTER_ANSWER(const Page<Dialogue> page, engine.dialogues.list(partition, query));
    const RecordContext record = recordContext(context, partition.key().nameSpace());
    return ready(Answer{pageJson(page, [&](JsonWriter &json, const Dialogue &item) { write(json, item, record); })});
}

Future<Result<Answer>> get(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    CLOISTER_ANSWER(const Dialogue dialogue, engine.dialogues.get(partition, context.arguments.first()));
    return ready(Answer{dialogueJson(dialogue, recordContext(context, partition.key().nameSpace()))});
}

Future<Result<Answer>> change(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const DialogueChangeBody body, readDialogueChange(slice));
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    const QString &id = context.arguments.first();
    if (body.id && *body.id != id) {
        return ready(fieldError(ErrorCode::InvalidParameter, QStringLiteral("id"),
            QStringLiteral("the id in the body is not the one in the path"), *body.id));
    }
    if (body.nameSpace && *body.nameSpace != partition.key().nameSpace()) {
        return ready(fieldError(ErrorCode::InvalidParameter, QStringLiteral("namespace"),
            QStringLiteral("the namespaces of the body and of the query differ"), *body.nameSpace));
    }
    return whenDone(engine.dialogues.change(partition, id, body.change),
        [record = recordContext(context, partition.key().nameSpace())](
            const Dialogue &changed) { return dialogueJson(changed, record); });
}

Future<Result<Answer>> getState(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    CLOISTER_ANSWER(const QByteArray state, engine.dialogues.state(partition, context.arguments.first()));
    return ready(Answer{state});
}

Future<Result<Answer>> mergeStateRoute(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice patch, bodyOf(context));
    if (!patch.isObject()) {
        return ready(fieldError(
            ErrorCode::InvalidParameter, QStringLiteral("body"), QStringLiteral("the state must be an object")));
    }
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    return whenDone(engine.dialogues.mergeState(partition, context.arguments.first(), patch),
        [](const QByteArray &state) { return state; });
}

Future<Result<Answer>> remove(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
    return whenDone(engine.dialogues.remove(partition, context.arguments.first()), [](const RemovedCounts &counts) {
        JsonWriter json;
        json.beginObject();
        json.key(QLatin1String("deleted"));
        json.beginObject();
        json.member(QLatin1String("dialogues"), counts.dialogues);
        json.member(QLatin1String("messages"), counts.messages);
        json.member(QLatin1String("summaries"), counts.summaries);
        json.endObject();
        json.endObject();
        return json.take();
    });
}

// These need no body; one that comes must be an object all the same, and of the same place as the query.
Result<void> checkBody(const Context &context, const Partition &partition)
{
    if (context.request.body.isEmpty())
        return {};
    CLOISTER_ASSIGN(const JsonSlice body, bodyOf(context));
    if (!body.isObject()) {
        return fieldError(
            ErrorCode::InvalidParameter, QStringLiteral("body"), QStringLiteral("the body must be an object or empty"));
    }
    return agreesWithQuery(body, QLatin1String("namespace"), partition.key().nameSpace());
}

Handler statusHandler(Engine &engine, DialogueStatus status)
{
    return [&engine, status](const Context &context) -> Future<Result<Answer>> {
        CLOISTER_ANSWER(const Partition partition, partitionOf(engine, context));
        if (const Result<void> checked = checkBody(context, partition); !checked)
            return ready(checked.unexpected());
        return whenDone(engine.dialogues.setStatus(partition, context.arguments.first(), status),
            [record = recordContext(context, partition.key().nameSpace())](
                const Dialogue &dialogue) { return dialogueJson(dialogue, record); });
    };
}

} // namespace

void addDialogueRoutes(RouteTable &routes, Engine &engine)
{
    const QStringList scopeOnly{QStringLiteral("namespace")};
    const QStringList listing{QStringLiteral("limit"), QStringLiteral("order"), QStringLiteral("next"),
        QStringLiteral("created"), QStringLiteral("startDate"), QStringLiteral("endDate"), QStringLiteral("namespace"),
        QStringLiteral("threadOf"), QStringLiteral("tags"), QStringLiteral("status"), QStringLiteral("label")};
    const QString record = QStringLiteral("Dialogue");
    routes.add({.method = Method::Post, .pattern = "/dialogue", .door = Door::Key, .scope = Scope::Write,
        .nameSpaceIn = NameSpaceIn::Body,
        .bodyLimit = kLargeBody, .summary = QStringLiteral("Create a dialogue or a thread, with messages or without"),
        .requestSchema = QStringLiteral("NewDialogue"), .responseSchema = record, .handler = handledBy(engine, create)});
    routes.add({.method = Method::Get, .pattern = "/dialogue", .door = Door::Key,
        .contentRead = QStringLiteral("admin.list"), .query = listing, .isList = true,
        .summary = QStringLiteral("List dialogues and threads"), .responseSchema = QStringLiteral("DialoguePage"),
        .handler = handledBy(engine, list)});
    routes.add({.method = Method::Get, .pattern = "/dialogue/{id}", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = scopeOnly,
        .summary = QStringLiteral("Read a dialogue with its state"), .responseSchema = record,
        .handler = handledBy(engine, get)});
    routes.add({.method = Method::Put, .pattern = "/dialogue/{id}", .door = Door::Key, .scope = Scope::Write,
        .bodyLimit = kLargeBody, .query = scopeOnly,
        .summary = QStringLiteral("Replace state, tags or label, and add messages"),
        .requestSchema = QStringLiteral("DialogueChange"), .responseSchema = record, .handler = handledBy(engine, change)});
    routes.add({.method = Method::Delete, .pattern = "/dialogue/{id}", .door = Door::Key, .scope = Scope::Delete,
        .query = scopeOnly, .summary = QStringLiteral("Delete a dialogue with its threads and all that is theirs"),
        .responseSchema = QStringLiteral("Deleted"), .handler = handledBy(engine, remove)});
    routes.add({.method = Method::Get, .pattern = "/dialogue/{id}/state", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = scopeOnly, .summary = QStringLiteral("Read the state"),
        .responseSchema = QStringLiteral("State"), .handler = handledBy(engine, getState)});
    routes.add({.method = Method::Put, .pattern = "/dialogue/{id}/state", .door = Door::Key, .scope = Scope::Write,
        .bodyLimit = kStateBody, .query = scopeOnly,
        .summary = QStringLiteral("Merge into the state; null removes a key"), .requestSchema = QStringLiteral("State"),
        .responseSchema = QStringLiteral("State"), .handler = handledBy(engine, mergeStateRoute)});
    routes.add({.method = Method::Post, .pattern = "/dialogue/{id}/end", .door = Door::Key, .scope = Scope::Write,
        .query = scopeOnly, .summary = QStringLiteral("End a dialogue: it takes no more messages; an archived one stays as it is"),
        .responseSchema = record, .handler = statusHandler(engine, DialogueStatus::Ended)});
    routes.add({.method = Method::Post, .pattern = "/dialogue/{id}/archive", .door = Door::Key, .scope = Scope::Write,
        .query = scopeOnly, .summary = QStringLiteral("Archive a dialogue"), .responseSchema = record,
        .handler = statusHandler(engine, DialogueStatus::Archived)});
    routes.add({.method = Method::Post, .pattern = "/dialogue/{id}/reopen", .door = Door::Key, .scope = Scope::Write,
        .query = scopeOnly, .summary = QStringLiteral("Open an ended or archived dialogue again"),
        .responseSchema = record, .handler = statusHandler(engine, DialogueStatus::Active)});
}

} // namespace cloister::http
