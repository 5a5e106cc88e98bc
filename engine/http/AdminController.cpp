#include "engine/http/AdminJson.h"
#include "engine/base/Utf8.h"
#include "engine/http/AuditJson.h"
#include "engine/http/Controllers.h"

#include "engine/base/Time.h"
#include "engine/model/Fields.h"
#include "engine/model/Validate.h"

namespace cloister::http {

namespace {

template<typename T>
QByteArray jsonOf(const T &record)
{
    JsonWriter json;
    write(json, record);
    return json.take();
}

template<typename T>
QByteArray itemsJson(const QList<T> &items)
{
    return pageJson(Page<T>{items, {}}, [](JsonWriter &json, const T &item) { write(json, item); });
}

Caller inProject(const Context &context)
{
    Caller caller = context.caller;
    caller.projectId = context.arguments.first();
    return caller;
}

Future<Result<Answer>> createProject(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QString name, requiredText(body, "name"));
    return whenDone(engine.projects.create(context.caller, name), jsonOf<Project>);
}

Future<Result<Answer>> listProjects(Engine &engine, const Context &)
{
    CLOISTER_ANSWER(const QList<Project> projects, engine.projects.list());
    return ready(Answer{itemsJson(projects)});
}

Future<Result<Answer>> showProject(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const ProjectOverview overview, engine.projects.get(context.arguments.first()));
    return ready(Answer{jsonOf(overview)});
}

Result<NewApiKey> readNewKey(const JsonSlice &body)
{
    NewApiKey asked;
    if (body.member(QLatin1String("label"))) {
        CLOISTER_ASSIGN(asked.label, requiredText(body, "label"));
    }
    CLOISTER_ASSIGN(const std::optional<QStringList> scopes, optionalTexts(body, "scopes"));
    if (scopes) {
        const std::optional<Scopes> known = scopesOf(*scopes);
        if (!known || scopes->isEmpty()) {
            return fieldError(ErrorCode::InvalidParameter, QStringLiteral("scopes"),
                QStringLiteral("scopes are read, write, delete, search, audit and export"), scopes->join(QLatin1Char(',')));
        }
        asked.scopes = *known;
    }
    CLOISTER_ASSIGN(const std::optional<QStringList> namespaces, optionalTexts(body, "namespaces"));
    if (namespaces) {
        asked.namespaces = QStringList();
        for (const QString &name : *namespaces) {
            CLOISTER_ASSIGN(const QString checked, checkNamespace(name, QStringLiteral("namespaces")));
            asked.namespaces->append(checked);
        }
    }
    CLOISTER_ASSIGN(asked.addresses, optionalTexts(body, "addresses"));
    if (body.member(QLatin1String("expires"))) {
        CLOISTER_ASSIGN(const QString text, requiredText(body, "expires"));
        const Result<qint64> expires = parseInstant(text);
        if (!expires) {
            return fieldError(ErrorCode::InvalidParameter, QStringLiteral("expires"),
                QStringLiteral("expires must be an ISO 8601 time"), text);
        }
        asked.expires = *expires;
    }
    return asked;
}

Future<Result<Answer>> createKey(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const NewApiKey asked, readNewKey(body));
    return whenDone(engine.keys.create(context.caller, context.arguments.first(), asked), jsonOf<CreatedApiKey>);
}

Future<Result<Answer>> listKeys(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const QList<ApiKey> keys, engine.keys.list(context.arguments.first()));
    return ready(Answer{itemsJson(keys)});
}

Future<Result<Answer>> revokeKey(Engine &engine, const Context &context)
{
    return whenDone(
        engine.keys.revoke(context.caller, context.arguments.at(0), context.arguments.at(1)), jsonOf<ApiKey>);
}

Future<Result<Answer>> rotateKey(Engine &engine, const Context &context)
{
    std::chrono::seconds grace(0);
    if (!context.request.body.isEmpty()) {
        CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
        const auto member = body.member(QLatin1String("graceSeconds"));
        grace = std::chrono::seconds(member ? member->toInteger().value_or(-1) : 0);
    }
    return whenDone(engine.keys.rotate(context.caller, context.arguments.at(0), context.arguments.at(1), grace),
        jsonOf<CreatedApiKey>);
}

Future<Result<Answer>> importLines(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const qint64 firstLine, context.query.integer64(QLatin1String("firstLine"), 1));
    CLOISTER_ANSWER(
        const ImportReport report, engine.transfer.importBatch(inProject(context), context.request.body, firstLine));
    return ready(Answer{jsonOf(report)});
}

Future<Result<Answer>> exportLines(Engine &engine, const Context &context)
{
    std::optional<QString> nameSpace;
    if (context.query.text(QLatin1String("namespace"))) {
        CLOISTER_ANSWER(nameSpace, context.query.nameSpace());
    }
    const QByteArray after = context.query.text(QLatin1String("next")).value_or(QString()).toLatin1();
    CLOISTER_ANSWER(const ExportPage page, engine.transfer.exportPage(inProject(context), nameSpace, after));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("lines"), fromUtf8(page.lines));
    json.member(QLatin1String("count"), page.count);
    if (!page.next.isEmpty())
        json.member(QLatin1String("next"), QLatin1String(page.next));
    json.endObject();
    return ready(Answer{json.take()});
}

Future<Result<Answer>> workspaceEvents(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const AuditQuery query, auditQuery(context.query));
    CLOISTER_ANSWER(const QList<AuditRecord> records, engine.audit.list({}, query));
    return ready(Answer{eventsJson(records, query)});
}

Future<Result<Answer>> startCheck(Engine &engine, const Context &)
{
    const JobInfo job = engine.jobs.start(QStringLiteral("check"), {}, [&engine](JobProgress &progress) -> Result<QByteArray> {
        CLOISTER_ASSIGN(const QList<FileCheck> files, engine.checks.run(progress));
        JsonWriter json;
        json.beginObject();
        json.key(QLatin1String("files"));
        json.beginArray();
        for (const FileCheck &file : files) {
            json.beginObject();
            json.member(QLatin1String("file"), file.file);
            json.member(QLatin1String("problems"), file.problems);
            json.endObject();
        }
        json.endArray();
        json.endObject();
        return json.take();
    });
    return ready(Answer{jsonOf(job), 202});
}

Future<Result<Answer>> listJobs(Engine &engine, const Context &)
{
    return ready(Answer{itemsJson(engine.jobs.list())});
}

Future<Result<Answer>> showJob(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JobInfo job, engine.jobs.get(context.arguments.first()));
    return ready(Answer{jsonOf(job)});
}

Future<Result<Answer>> cancelJob(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JobInfo job, engine.jobs.cancel(context.arguments.first()));
    return ready(Answer{jsonOf(job)});
}

} // namespace

static Route adminRoute(AdminRoles roles, Method method, const char *pattern, const char *summary, const char *responseSchema,
    Handler handler, const char *requestSchema = "")
{
    return {.method = method, .pattern = pattern, .door = Door::Admin, .roles = roles,
        .summary = QString::fromLatin1(summary), .requestSchema = QString::fromLatin1(requestSchema), .responseSchema = QString::fromLatin1(responseSchema),
        .handler = std::move(handler)};
}

static void addTransferRoutes(RouteTable &routes, Engine &engine)
{
    Route importing = adminRoute(kDailyWork, Method::Post, "/projects/{project}/import", "Import JSON Lines, a batch at a time",
        "ImportReport", handledBy(engine, importLines));
    importing.bodyLimit = kLargeBody;
    importing.query = {QStringLiteral("firstLine")};
    routes.add(std::move(importing));
    Route exporting = adminRoute(kDailyWork, Method::Get, "/projects/{project}/export", "Export JSON Lines, a page at a time",
        "ExportPage", handledBy(engine, exportLines));
    exporting.contentRead = QStringLiteral("admin.export");
    exporting.query = {QStringLiteral("namespace"), QStringLiteral("next")};
    exporting.isList = true;
    routes.add(std::move(exporting));
}

void addAdminRoutes(RouteTable &routes, Engine &engine)
{
    routes.add(adminRoute(kDailyWork, Method::Post, "/projects", "Create a project", "Project", handledBy(engine, createProject),
        "NewProject"));
    routes.add(adminRoute(kEveryRole, Method::Get, "/projects", "List projects", "ProjectPage", handledBy(engine, listProjects)));
    routes.add(adminRoute(kEveryRole, Method::Get, "/projects/{project}", "Show a project with its totals", "ProjectOverview",
        handledBy(engine, showProject)));
    routes.add(adminRoute(kDailyWork, Method::Post, "/projects/{project}/keys", "Create an API key; its text is shown this once",
        "CreatedKey", handledBy(engine, createKey), "NewKey"));
    routes.add(adminRoute(kEveryRole, Method::Get, "/projects/{project}/keys", "List API keys", "KeyPage", handledBy(engine, listKeys)));
    routes.add(adminRoute(kDailyWork, Method::Post, "/projects/{project}/keys/{key}/revoke", "Revoke an API key", "Key",
        handledBy(engine, revokeKey)));
    routes.add(adminRoute(kDailyWork, Method::Post, "/projects/{project}/keys/{key}/rotate",
        "Replace an API key by a new one that may do the same", "CreatedKey", handledBy(engine, rotateKey), "KeyRotation"));
    addTransferRoutes(routes, engine);
    Route events = adminRoute(kEveryRole, Method::Get, "/events", "Read the workspace's audit events", "EventPage",
        handledBy(engine, workspaceEvents));
    events.query = auditParameters();
    events.isList = true;
    routes.add(std::move(events));
    routes.add(adminRoute(kDailyWork, Method::Post, "/check", "Check every file; starts a job", "Job", handledBy(engine, startCheck)));
    routes.add(adminRoute(kEveryRole, Method::Get, "/jobs", "List long tasks", "JobPage", handledBy(engine, listJobs)));
    routes.add(adminRoute(kEveryRole, Method::Get, "/jobs/{job}", "Show a long task", "Job", handledBy(engine, showJob)));
    routes.add(adminRoute(kDailyWork, Method::Post, "/jobs/{job}/cancel", "Stop a long task", "Job", handledBy(engine, cancelJob)));
}

} // namespace cloister::http
