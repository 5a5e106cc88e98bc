#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/search/EntryText.h"

#include <QElapsedTimer>
#include <QThread>

namespace cloister::cli {

static constexpr qsizetype kShownText = 200;
static constexpr unsigned long kVectorPollMs = 100;
static constexpr qint64 kVectorPatienceMs = 30'000;

static QByteArray searchBody(const Arguments &arguments)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("query"), arguments.positional(0));
    json.member(QLatin1String("object"), arguments.has("object") ? arguments.value("object") : QStringLiteral("message"));
    if (arguments.has("namespace"))
        json.member(QLatin1String("namespace"), arguments.value("namespace"));
    if (arguments.has("mode"))
        json.member(QLatin1String("mode"), arguments.value("mode"));
    if (arguments.has("limit")) {
        bool isNumber = false;
        const int limit = arguments.value("limit").toInt(&isNumber);
        if (isNumber)
            json.member(QLatin1String("limit"), limit);
        else
            json.member(QLatin1String("limit"), arguments.value("limit")); // the service says what is wrong
    }
    if (arguments.has("explain"))
        json.member(QLatin1String("explain"), true);
    json.endObject();
    return json.take();
}

static QString textOf(const JsonSlice &object, const char *member)
{
    const std::optional<JsonSlice> value = object.member(QLatin1String(member));
    if (!value)
        return {};
    return value->isString() ? value->toTextReplacing() : QString::fromUtf8(value->raw());
}

// What of a record is shown: the words of a message's content or a memory's value, a dialogue's label.
static QString shownText(const JsonSlice &item)
{
    for (const char *member : {"content", "value", "label"}) {
        const JsonSlice value = item.member(QLatin1String(member)).value_or(JsonSlice());
        const QString words = search::textOfContent(value.raw().toByteArray()).simplified();
        const QString text = words.isEmpty() ? textOf(item, member).simplified() : words;
        if (!text.isEmpty())
            return text.size() > kShownText ? text.left(kShownText) + QStringLiteral("...") : text;
    }
    return QStringLiteral("-");
}

static QString explained(const JsonSlice &answer)
{
    const std::optional<JsonSlice> explain = answer.member(QLatin1String("explain"));
    if (!explain)
        return {};
    QString text = QStringLiteral("\n\nPartition %1, %2").arg(visible(textOf(*explain, "partition")), textOf(*explain, "mode"));
    for (const char *part : {"candidates", "milliseconds"}) {
        text += QStringLiteral("\n%1:").arg(QLatin1String(part));
        const JsonSlice values = explain->member(QLatin1String(part)).value_or(JsonSlice());
        for (const JsonMember &member : values.members())
            text += QStringLiteral("  %1 %2").arg(member.key, QString::number(member.value.toNumber().value_or(0), 'g', 4));
    }
    return text;
}

static qint64 pendingIn(const JsonSlice &answer)
{
    const JsonSlice request = answer.member(QLatin1String("request")).value_or(JsonSlice());
    return request.member(QLatin1String("pending")).value_or(JsonSlice()).toInteger().value_or(0);
}

// Without its vector a message is found by its words alone: who misses one should know.
static QString pendingText(const JsonSlice &answer)
{
    const qint64 pending = pendingIn(answer);
    if (pending == 0)
        return {};
    return QStringLiteral("\n\nVectors are still being made: %1 found by words alone so far.")
        .arg(pending == 1 ? QStringLiteral("1 message can be") : QStringLiteral("%1 messages can be").arg(grouped(pending)));
}

static QByteArray projectPath(const Arguments &arguments, const char *route)
{
    return "/admin/v1/projects/" + arguments.value("project").toUtf8().toPercentEncoding() + route;
}

static Result<qint64> waitingVectors(Session &session, const Arguments &arguments)
{
    client::ClientRequest request;
    request.method = "GET";
    request.path = projectPath(arguments, "/index");
    request.query = "namespace=" + arguments.value("namespace").toUtf8().toPercentEncoding();
    CLOISTER_ASSIGN(const client::Reply reply, session.api().send(request).result());
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    qint64 waiting = 0;
    for (const JsonSlice &item : answer.member(QLatin1String("items")).value_or(JsonSlice()).elements())
        waiting += item.member(QLatin1String("waiting")).value_or(JsonSlice()).toInteger().value_or(0);
    return waiting;
}

// Until all vectors are made, or none is for long: a server that makes them may be away, and the words are found anyway.
static Result<void> waitForVectors(Session &session, const Arguments &arguments)
{
    note(QStringLiteral("No service runs: the vectors of the namespace are made first."));
    Progress progress(QStringLiteral("Embedding"), ProgressUnit::Records, 0);
    QElapsedTimer sinceLast;
    sinceLast.start();
    CLOISTER_ASSIGN(const qint64 total, waitingVectors(session, arguments));
    qint64 left = total;
    while (left > 0 && sinceLast.elapsed() < kVectorPatienceMs) {
        QThread::msleep(kVectorPollMs);
        CLOISTER_ASSIGN(const qint64 now, waitingVectors(session, arguments));
        if (now != left)
            sinceLast.restart();
        left = now;
        progress.update(total - left, total);
    }
    return {};
}

// In a workspace that no service serves, vectors are made only as long as this command runs: it waits for them, or each
// call would have another answer.
static Result<client::Reply> searched(Session &session, const Arguments &arguments)
{
    client::ClientRequest request;
    request.method = "POST";
    request.path = projectPath(arguments, "/search");
    request.body = searchBody(arguments);
    CLOISTER_ASSIGN(client::Reply reply, session.api().send(request).result());
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    if (!session.isOffline() || pendingIn(answer) == 0 || arguments.value("mode") == QLatin1String("keyword"))
        return reply;
    CLOISTER_TRY(waitForVectors(session, arguments));
    return session.api().send(request).result();
}

static Result<ExitCode> runSearch(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const client::Reply reply, searched(*session, arguments));
    CLOISTER_ASSIGN(const JsonSlice answer, parseJson(reply.body));
    QList<QStringList> rows;
    for (const JsonSlice &result : answer.member(QLatin1String("results")).value_or(JsonSlice()).elements()) {
        const JsonSlice item = result.member(QLatin1String("item")).value_or(JsonSlice());
        const double relevance = result.member(QLatin1String("relevance")).value_or(JsonSlice()).toNumber().value_or(0);
        rows.append({QString::number(relevance, 'f', 3), textOf(item, "id"), textOf(item, "dialogueId"), shownText(item)});
    }
    QString text = QStringLiteral("Nothing was found.");
    if (rows.isEmpty()) {
        if (const Result<void> there = session->checkNamespace(arguments); !there)
            note(visible(there.error().detail));
    } else {
        text = table({QStringLiteral("RELEVANCE"), QStringLiteral("ID"), QStringLiteral("DIALOGUE"), QStringLiteral("TEXT")},
            rows);
    }
    return done(arguments, reply.body, text + pendingText(answer) + explained(answer));
}

CommandSpec searchCommand()
{
    return {"search", {"QUERY"}, "search one namespace",
        "Searches the messages, dialogues or memories of one namespace by meaning and by words, best first. The\n"
        "search is recorded in the project's audit log. Without a service, it first waits for vectors to be made.",
        "cloisterd search \"broken boiler\" --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --namespace acme",
        {{"project", "ID", "the project", OptionSpec::Need::Required},
            {"namespace", "NAME", "the namespace (else the default one)"},
            {"object", "KIND", "message (else), dialogue or memory"},
            {"mode", "MODE", "hybrid (else), semantic or keyword"}, {"limit", "N", "at most so many, up to 100 (else 10)"},
            {"explain", nullptr, "also say how the answer came about"}},
        runSearch};
}

} // namespace cloister::cli
