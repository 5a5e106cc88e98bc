#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"

#include "engine/model/Validate.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

Caller ofProject(const Context &context)
{
    Caller caller = context.caller;
    caller.projectId = context.arguments.first();
    return caller;
}

// The project's namespaces, or the one that was named.
Result<NamespacePage> namespacesOf(Engine &engine, const Context &context)
{
    NamespaceQuery query;
    CLOISTER_ASSIGN(query.limit, context.query.integer(QLatin1String("limit"), 100, 1, 1000));
    query.next = context.query.text(QLatin1String("next")).value_or(QString()).toLatin1();
    if (!context.query.text(QLatin1String("namespace")))
        return engine.namespaces.list(ofProject(context), query);
    NamespacePage one;
    NamespaceInfo info;
    CLOISTER_ASSIGN(info.nameSpace, context.query.nameSpace());
    one.items.append(info);
    return one;
}

Result<IndexStatus> statusOf(Engine &engine, const Context &context, const QString &nameSpace)
{
    CLOISTER_ASSIGN(const Partition partition,
        engine.partitions.open(ofProject(context), nameSpace, PartitionMint::Access::Existing));
    return engine.search.status(partition);
}

// Counts alone: no content.
Future<Result<Answer>> showIndex(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const NamespacePage page, namespacesOf(engine, context));
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const NamespaceInfo &info : page.items) {
        CLOISTER_ANSWER(const IndexStatus status, statusOf(engine, context, info.nameSpace));
        json.beginObject();
        json.member(QLatin1String("namespace"),
            info.nameSpace.isEmpty() ? QStringLiteral("default") : info.nameSpace);
        json.member(QLatin1String("entries"), status.entries);
        json.member(QLatin1String("waiting"), status.waiting);
        json.member(QLatin1String("loaded"), status.isLoaded);
        json.member(QLatin1String("memoryBytes"), status.memoryBytes);
        json.endObject();
    }
    json.endArray();
    json.member(QLatin1String("embedder"), engine.search.model().embedder->id().name);
    if (!page.next.isEmpty())
        json.member(QLatin1String("next"), QLatin1String(page.next));
    json.endObject();
    return ready(Answer{json.take()});
}

Result<qint64> rebuildOne(Engine &engine, const Caller &caller, const QString &nameSpace)
{
    CLOISTER_ASSIGN(
        const Partition partition, engine.partitions.open(caller, nameSpace, PartitionMint::Access::Existing));
    return engine.search.rebuild(partition);
}

Result<QByteArray> rebuildAll(
    Engine &engine, const Caller &caller, const std::optional<QString> &only, JobProgress &progress)
{
    qint64 records = 0;
    NamespaceQuery query;
    do {
        NamespacePage page;
        if (only) {
            NamespaceInfo one;
            one.nameSpace = *only;
            page.items.append(one);
        } else {
            CLOISTER_ASSIGN(page, engine.namespaces.list(caller, query));
            progress.total = page.total;
        }
        for (const NamespaceInfo &info : std::as_const(page.items)) {
            if (progress.isCancelled)
                return fail(ErrorCode::Conflict, QStringLiteral("the rebuilding was cancelled"));
            CLOISTER_ASSIGN(const qint64 rebuilt, rebuildOne(engine, caller, info.nameSpace));
            records += rebuilt;
            ++progress.done;
        }
        query.next = page.next;
    } while (!query.next.isEmpty());
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("records"), records);
    json.endObject();
    return json.take();
}

Future<Result<Answer>> startRebuild(Engine &engine, const Context &context)
{
    const Caller caller = ofProject(context);
    CLOISTER_ANSWER(const ProjectOverview project, engine.projects.get(caller.projectId));
    std::optional<QString> only;
    if (context.query.text(QLatin1String("namespace"))) {
        CLOISTER_ANSWER(only, context.query.nameSpace());
    }
    const JobInfo job = engine.jobs.start(QStringLiteral("index"), project.project.id,
        [&engine, caller, only](JobProgress &progress) { return rebuildAll(engine, caller, only, progress); });
    JsonWriter json;
    write(json, job);
    return ready(Answer{json.take(), 202});
}

} // namespace

void addIndexRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Get, .pattern = "/projects/{project}/index", .door = Door::Admin,
        .roles = kEveryRole,
        .query = {QStringLiteral("namespace"), QStringLiteral("limit"), QStringLiteral("next")}, .isList = true,
        .summary = QStringLiteral("Show how the search of each namespace stands"),
        .responseSchema = QStringLiteral("IndexPage"), .handler = handledBy(engine, showIndex)});
    routes.add({.method = Method::Post, .pattern = "/projects/{project}/index/rebuild", .door = Door::Admin,
        .roles = kDailyWork,
        .query = {QStringLiteral("namespace")},
        .summary = QStringLiteral("Make the search entries of a namespace, or of all, anew; starts a job"),
        .responseSchema = QStringLiteral("Job"), .handler = handledBy(engine, startRebuild)});
}

} // namespace cloister::http
