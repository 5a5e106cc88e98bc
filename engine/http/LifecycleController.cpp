#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"
#include "engine/model/Validate.h"

namespace cloister::http {

namespace {

/// What a delete has counted: under "deleted" when it is done, under "counts" when it was only asked for.
template<typename WriteCounts>
QByteArray countedJson(bool isDryRun, WriteCounts writeCounts)
{
    JsonWriter json;
    json.beginObject();
    if (isDryRun)
        json.member(QLatin1String("dryRun"), true);
    json.key(isDryRun ? QLatin1String("counts") : QLatin1String("deleted"));
    writeCounts(json);
    json.endObject();
    return json.take();
}

void writeErased(JsonWriter &json, const ErasedCounts &counts)
{
    json.beginObject();
    json.member(QLatin1String("dialogues"), counts.dialogues);
    json.member(QLatin1String("messages"), counts.messages);
    json.member(QLatin1String("memories"), counts.memories);
    json.member(QLatin1String("bytes"), counts.bytes);
    json.endObject();
}

Result<bool> wantsDryRun(const Query &query)
{
    const QString asked = query.text(QLatin1String("dryRun")).value_or(QStringLiteral("false"));
    if (asked != QLatin1String("true") && asked != QLatin1String("false")) {
        return fieldError(ErrorCode::InvalidParameter, QStringLiteral("dryRun"),
            QStringLiteral("dryRun must be true or false"), asked);
    }
    return asked == QLatin1String("true");
}

Result<QString> confirmation(const Query &query, const char *what)
{
    const std::optional<QString> name = query.text(QLatin1String("confirm"));
    if (!name) {
        return fieldError(ErrorCode::MissingParameter, QStringLiteral("confirm"),
            QStringLiteral("deleting a %1 needs its name as the query parameter confirm").arg(QLatin1String(what)));
    }
    return *name;
}

Future<Result<Answer>> removeProject(Engine &engine, const Context &context)
{
    const QString id = context.arguments.first();
    CLOISTER_ANSWER(const bool isDryRun, wantsDryRun(context.query));
    if (isDryRun) {
        CLOISTER_ANSWER(const ProjectOverview overview, engine.projects.get(id));
        return ready(Answer{countedJson(true, [&](JsonWriter &json) { write(json, overview.totals); })});
    }
    CLOISTER_ANSWER(const QString name, confirmation(context.query, "project"));
    return whenDone(engine.projects.remove(context.caller, id, name), [](const tables::ProjectTotals &totals) {
        return countedJson(false, [&](JsonWriter &json) { write(json, totals); });
    });
}

Future<Result<Answer>> removeNamespace(Engine &engine, const Context &context)
{
    Caller caller = context.caller;
    caller.projectId = context.arguments.at(0);
    CLOISTER_ANSWER(const QString nameSpace, checkNamespace(context.arguments.at(1)));
    CLOISTER_ANSWER(const bool isDryRun, wantsDryRun(context.query));
    if (isDryRun) {
        CLOISTER_ANSWER(const ErasedCounts counts, engine.erasure.preview(caller, nameSpace));
        return ready(Answer{countedJson(true, [&](JsonWriter &json) { writeErased(json, counts); })});
    }
    CLOISTER_ANSWER(const QString name, confirmation(context.query, "namespace"));
    return whenDone(engine.erasure.remove(caller, nameSpace, name), [](const ErasureReport &report) {
        return countedJson(false, [&](JsonWriter &json) { writeErased(json, report.counts); });
    });
}

Result<std::optional<bool>> optionalSwitch(const JsonSlice &body, const char *name)
{
    const QString field = QString::fromLatin1(name);
    const std::optional<JsonSlice> member = body.member(QLatin1String(name));
    if (!member)
        return std::optional<bool>();
    const std::optional<bool> value = member->toBool();
    if (!value)
        return fieldError(ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be true or false").arg(field));
    return value;
}

Future<Result<Answer>> changeProject(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    ProjectSwitches asked;
    CLOISTER_ANSWER(asked.immutable, optionalSwitch(body, "immutable"));
    CLOISTER_ANSWER(asked.deletionProtected, optionalSwitch(body, "deletionProtected"));
    return whenDone(engine.projects.change(context.caller, context.arguments.first(), asked), [](const Project &project) {
        JsonWriter json;
        write(json, project);
        return json.take();
    });
}

} // namespace

void addLifecycleRoutes(RouteTable &routes, Engine &engine)
{
    const QStringList deleting{QStringLiteral("confirm"), QStringLiteral("dryRun")};
    routes.add({.method = Method::Patch, .pattern = "/projects/{project}", .door = Door::Admin,
        .summary = QStringLiteral("Switch immutable mode (for good) and deletion protection"),
        .requestSchema = QStringLiteral("ProjectSwitches"), .responseSchema = QStringLiteral("Project"),
        .handler = handledBy(engine, changeProject)});
    routes.add({.method = Method::Delete, .pattern = "/projects/{project}", .door = Door::Admin, .query = deleting,
        .isList = true,
        .summary = QStringLiteral("Delete a project and everything in it; confirm is its name, dryRun only counts"),
        .responseSchema = QStringLiteral("Deleted"), .handler = handledBy(engine, removeProject)});
    routes.add({.method = Method::Delete, .pattern = "/projects/{project}/namespace/{namespace}", .door = Door::Admin,
        .query = deleting, .isList = true,
        .summary = QStringLiteral("Delete a namespace and everything in it; confirm is its name, dryRun only counts"),
        .responseSchema = QStringLiteral("Deleted"), .handler = handledBy(engine, removeNamespace)});
}

} // namespace cloister::http
