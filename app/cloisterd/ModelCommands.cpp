#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/AtomicFile.h"
#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/crypto/SecureBytes.h"

#include <QThread>

namespace cloister::cli {

static constexpr qint64 kMaxKeyFile = 8192;
static constexpr unsigned long kModelPollMs = 100;

static client::ClientRequest modelsRequest(const char *method, const QByteArray &body = {})
{
    client::ClientRequest request;
    request.method = method;
    request.path = "/admin/v1/settings/models";
    request.body = body;
    return request;
}

static QString textIn(const JsonSlice &object, const char *member)
{
    return object.member(QLatin1String(member)).value_or(JsonSlice()).toTextReplacing();
}

static QString shownServers(const JsonSlice &answer)
{
    QList<QStringList> rows;
    for (const char *purpose : {"embedding", "summaries"}) {
        const JsonSlice server = answer.member(QLatin1String(purpose)).value_or(JsonSlice());
        if (!server.isObject()) {
            rows.append({QLatin1String(purpose), QStringLiteral("this program"), QStringLiteral("-"), QStringLiteral("-")});
            continue;
        }
        const bool hasKey = server.member(QLatin1String("hasKey")).value_or(JsonSlice()).toBool().value_or(false);
        rows.append({QLatin1String(purpose), textIn(server, "url"), textIn(server, "model"),
            hasKey ? QStringLiteral("kept") : QStringLiteral("none")});
    }
    return table({QStringLiteral("FOR"), QStringLiteral("DONE BY"), QStringLiteral("MODEL"), QStringLiteral("KEY")}, rows);
}

static Result<ExitCode> showModels(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const client::Reply reply, session->api().send(modelsRequest("GET")).result());
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    return done(arguments, reply.body, shownServers(answer));
}

static Result<void> checkPurpose(const Arguments &arguments)
{
    const QString purpose = arguments.positional(0);
    if (purpose == QLatin1String("embedding") || purpose == QLatin1String("summaries"))
        return {};
    return fail(ErrorCode::InvalidParameter, QStringLiteral("a server is for 'embedding' or for 'summaries'"));
}

// In a workspace that no service serves, the work ends with this program: so it is waited for.
static Result<void> waitForVectors(Session &session, const QString &job)
{
    Progress progress(QStringLiteral("Embedding"), ProgressUnit::Records, 0);
    while (true) {
        CLOISTER_ASSIGN(const auto now, session.api().task(job).result());
        if (now->state == client::TaskState::Failed)
            return fail(ErrorCode::Internal, QStringLiteral("the server is set up, but not all is embedded: %1").arg(now->problem));
        if (now->state != client::TaskState::Running)
            return {};
        progress.update(now->done, now->total);
        QThread::msleep(kModelPollMs);
    }
}

static Result<ExitCode> changeModels(const Arguments &arguments, const QByteArray &body)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const client::Reply reply, session->api().send(modelsRequest("PATCH", body)).result());
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    if (const QString job = textIn(answer, "job"); !job.isEmpty())
        CLOISTER_TRY(waitForVectors(*session, job));
    return done(arguments, reply.body, shownServers(answer));
}

static Result<ExitCode> setModel(const Arguments &arguments)
{
    CLOISTER_TRY(checkPurpose(arguments));
    JsonWriter json;
    json.beginObject();
    json.key(arguments.positional(0));
    json.beginObject();
    json.member(QLatin1String("url"), arguments.value("url"));
    json.member(QLatin1String("model"), arguments.value("model"));
    if (arguments.has("key-file")) {
        CLOISTER_ASSIGN(QByteArray content, files::readPrivate(arguments.value("key-file"), kMaxKeyFile));
        json.member(QLatin1String("key"), QString::fromUtf8(content).section(QLatin1Char('\n'), 0, 0));
        crypto::wipe(content);
    }
    json.endObject();
    json.endObject();
    return changeModels(arguments, json.take());
}

static Result<ExitCode> unsetModel(const Arguments &arguments)
{
    CLOISTER_TRY(checkPurpose(arguments));
    JsonWriter json;
    json.beginObject();
    json.key(arguments.positional(0));
    json.value(nullptr);
    json.endObject();
    return changeModels(arguments, json.take());
}

std::vector<CommandSpec> modelCommands()
{
    return {
        {"model show", {}, "show which servers embed and summarise",
            "Shows whether texts are embedded and summarised in this program, as it comes, or by servers of yours.",
            "cloisterd model show", {}, showModels},
        {"model set", {"PURPOSE"}, "have a server of yours embed or summarise",
            "Has a server that speaks OpenAI's protocol make the vectors of the search (PURPOSE embedding) or write the\n"
            "summaries (PURPOSE summaries). From then on the texts of all tenants are sent to it: use one that you trust\n"
            "as you trust this machine. A change of embedding makes all vectors anew; until it is done, searches find\n"
            "words.",
            "cloisterd model set embedding --url http://127.0.0.1:11434 --model nomic-embed-text\n"
            "cloisterd model set summaries --url https://models.example.org --model small --key-file key.txt",
            {{"url", "URL", "its address; /v1 and what follows is added", OptionSpec::Need::Required},
                {"model", "NAME", "what it calls the model", OptionSpec::Need::Required},
                {"key-file", "FILE", "where its API key stands, in a file of mode 0600 (else the one kept for URL)"}},
            setModel},
        {"model unset", {"PURPOSE"}, "embed or summarise in this program again",
            "Ends the use of a server for embedding or for summaries and forgets its key. All vectors are made anew.",
            "cloisterd model unset embedding", {}, unsetModel},
    };
}

} // namespace cloister::cli
