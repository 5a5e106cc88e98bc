#include "engine/http/Controllers.h"

#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

using Access = PartitionMint::Access;

Result<Partition> memoryPartition(Engine &engine, const Context &context)
{
    CLOISTER_ASSIGN(const QString nameSpace, context.query.nameSpace());
    return engine.partitions.open(context.caller, nameSpace, Access::Existing);
}

Future<Result<Answer>> createMemory(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const MemoryBody body, readNewMemory(slice));
    CLOISTER_ANSWER(const auto key, idempotencyKey(context, QStringLiteral("POST /memory")));
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, body.nameSpace, Access::Creating));
    return whenDone(engine.memories.create(partition, body.memory, key),
        [record = recordContext(context, body.nameSpace)](const Memory &made) { return recordJson(made, record); });
}

Future<Result<Answer>> listMemories(Engine &engine, const Context &context)
{
    const QStringList tags = context.query.tags();
    JsonWriter list;
    list.beginArray();
    list.value(QLatin1String("memory"));
    list.value(tags);
    list.endArray();
    CLOISTER_ANSWER(const ListQuery query, listQuery(context, Order::Descending, list.take()));
    CLOISTER_ANSWER(const Partition partition, memoryPartition(engine, context));
    CLOISTER_ANSWER(const Page<Memory> page, engine.memories.list(partition, query, tags));
    const RecordContext record = recordContext(context, partition.key().nameSpace());
    return ready(Answer{pageJson(page, [&](JsonWriter &json, const Memory &item) { write(json, item, record); })});
}

Future<Result<Answer>> getMemory(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const Partition partition, memoryPartition(engine, context));
    CLOISTER_ANSWER(const Memory memory, engine.memories.get(partition, context.arguments.first()));
    return ready(Answer{recordJson(memory, recordContext(context, partition.key().nameSpace()))});
}

Future<Result<Answer>> tagMemory(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const QStringList tags, readTags(slice));
    CLOISTER_ANSWER(const Partition partition, memoryPartition(engine, context));
    if (const Result<void> agreed = agreesWithQuery(slice, QLatin1String("namespace"), partition.key().nameSpace()); !agreed)
        return ready(agreed.unexpected());
    return whenDone(engine.memories.setTags(partition, context.arguments.first(), tags),
        [record = recordContext(context, partition.key().nameSpace())](
            const Memory &memory) { return recordJson(memory, record); });
}

Future<Result<Answer>> removeMemory(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const Partition partition, memoryPartition(engine, context));
    return whenDone(engine.memories.remove(partition, context.arguments.first()),
        [] { return QByteArray("{\"deleted\":{\"memories\":1}}"); });
}

} // namespace

void addMemoryRoutes(RouteTable &routes, Engine &engine)
{
    const QStringList scopeOnly{QStringLiteral("namespace")};
    const QStringList listing{QStringLiteral("limit"), QStringLiteral("order"), QStringLiteral("next"),
        QStringLiteral("created"), QStringLiteral("startDate"), QStringLiteral("endDate"), QStringLiteral("namespace"),
        QStringLiteral("tags")};
    const QString record = QStringLiteral("Memory");
    routes.add({.method = Method::Post, .pattern = "/memory", .door = Door::Key, .scope = Scope::Write,
        .nameSpaceIn = NameSpaceIn::Body,
        .bodyLimit = kMemoryBody, .summary = QStringLiteral("Keep a memory"),
        .requestSchema = QStringLiteral("NewMemory"), .responseSchema = record,
        .handler = handledBy(engine, createMemory)});
    routes.add({.method = Method::Get, .pattern = "/memory", .door = Door::Key,
        .contentRead = QStringLiteral("admin.list"), .query = listing, .isList = true,
        .summary = QStringLiteral("List memories, newest first"), .responseSchema = QStringLiteral("MemoryPage"),
        .handler = handledBy(engine, listMemories)});
    routes.add({.method = Method::Get, .pattern = "/memory/{id}", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = scopeOnly, .summary = QStringLiteral("Read a memory"),
        .responseSchema = record, .handler = handledBy(engine, getMemory)});
    routes.add({.method = Method::Put, .pattern = "/memory/{id}", .door = Door::Key, .scope = Scope::Write,
        .query = scopeOnly, .summary = QStringLiteral("Replace the tags of a memory"),
        .requestSchema = QStringLiteral("Tags"), .responseSchema = record, .handler = handledBy(engine, tagMemory)});
    routes.add({.method = Method::Delete, .pattern = "/memory/{id}", .door = Door::Key, .scope = Scope::Delete,
        .query = scopeOnly, .summary = QStringLiteral("Delete a memory"), .responseSchema = QStringLiteral("Deleted"),
        .handler = handledBy(engine, removeMemory)});
}

} // namespace cloister::http
