#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/Json.h"
#include "engine/client/RecordReader.h"

#include <QThread>

namespace cloister::cli {

static constexpr unsigned long kPollMs = 100;

static client::ClientRequest indexRequest(const Arguments &arguments, const char *method, const char *path)
{
    client::ClientRequest request;
    request.method = method;
    request.path = "/admin/v1/projects/" + arguments.value("project").toUtf8().toPercentEncoding() + path;
    if (arguments.has("namespace"))
        request.query = "namespace=" + arguments.value("namespace").toUtf8().toPercentEncoding();
    return request;
}

static qint64 numberIn(const JsonSlice &object, const char *member)
{
    return object.member(QLatin1String(member)).value_or(JsonSlice()).toInteger().value_or(0);
}

static Result<ExitCode> showIndex(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_TRY(session->checkNamespace(arguments));
    CLOISTER_ASSIGN(const client::Reply reply, session->api().send(indexRequest(arguments, "GET", "/index")).result());
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    QList<QStringList> rows;
    for (const JsonSlice &item : answer.member(QLatin1String("items")).value_or(JsonSlice()).elements()) {
        const bool isLoaded = item.member(QLatin1String("loaded")).value_or(JsonSlice()).toBool().value_or(false);
        rows.append({item.member(QLatin1String("namespace")).value_or(JsonSlice()).toTextReplacing(),
            grouped(numberIn(item, "entries")), grouped(numberIn(item, "waiting")),
            isLoaded ? sizeText(numberIn(item, "memoryBytes")) : QStringLiteral("-")});
    }
    QString text = QStringLiteral("There are no namespaces yet.");
    if (!rows.isEmpty()) {
        text = table({QStringLiteral("NAMESPACE"), QStringLiteral("ENTRIES"), QStringLiteral("WAITING"),
                         QStringLiteral("IN MEMORY")},
            rows);
    }
    if (answer.member(QLatin1String("next")))
        text += QStringLiteral("\n\nThere are more namespaces: name one with --namespace.");
    return done(arguments, reply.body, text);
}

static Result<ExitCode> rebuildIndex(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_TRY(session->checkNamespace(arguments));
    CLOISTER_ASSIGN(
        const client::Reply reply, session->api().send(indexRequest(arguments, "POST", "/index/rebuild")).result());
    CLOISTER_ASSIGN(const JsonSlice started, parseJson(reply.body));
    const QString id = started.member(QLatin1String("id")).value_or(JsonSlice()).toTextReplacing();
    Progress progress(QStringLiteral("Rebuilding"), ProgressUnit::Records, 0);
    while (true) {
        CLOISTER_ASSIGN(const auto now, session->api().task(id).result());
        if (now->state == client::TaskState::Running) {
            progress.update(now->done, now->total);
            QThread::msleep(kPollMs);
            continue;
        }
        if (now->state != client::TaskState::Done)
            return fail(ErrorCode::Internal, QStringLiteral("the index was not rebuilt: %1").arg(now->problem));
        CLOISTER_ASSIGN(const JsonSlice result, parseJson(now->result));
        return done(arguments, now.json,
            QStringLiteral("Rebuilt the search entries of %1. Vectors are made in the background.")
                .arg(counted(numberIn(result, "records"), "record")));
    }
}

std::vector<CommandSpec> indexCommands()
{
    return {
        {"index status", {}, "show how the search of each namespace stands",
            "Shows for each namespace how many records can be searched, how many of them wait for their vectors, and\n"
            "what their index takes in memory.",
            "cloisterd index status --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N",
            {{"project", "ID", "the project", OptionSpec::Need::Required},
                {"namespace", "NAME", "only this namespace; 'default' for the default one"}},
            showIndex},
        {"index rebuild", {}, "make the search entries anew",
            "Makes the search entries of one namespace, or of all of a project, anew from the records. What is\n"
            "searched meanwhile is found by the old entries or the new ones.",
            "cloisterd index rebuild --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --namespace acme",
            {{"project", "ID", "the project", OptionSpec::Need::Required},
                {"namespace", "NAME", "only this namespace; 'default' for the default one"}},
            rebuildIndex},
    };
}

} // namespace cloister::cli
