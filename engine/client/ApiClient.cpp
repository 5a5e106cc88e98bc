#include "engine/client/ApiClient.h"

#include "engine/base/JsonWriter.h"
#include "engine/client/AdminPath.h"
#include "engine/client/QueryText.h"
#include "engine/client/RecordReader.h"
#include "engine/client/ServerInfo.h"
#include "engine/client/ServerError.h"
#include "engine/client/TypedAnswer.h"

namespace cloister::client {

static QByteArray projectPath(const QString &projectId, const QStringList &parts = {})
{
    return adminPath(QStringList{QStringLiteral("projects"), projectId} + parts);
}

static ClientRequest get(const QByteArray &path, const QueryText &query = {})
{
    return {"GET", path, query.bytes(), {}, {}};
}

static ClientRequest post(const QByteArray &path, const QByteArray &body, const QueryText &query = {})
{
    return {"POST", path, query.bytes(), body, {}};
}

static ClientRequest remove(const QByteArray &path, const QueryText &query)
{
    return {"DELETE", path, query.bytes(), {}, {}};
}

ApiClient::ApiClient(Transport &transport, QByteArray token) : m_transport(transport), m_token(std::move(token)) {}

Future<Result<Reply>> ApiClient::send(ClientRequest request) const
{
    request.token = m_token;
    return m_transport.send(request).then([](const Result<Reply> &reply) -> Result<Reply> {
        if (reply && reply->status >= 400)
            return Unexpected{serverError(*reply)};
        return reply;
    });
}

template<typename T>
ApiClient::Answered<T> ApiClient::ask(ClientRequest request, Result<T> (*read)(const JsonSlice &)) const
{
    return typedAnswer<T>(send(std::move(request)), read);
}

template<typename T>
ApiClient::Answered<Items<T>> ApiClient::askList(ClientRequest request, Result<T> (*readItem)(const JsonSlice &)) const
{
    return typedList<T>(send(std::move(request)), readItem);
}

ApiClient::Answered<Health> ApiClient::ready() const
{
    return ask(get("/readyz"), readHealth);
}

ApiClient::Answered<ServerInfo> ApiClient::server() const
{
    return ask(get(adminPath({QStringLiteral("server")})), readServerInfo);
}

ApiClient::Answered<Project> ApiClient::createProject(const QString &name) const
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("name"), name);
    json.endObject();
    return ask(post(adminPath({QStringLiteral("projects")}), json.take()), readProject);
}

ApiClient::Answered<Items<Project>> ApiClient::projects() const
{
    return askList(get(adminPath({QStringLiteral("projects")})), readProject);
}

ApiClient::Answered<ProjectOverview> ApiClient::project(const QString &id) const
{
    return ask(get(projectPath(id)), readOverview);
}

static QByteArray switchesJson(const ProjectSwitches &switches)
{
    JsonWriter json;
    json.beginObject();
    if (switches.immutable)
        json.member(QLatin1String("immutable"), *switches.immutable);
    if (switches.deletionProtected)
        json.member(QLatin1String("deletionProtected"), *switches.deletionProtected);
    json.endObject();
    return json.take();
}

ApiClient::Answered<Project> ApiClient::changeProject(const QString &id, const ProjectSwitches &switches) const
{
    return ask({"PATCH", projectPath(id), {}, switchesJson(switches), {}}, readProject);
}

ApiClient::Answered<Totals> ApiClient::previewProjectDelete(const QString &id) const
{
    return ask(remove(projectPath(id), QueryText().add("dryRun", QStringLiteral("true"))), readDeletedTotals);
}

ApiClient::Answered<Totals> ApiClient::deleteProject(const QString &id, const QString &name) const
{
    return ask(remove(projectPath(id), QueryText().add("confirm", name)), readDeletedTotals);
}

ApiClient::Answered<CreatedKey> ApiClient::createKey(const QString &projectId, const NewKey &asked) const
{
    JsonWriter json;
    json.beginObject();
    if (!asked.label.isEmpty())
        json.member(QLatin1String("label"), asked.label);
    if (!asked.scopes.isEmpty())
        json.member(QLatin1String("scopes"), asked.scopes);
    if (!asked.namespaces.isEmpty())
        json.member(QLatin1String("namespaces"), asked.namespaces);
    if (!asked.addresses.isEmpty())
        json.member(QLatin1String("addresses"), asked.addresses);
    if (!asked.expires.isEmpty())
        json.member(QLatin1String("expires"), asked.expires);
    json.endObject();
    return ask(post(projectPath(projectId, {QStringLiteral("keys")}), json.take()), readCreatedKey);
}

ApiClient::Answered<Items<ApiKey>> ApiClient::keys(const QString &projectId) const
{
    return askList(get(projectPath(projectId, {QStringLiteral("keys")})), readKey);
}

ApiClient::Answered<ApiKey> ApiClient::revokeKey(const QString &projectId, const QString &keyId) const
{
    return ask(
        post(projectPath(projectId, {QStringLiteral("keys"), keyId, QStringLiteral("revoke")}), "{}"), readKey);
}

ApiClient::Answered<CreatedKey> ApiClient::rotateKey(
    const QString &projectId, const QString &keyId, qint64 graceSeconds) const
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("graceSeconds"), graceSeconds);
    json.endObject();
    return ask(post(projectPath(projectId, {QStringLiteral("keys"), keyId, QStringLiteral("rotate")}), json.take()),
        readCreatedKey);
}

ApiClient::Answered<ImportReport> ApiClient::importLines(
    const QString &projectId, const QByteArray &lines, qint64 firstLine) const
{
    return ask(post(projectPath(projectId, {QStringLiteral("import")}), lines, QueryText().add("firstLine", firstLine)),
        readImportReport);
}

ApiClient::Answered<ExportPage> ApiClient::exportLines(
    const QString &projectId, const std::optional<QString> &nameSpace, const QString &next) const
{
    QueryText query;
    if (nameSpace)
        query.add("namespace", nameSpace->isEmpty() ? QStringLiteral("default") : *nameSpace);
    query.add("next", next);
    return ask(get(projectPath(projectId, {QStringLiteral("export")}), query), readExportPage);
}

ApiClient::Answered<Items<Event>> ApiClient::events(const QString &projectId, const EventFilter &filter) const
{
    const QString events = QStringLiteral("events");
    const QByteArray path = projectId.isEmpty() ? adminPath({events}) : projectPath(projectId, {events});
    return askList(get(path, QueryText().add(filter)), readEvent);
}

// Of the workspace's log, or of a project's.
static QByteArray logPath(const QString &projectId, const QStringList &parts)
{
    return projectId.isEmpty() ? adminPath(parts) : projectPath(projectId, parts);
}

ApiClient::Answered<Checkpoints> ApiClient::checkpoints(const QString &projectId, qint64 after, int limit) const
{
    const QueryText query = QueryText().add("after", after).add("limit", qint64(limit));
    return ask(get(logPath(projectId, {QStringLiteral("checkpoints")}), query), readCheckpoints);
}

ApiClient::Answered<Task> ApiClient::startVerify(const QString &projectId) const
{
    return ask(post(logPath(projectId, {QStringLiteral("verify")}), "{}"), readTask);
}

ApiClient::Answered<ExportPage> ApiClient::exportLog(
    const QString &projectId, LogFormat format, const QString &next) const
{
    QueryText query;
    query.add("format", format == LogFormat::Csv ? QStringLiteral("csv") : QStringLiteral("jsonl")).add("next", next);
    return ask(get(logPath(projectId, {QStringLiteral("events"), QStringLiteral("export")}), query), readExportPage);
}

Future<Result<Reply>> ApiClient::seal() const
{
    return send(post(adminPath({QStringLiteral("seal")}), "{\"confirm\":true}"));
}

ApiClient::Answered<Task> ApiClient::startCheck() const
{
    return ask(post(adminPath({QStringLiteral("check")}), "{}"), readTask);
}

ApiClient::Answered<Items<Task>> ApiClient::tasks() const
{
    return askList(get(adminPath({QStringLiteral("jobs")})), readTask);
}

ApiClient::Answered<Task> ApiClient::task(const QString &id) const
{
    return ask(get(adminPath({QStringLiteral("jobs"), id})), readTask);
}

ApiClient::Answered<Task> ApiClient::cancelTask(const QString &id) const
{
    return ask(post(adminPath({QStringLiteral("jobs"), id, QStringLiteral("cancel")}), "{}"), readTask);
}

ApiClient::Answered<Items<NamespaceInfo>> ApiClient::namespaces(
    const QString &projectId, const NamespaceFilter &filter) const
{
    QueryText query;
    query.add("prefix", filter.prefix).add("sort", filter.sort).add("order", filter.order);
    query.add("limit", qint64(filter.limit)).add("offset", qint64(filter.offset));
    return askList(get(projectPath(projectId, {QStringLiteral("namespace")}), query), readNamespaceInfo);
}

static QString nameOf(const Place &place)
{
    return place.nameSpace.isEmpty() ? QStringLiteral("default") : place.nameSpace;
}

ApiClient::Answered<Totals> ApiClient::previewNamespaceDelete(const Place &place) const
{
    return ask(remove(projectPath(place.projectId, {QStringLiteral("namespace"), nameOf(place)}),
                   QueryText().add("dryRun", QStringLiteral("true"))),
        readDeletedTotals);
}

ApiClient::Answered<Totals> ApiClient::deleteNamespace(const Place &place) const
{
    return ask(remove(projectPath(place.projectId, {QStringLiteral("namespace"), nameOf(place)}),
                   QueryText().add("confirm", nameOf(place))),
        readDeletedTotals);
}

ApiClient::Answered<Items<Dialogue>> ApiClient::dialogues(const Place &place, const ListFilter &filter) const
{
    return askList(
        get(projectPath(place.projectId, {QStringLiteral("dialogue")}), QueryText().add(place).add(filter)), readDialogue);
}

ApiClient::Answered<Dialogue> ApiClient::dialogue(const Place &place, const QString &id) const
{
    return ask(
        get(projectPath(place.projectId, {QStringLiteral("dialogue"), id}), QueryText().add(place)), readDialogue);
}

static QString statusVerb(DialogueStatus status)
{
    switch (status) {
    case DialogueStatus::Active: return QStringLiteral("reopen");
    case DialogueStatus::Ended: return QStringLiteral("end");
    case DialogueStatus::Archived: break;
    }
    return QStringLiteral("archive");
}

ApiClient::Answered<Dialogue> ApiClient::setStatus(const Place &place, const QString &id, DialogueStatus status) const
{
    const QByteArray path = projectPath(place.projectId, {QStringLiteral("dialogue"), id, statusVerb(status)});
    return ask(post(path, "{}", QueryText().add(place)), readDialogue);
}

ApiClient::Answered<Removed> ApiClient::deleteDialogue(const Place &place, const QString &id) const
{
    return ask(
        remove(projectPath(place.projectId, {QStringLiteral("dialogue"), id}), QueryText().add(place)), readRemoved);
}

ApiClient::Answered<Items<Message>> ApiClient::messages(
    const Place &place, const QString &dialogueId, const ListFilter &filter) const
{
    const QueryText query = QueryText().add(place).add("dialogueId", dialogueId).add(filter);
    return askList(get(projectPath(place.projectId, {QStringLiteral("messages")}), query), readMessage);
}

ApiClient::Answered<Message> ApiClient::message(const Place &place, const QString &dialogueId, const QString &id) const
{
    const QueryText query = QueryText().add(place).add("dialogueId", dialogueId);
    return ask(get(projectPath(place.projectId, {QStringLiteral("message"), id}), query), readMessage);
}

ApiClient::Answered<Removed> ApiClient::deleteMessage(
    const Place &place, const QString &dialogueId, const QString &id) const
{
    const QueryText query = QueryText().add(place).add("dialogueId", dialogueId);
    return ask(remove(projectPath(place.projectId, {QStringLiteral("message"), id}), query), readRemoved);
}

ApiClient::Answered<Items<Memory>> ApiClient::memories(const Place &place, const ListFilter &filter) const
{
    return askList(
        get(projectPath(place.projectId, {QStringLiteral("memory")}), QueryText().add(place).add(filter)), readMemory);
}

ApiClient::Answered<Memory> ApiClient::memory(const Place &place, const QString &id) const
{
    return ask(get(projectPath(place.projectId, {QStringLiteral("memory"), id}), QueryText().add(place)), readMemory);
}

ApiClient::Answered<Removed> ApiClient::deleteMemory(const Place &place, const QString &id) const
{
    return ask(
        remove(projectPath(place.projectId, {QStringLiteral("memory"), id}), QueryText().add(place)), readRemoved);
}

ApiClient::Answered<SearchAnswer> ApiClient::search(const Place &place, const SearchRequest &request) const
{
    return ask(post(projectPath(place.projectId, {QStringLiteral("search")}), searchBody(place, request)), readSearchAnswer);
}

ApiClient::Answered<Summary> ApiClient::summarise(const Place &place, const NewSummary &asked) const
{
    return ask(post(projectPath(place.projectId, {QStringLiteral("summary")}), summaryBody(place, asked)), readSummary);
}

ApiClient::Answered<Summary> ApiClient::summary(const Place &place, const QString &id) const
{
    return ask(get(projectPath(place.projectId, {QStringLiteral("summary"), id}), QueryText().add(place)), readSummary);
}

ApiClient::Answered<Items<Summary>> ApiClient::summaries(
    const Place &place, const QString &dialogueId, const ListFilter &filter) const
{
    const QueryText query = QueryText().add(place).add("dialogueId", dialogueId).add(filter);
    return askList(get(projectPath(place.projectId, {QStringLiteral("summary")}), query), readSummary);
}

static QueryText namedOrAll(const std::optional<QString> &nameSpace)
{
    QueryText query;
    if (nameSpace)
        query.add("namespace", nameSpace->isEmpty() ? QStringLiteral("default") : *nameSpace);
    return query;
}

ApiClient::Answered<IndexPage> ApiClient::indexStatus(
    const QString &projectId, const std::optional<QString> &nameSpace, const QString &next) const
{
    return ask(get(projectPath(projectId, {QStringLiteral("index")}), namedOrAll(nameSpace).add("next", next)), readIndexPage);
}

ApiClient::Answered<Task> ApiClient::rebuildIndex(const QString &projectId, const std::optional<QString> &nameSpace) const
{
    const QByteArray path = projectPath(projectId, {QStringLiteral("index"), QStringLiteral("rebuild")});
    return ask(post(path, "{}", namedOrAll(nameSpace)), readTask);
}

} // namespace cloister::client
