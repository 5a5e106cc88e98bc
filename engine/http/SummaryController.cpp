#include "engine/http/Controllers.h"

#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

using Access = PartitionMint::Access;

// Whether startId does not come after endId: no message would be between them. One that is missing is told by create().
Result<void> checkEnds(Engine &engine, const Partition &partition, const NewSummary &asked)
{
    if (!asked.startId || !asked.endId)
        return {};
    const Result<Message> first = engine.messages.get(partition, asked.dialogueId, *asked.startId);
    const Result<Message> last = engine.messages.get(partition, asked.dialogueId, *asked.endId);
    if (!first || !last || std::pair(first->created, first->seq) <= std::pair(last->created, last->seq))
        return {};
    const QString why = QStringLiteral("the message of startId comes after that of endId");
    Unexpected refused = fieldError(ErrorCode::InvalidParameter, QStringLiteral("startId"), why, *asked.startId);
    refused.error.fields.append({QStringLiteral("endId"), QStringLiteral("INVALID"), why, asked.endId->left(128)});
    return refused;
}

Future<Result<Answer>> createSummary(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice slice, bodyOf(context));
    CLOISTER_ANSWER(const SummaryBody body, readNewSummary(slice));
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, body.nameSpace, Access::Existing));
    if (const Result<void> checked = checkEnds(engine, partition, body.summary); !checked)
        return ready(checked.unexpected());
    return engine.summaries.create(partition, body.summary)
        .then([record = recordContext(context, body.nameSpace)](const Result<Summary> &made) -> Result<Answer> {
            if (!made)
                return made.unexpected();
            return Answer{recordJson(*made, record), 202};
        });
}

Future<Result<Answer>> getSummary(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const QString nameSpace, context.query.nameSpace());
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, nameSpace, Access::Existing));
    CLOISTER_ANSWER(const Summary summary, engine.summaries.get(partition, context.arguments.first()));
    return ready(Answer{recordJson(summary, recordContext(context, nameSpace))});
}

Future<Result<Answer>> listSummaries(Engine &engine, const Context &context)
{
    const std::optional<QString> dialogueId = context.query.text(QLatin1String("dialogueId"));
    if (!dialogueId || dialogueId->isEmpty()) {
        return ready(fieldError(ErrorCode::MissingParameter, QStringLiteral("dialogueId"),
            QStringLiteral("the query parameter dialogueId is missing")));
    }
    CLOISTER_ANSWER(const ListQuery query,
        listQuery(context, Order::Descending, QByteArray("summaries/") + dialogueId->toUtf8()));
    CLOISTER_ANSWER(const QString nameSpace, context.query.nameSpace());
    CLOISTER_ANSWER(const Partition partition, engine.partitions.open(context.caller, nameSpace, Access::Existing));
    CLOISTER_ANSWER(const Page<Summary> page, engine.summaries.list(partition, *dialogueId, query));
    const RecordContext record = recordContext(context, nameSpace);
    return ready(Answer{pageJson(page, [&](JsonWriter &json, const Summary &item) { write(json, item, record); })});
}

} // namespace

void addSummaryRoutes(RouteTable &routes, Engine &engine)
{
    const QString record = QStringLiteral("Summary");
    routes.add({.method = Method::Post, .pattern = "/summary", .door = Door::Key, .scope = Scope::Write,
        .nameSpaceIn = NameSpaceIn::Body,
        .summary = QStringLiteral("Have a dialogue summarised; the answer is a summary in processing"),
        .requestSchema = QStringLiteral("NewSummary"), .responseSchema = record,
        .handler = handledBy(engine, createSummary)});
    routes.add({.method = Method::Get, .pattern = "/summary", .door = Door::Key,
        .contentRead = QStringLiteral("admin.list"),
        .query = {QStringLiteral("dialogueId"), QStringLiteral("limit"), QStringLiteral("order"),
            QStringLiteral("next"), QStringLiteral("created"), QStringLiteral("startDate"), QStringLiteral("endDate"),
            QStringLiteral("namespace")},
        .isList = true, .summary = QStringLiteral("List the summaries of a dialogue, newest first"),
        .responseSchema = QStringLiteral("SummaryPage"), .handler = handledBy(engine, listSummaries)});
    routes.add({.method = Method::Get, .pattern = "/summary/{id}", .door = Door::Key,
        .contentRead = QStringLiteral("admin.read"), .query = {QStringLiteral("namespace")},
        .summary = QStringLiteral("Read a summary"), .responseSchema = record,
        .handler = handledBy(engine, getSummary)});
}

} // namespace cloister::http
