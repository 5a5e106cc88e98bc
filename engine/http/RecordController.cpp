#include "engine/http/AdminJson.h"
#include "engine/base/Utf8.h"
#include "engine/http/Controllers.h"

namespace cloister::http {

namespace {

/// The project that the path names; empty for the workspace's own log.
QString logOf(const Context &context)
{
    return context.arguments.value(0);
}

Future<Result<Answer>> listCheckpoints(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const qint64 after, context.query.integer64(QLatin1String("after"), 0));
    CLOISTER_ANSWER(const int limit, context.query.integer(QLatin1String("limit"), 100, 1, 1000));
    CLOISTER_ANSWER(const CheckpointPage page, engine.record.checkpoints(logOf(context), after, limit));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("publicKey"), QLatin1String(page.publicKey.toHex()));
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const QByteArray &line : page.items)
        json.raw(line);
    json.endArray();
    if (page.next > 0)
        json.member(QLatin1String("next"), page.next);
    if (!page.alarm.isEmpty())
        json.member(QLatin1String("alarm"), page.alarm);
    json.endObject();
    return ready(Answer{json.take()});
}

Future<Result<Answer>> startVerify(Engine &engine, const Context &context)
{
    const QString project = logOf(context);
    if (!project.isEmpty()) {
        CLOISTER_ANSWER(const ProjectOverview known, engine.projects.get(project)); // 404 at once
        Q_UNUSED(known);
    }
    const JobInfo job = engine.jobs.start(
        QStringLiteral("verify"), project, [&engine, project](JobProgress &progress) -> Result<QByteArray> {
            CLOISTER_ASSIGN(const audit::LogVerdict verdict, engine.record.verify(project, progress));
            return toJson(verdict);
        });
    JsonWriter json;
    write(json, job);
    return ready(Answer{json.take(), 202});
}

Future<Result<Answer>> exportLog(Engine &engine, const Context &context)
{
    const QString format = context.query.text(QLatin1String("format")).value_or(QStringLiteral("jsonl"));
    if (format != QLatin1String("jsonl") && format != QLatin1String("csv")) {
        return ready(fieldError(ErrorCode::InvalidParameter, QStringLiteral("format"),
            QStringLiteral("format must be jsonl or csv"), format));
    }
    const QByteArray next = context.query.text(QLatin1String("next")).value_or(QString()).toLatin1();
    CLOISTER_ANSWER(const LogPage page,
        engine.record.exportPage(
            logOf(context), format == QLatin1String("csv") ? LogFormat::Csv : LogFormat::JsonLines, next));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("lines"), fromUtf8(page.text));
    json.member(QLatin1String("count"), page.count);
    if (!page.next.isEmpty())
        json.member(QLatin1String("next"), QLatin1String(page.next));
    json.endObject();
    return ready(Answer{json.take()});
}

Route recordRoute(Method method, const QByteArray &pattern, const char *summary, const char *schema, Handler handler)
{
    return {.method = method, .pattern = pattern, .door = Door::Admin, .roles = kEveryRole,
        .summary = QString::fromLatin1(summary),
        .responseSchema = QString::fromLatin1(schema), .handler = std::move(handler)};
}

} // namespace

void addRecordRoutes(RouteTable &routes, Engine &engine)
{
    for (const char *place : {"", "/projects/{project}"}) {
        const QByteArray base(place);
        Route checkpoints = recordRoute(Method::Get, base + "/checkpoints",
            "What was signed about an audit log, and the public key", "CheckpointPage", handledBy(engine, listCheckpoints));
        checkpoints.query = {QStringLiteral("after"), QStringLiteral("limit")};
        checkpoints.isList = true;
        routes.add(std::move(checkpoints));
        routes.add(recordRoute(Method::Post, base + "/verify", "Examine an audit log; starts a job", "Job",
            handledBy(engine, startVerify)));
        Route exporting = recordRoute(Method::Get, base + "/events/export",
            "Export an audit log as JSON Lines or CSV, a page at a time", "LogPage", handledBy(engine, exportLog));
        exporting.contentRead = QStringLiteral("log.export");
        exporting.query = {QStringLiteral("format"), QStringLiteral("next")};
        exporting.isList = true;
        routes.add(std::move(exporting));
    }
}

} // namespace cloister::http
