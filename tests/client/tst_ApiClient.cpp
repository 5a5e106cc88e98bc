#include "engine/base/Time.h"
#include "engine/client/ApiClient.h"
#include "engine/client/RecordReader.h"
#include "tests/client/CannedTransport.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::client;
using cloister::test::CannedTransport;

namespace {

constexpr char kProject[] = R"({"id":"P1","name":"Support","created":"2025-03-01T09:00:00.000Z",)"
                            R"("immutable":false,"deletionProtected":true)";

} // namespace

/// Requests as they go out, answers as they are read.
class tst_ApiClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void project_call_asksAndReads();
    void projects_call_readsEach();
    void deleteProject_name_isEncoded();
    void changeProject_switches_goInTheBody();
    void previews_answer_isRead();
    void deleteNamespace_default_isNamed();
    void checkpoints_answer_isRead();
    void seal_isConfirmed();
    void exportLog_formats_areNamed();
    void verdict_result_isRead();
    void createKey_asked_goesInTheBody();
    void createKey_nothingAsked_sendsNothing();
    void keys_answer_isRead();
    void importLines_report_isRead();
    void exportLines_namespace_isNamed();
    void events_filter_goesInTheQuery();
    void events_answer_isRead();
    void task_states_areRead_data();
    void task_states_areRead();
    void namespaces_answer_isRead();
    void dialogues_placeAndFilter_goInTheQuery();
    void dialogue_raw_isKept();
    void messages_answer_isRead();
    void memory_idOfAnyForm_isEncoded();
    void setStatus_verbs_data();
    void setStatus_verbs();
    void call_errorStatus_isTheError();
    void call_transportFails_isItsError();
    void call_answerNotUnderstood_isInternal_data();
    void call_answerNotUnderstood_isInternal();

private:
    CannedTransport m_transport;
    ApiClient m_api{m_transport, "token"};
    const Place m_place{QStringLiteral("P1"), QStringLiteral("a b")};
};

void tst_ApiClient::project_call_asksAndReads()
{
    m_transport.answerWith(QByteArray(kProject) + R"(,"namespaces":1,"dialogues":2,"messages":3,"memories":4,"bytes":5,)"
                                                  R"("damaged":false})");
    const auto project = m_api.project(QStringLiteral("P1")).result();
    QVERIFY(project.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1"));
    QCOMPARE(m_transport.asked.token, QByteArray("token"));
    QCOMPARE(project->value.project.name, QStringLiteral("Support"));
    QCOMPARE(toIso(project->value.project.created), QStringLiteral("2025-03-01T09:00:00.000Z"));
    QVERIFY(project->value.project.isDeletionProtected);
    QVERIFY(!project->value.project.isImmutable);
    QCOMPARE(project->value.totals.namespaces, 1);
    QCOMPARE(project->value.totals.bytes, 5);
    QVERIFY(project->json.startsWith("{\"id\":\"P1\""));
}

void tst_ApiClient::projects_call_readsEach()
{
    m_transport.answerWith("{\"items\":[" + QByteArray(kProject) + "}," + QByteArray(kProject) + "}]}");
    const auto projects = m_api.projects().result();
    QVERIFY(projects.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects"));
    QCOMPARE(projects->value.items.size(), 2);
    QCOMPARE(projects->value.items.at(1).id, QStringLiteral("P1"));
    QVERIFY(projects->value.next.isEmpty());
}

void tst_ApiClient::deleteProject_name_isEncoded()
{
    m_transport.answerWith(R"({"deleted":{"dialogues":7,"messages":8,"memories":9}})");
    const auto totals = m_api.deleteProject(QStringLiteral("P1"), QStringLiteral("A & B+1")).result();
    QVERIFY(totals.has_value());
    QCOMPARE(m_transport.line(), QByteArray("DELETE /admin/v1/projects/P1?confirm=A%20%26%20B%2B1"));
    QCOMPARE(totals->value.dialogues, 7);
    QCOMPARE(totals->value.memories, 9);
}

void tst_ApiClient::changeProject_switches_goInTheBody()
{
    m_transport.answerWith(QByteArray(kProject) + '}');
    const auto project = m_api.changeProject(QStringLiteral("P1"), {.immutable = true}).result();
    QVERIFY(project.has_value());
    QCOMPARE(m_transport.line(), QByteArray("PATCH /admin/v1/projects/P1"));
    QCOMPARE(m_transport.asked.body, QByteArray("{\"immutable\":true}"));
    QVERIFY(project->value.isDeletionProtected);
    QVERIFY(m_api.changeProject(QStringLiteral("P1"), {.deletionProtected = false}).result().has_value());
    QCOMPARE(m_transport.asked.body, QByteArray("{\"deletionProtected\":false}"));
}

void tst_ApiClient::previews_answer_isRead()
{
    m_transport.answerWith(R"({"dryRun":true,"counts":{"namespaces":2,"dialogues":7,"bytes":90}})");
    const auto whole = m_api.previewProjectDelete(QStringLiteral("P1")).result();
    QVERIFY(whole.has_value());
    QCOMPARE(m_transport.line(), QByteArray("DELETE /admin/v1/projects/P1?dryRun=true"));
    QCOMPARE(whole->value.dialogues, 7);
    const auto part = m_api.previewNamespaceDelete(m_place).result();
    QVERIFY(part.has_value());
    QCOMPARE(m_transport.line(), QByteArray("DELETE /admin/v1/projects/P1/namespace/a%20b?dryRun=true"));
    QCOMPARE(part->value.bytes, 90);
}

void tst_ApiClient::deleteNamespace_default_isNamed()
{
    m_transport.answerWith(R"({"deleted":{"memories":3}})");
    const auto deleted = m_api.deleteNamespace({QStringLiteral("P1"), {}}).result();
    QVERIFY(deleted.has_value());
    QCOMPARE(m_transport.line(), QByteArray("DELETE /admin/v1/projects/P1/namespace/default?confirm=default"));
    QCOMPARE(deleted->value.memories, 3);
}

void tst_ApiClient::checkpoints_answer_isRead()
{
    const QByteArray line = R"({"checkpoint":{"chain":"P1","seq":1000,"head":"aa","root":"bb",)"
                            R"("time":"2025-03-01T09:00:00.000Z","reason":"events"},"signature":"cc"})";
    m_transport.answerWith(R"({"publicKey":"dd","items":[)" + line + R"(],"next":1000,"alarm":"cut"})");
    const auto page = m_api.checkpoints(QStringLiteral("P1"), 5, 1).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/checkpoints?after=5&limit=1"));
    QCOMPARE(page->value.publicKey, QByteArray("dd"));
    QCOMPARE(page->value.next, 1000);
    QCOMPARE(page->value.alarm, QStringLiteral("cut"));
    QCOMPARE(page->value.items.at(0).seq, 1000);
    QCOMPARE(page->value.items.at(0).reason, QStringLiteral("events"));
    QCOMPARE(page->value.items.at(0).line, line);
    QVERIFY(m_api.checkpoints({}).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/checkpoints?after=0&limit=100"));
}

void tst_ApiClient::seal_isConfirmed()
{
    m_transport.answerWith(R"({"status":"sealing"})");
    QVERIFY(m_api.seal().result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/seal"));
    QCOMPARE(m_transport.asked.body, QByteArray(R"({"confirm":true})"));
}

void tst_ApiClient::exportLog_formats_areNamed()
{
    m_transport.answerWith(R"({"lines":"a\r\n","count":1,"next":"1.2"})");
    const auto page = m_api.exportLog(QStringLiteral("P1"), LogFormat::Csv, QStringLiteral("5.9")).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/events/export?format=csv&next=5.9"));
    QCOMPARE(page->value.lines, QByteArray("a\r\n"));
    QCOMPARE(page->value.next, QStringLiteral("1.2"));
    QVERIFY(m_api.exportLog({}, LogFormat::JsonLines, {}).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/events/export?format=jsonl"));
}

void tst_ApiClient::verdict_result_isRead()
{
    const auto verdict = readVerdict(R"({"integrity":"broken","completeness":"holds","events":9,"checkpoints":1,)"
                                     R"("coveredTo":5,"lastEvent":9,"firstBad":7,"problems":["event 7 was changed"]})");
    QVERIFY(verdict.has_value());
    QCOMPARE(verdict->integrity, Proof::Broken);
    QCOMPARE(verdict->completeness, Proof::Holds);
    QCOMPARE(verdict->firstBad, std::optional<qint64>(7));
    QCOMPARE(verdict->problems.size(), 1);
    QVERIFY(!readVerdict("{}").has_value());
    m_transport.answerWith(R"({"id":"J1","kind":"verify","state":"running","started":"2025-03-01T09:00:00.000Z"})", 202);
    QVERIFY(m_api.startVerify(QStringLiteral("P1")).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/verify"));
}

void tst_ApiClient::createKey_asked_goesInTheBody()
{
    m_transport.answerWith(R"({"id":"K1","label":"l","scopes":["read","audit"],"namespaces":["a"],)"
                           R"("created":"2025-01-01T00:00:00.000Z","key":"cl_whole"})");
    const auto created = m_api
                             .createKey(QStringLiteral("P1"),
                                 {.label = QStringLiteral("a \"b\""), .scopes = {QStringLiteral("read")},
                                     .namespaces = {QStringLiteral("a")}, .expires = QStringLiteral("2027-01-01")})
                             .result();
    QVERIFY(created.has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/keys"));
    QCOMPARE(m_transport.asked.body,
        QByteArray(R"({"label":"a \"b\"","scopes":["read"],"namespaces":["a"],"expires":"2027-01-01"})"));
    QCOMPARE(created->value.text, QStringLiteral("cl_whole"));
    QCOMPARE(created->value.key.scopes, Scopes(Scope::Read | Scope::Audit));
    QCOMPARE(*created->value.key.namespaces, QStringList{QStringLiteral("a")});
}

void tst_ApiClient::createKey_nothingAsked_sendsNothing()
{
    m_transport.answerWith(R"({"id":"K1","created":"2025-01-01T00:00:00.000Z","key":"cl_whole"})");
    const auto created = m_api.createKey(QStringLiteral("P1"), {}).result();
    QVERIFY(created.has_value());
    QCOMPARE(m_transport.asked.body, QByteArray("{}"));
    QVERIFY(!created->value.key.namespaces.has_value());
}

void tst_ApiClient::keys_answer_isRead()
{
    m_transport.answerWith(R"({"items":[{"id":"K1","projectId":"P1","scopes":[],"created":"2025-01-01T00:00:00.000Z",)"
                           R"("lastUsed":"2025-01-02T00:00:00.000Z","revoked":"2025-01-03T00:00:00.000Z"}]})");
    const auto keys = m_api.keys(QStringLiteral("P1")).result();
    QVERIFY(keys.has_value());
    const ApiKey &key = keys->value.items.first();
    QCOMPARE(toIso(key.lastUsed.value_or(0)), QStringLiteral("2025-01-02T00:00:00.000Z"));
    QCOMPARE(toIso(key.revoked.value_or(0)), QStringLiteral("2025-01-03T00:00:00.000Z"));
    QVERIFY(!key.expires.has_value());
    QCOMPARE(m_api.revokeKey(QStringLiteral("P1"), QStringLiteral("K1")).result().has_value(), false); // no key
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/keys/K1/revoke"));
}

void tst_ApiClient::importLines_report_isRead()
{
    m_transport.answerWith(R"({"lines":5,"dialogues":1,"messages":2,"memories":0,"skipped":1,)"
                           R"("problems":[{"line":104,"code":"INVALID_JSON","message":"no"}]})");
    const auto report = m_api.importLines(QStringLiteral("P1"), "{}\n", 101).result();
    QVERIFY(report.has_value());
    QCOMPARE(m_transport.line(), QByteArray("POST /admin/v1/projects/P1/import?firstLine=101"));
    QCOMPARE(m_transport.asked.body, QByteArray("{}\n"));
    QCOMPARE(report->value.problems.size(), 1);
    QCOMPARE(report->value.problems.first().line, 104);
    QCOMPARE(report->value.problems.first().code, QStringLiteral("INVALID_JSON"));
}

void tst_ApiClient::exportLines_namespace_isNamed()
{
    m_transport.answerWith(R"({"lines":"{\"a\":\"\u00e9\"}\n","count":1,"next":"n1"})");
    const auto page = m_api.exportLines(QStringLiteral("P1"), QString(), {}).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/export?namespace=default"));
    QCOMPARE(page->value.lines, QByteArray("{\"a\":\"\xc3\xa9\"}\n"));
    QCOMPARE(page->value.next, QStringLiteral("n1"));
    QVERIFY(m_api.exportLines(QStringLiteral("P1"), std::nullopt, page->value.next).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/export?next=n1"));
}

void tst_ApiClient::events_filter_goesInTheQuery()
{
    m_transport.answerWith(R"({"items":[]})");
    EventFilter filter;
    filter.before = 10;
    filter.nameSpace = QStringLiteral("ä");
    filter.entity = QStringLiteral("dialogue:d-1");
    QVERIFY(m_api.events({}, filter).result().has_value());
    QCOMPARE(m_transport.line(),
        QByteArray("GET /admin/v1/events?limit=100&before=10&namespace=%C3%A4&entity=dialogue%3Ad-1"));
    QVERIFY(m_api.events(QStringLiteral("P1"), {}).result().has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/events?limit=100"));
}

void tst_ApiClient::events_answer_isRead()
{
    m_transport.answerWith(R"({"items":[{"event":{"seq":3,"time":"2025-01-01T00:00:00.000Z","actor":{"kind":"key",)"
                           R"("id":"K1"},"address":"10.0.0.1","requestId":"R","action":"message.create","outcome":"ok",)"
                           R"("namespace":"tag","entity":{"kind":"message","ref":"keyed"},"count":2},"hash":"ab",)"
                           R"("namespace":"acme","entityId":"m-1"}],"next":3})");
    const auto events = m_api.events(QStringLiteral("P1"), {}).result();
    QVERIFY2(events.has_value(), events ? "" : qPrintable(events.error().detail));
    const Event &event = events->value.items.first();
    QCOMPARE(event.seq, 3);
    QCOMPARE(event.actor, QStringLiteral("key:K1"));
    QCOMPARE(event.action, QStringLiteral("message.create"));
    QCOMPARE(event.nameSpace.value_or(QString()), QStringLiteral("acme"));
    QCOMPARE(event.entityKind, QStringLiteral("message"));
    QCOMPARE(event.entity, QStringLiteral("m-1"));
    QCOMPARE(event.count, 2);
    QCOMPARE(event.hash, QByteArray("ab"));
    QCOMPARE(events->value.next, QStringLiteral("3"));
}

void tst_ApiClient::task_states_areRead_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("problem");
    QTest::newRow("running") << QByteArray(R"("state":"running")") << int(TaskState::Running) << QString();
    QTest::newRow("done") << QByteArray(R"("state":"done","result":{"files":[]})") << int(TaskState::Done) << QString();
    QTest::newRow("cancelled") << QByteArray(R"("state":"cancelled")") << int(TaskState::Cancelled) << QString();
    QTest::newRow("failed") << QByteArray(R"("state":"failed","error":{"code":"INTERNAL","message":"why"})")
                            << int(TaskState::Failed) << QStringLiteral("why");
}

void tst_ApiClient::task_states_areRead()
{
    QFETCH(QByteArray, rest);
    QFETCH(int, state);
    QFETCH(QString, problem);
    m_transport.answerWith(
        R"({"id":"J1","kind":"check","started":"2025-01-01T00:00:00.000Z","done":1,"total":2,)" + rest + '}');
    const auto task = m_api.task(QStringLiteral("J1")).result();
    QVERIFY(task.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/jobs/J1"));
    QCOMPARE(int(task->value.state), state);
    QCOMPARE(task->value.problem, problem);
    QCOMPARE(task->value.total, 2);
}

void tst_ApiClient::namespaces_answer_isRead()
{
    m_transport.answerWith(R"({"items":[{"namespace":"default","state":"read_only","dialogues":1,"messages":2,)"
                           R"("memories":3,"bytes":4},{"namespace":"x","state":"active"}],"total":12})");
    NamespaceFilter filter;
    filter.sort = QStringLiteral("bytes");
    const auto page = m_api.namespaces(QStringLiteral("P1"), filter).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/namespace?sort=bytes&limit=100&offset=0"));
    QCOMPARE(page->value.total, 12);
    QCOMPARE(page->value.items.at(0).nameSpace, QString());
    QCOMPARE(page->value.items.at(0).state, NamespaceState::ReadOnly);
    QCOMPARE(page->value.items.at(1).nameSpace, QStringLiteral("x"));
}

void tst_ApiClient::dialogues_placeAndFilter_goInTheQuery()
{
    m_transport.answerWith(R"({"items":[],"next":"n"})");
    ListFilter filter;
    filter.tags = {QStringLiteral("a"), QStringLiteral("b")};
    filter.status = QStringLiteral("ended");
    const auto page = m_api.dialogues(m_place, filter).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(),
        QByteArray("GET /admin/v1/projects/P1/dialogue?namespace=a%20b&limit=100&tags=a%2Cb&status=ended"));
    QCOMPARE(page->value.next, QStringLiteral("n"));
}

void tst_ApiClient::dialogue_raw_isKept()
{
    m_transport.answerWith(R"({"id":"d-1","status":"ended","tags":["t"],"metadata":{"n":1.0},"state":{"b":1,"a":"\u0000"},)"
                           R"("totalMessages":2,"created":"2025-01-01T00:00:00.000Z",)"
                           R"("modified":"2025-01-02T00:00:00.000Z","endedAt":"2025-01-02T00:00:00.000Z"})");
    const auto dialogue = m_api.dialogue(m_place, QStringLiteral("d-1")).result();
    QVERIFY(dialogue.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/dialogue/d-1?namespace=a%20b"));
    QCOMPARE(dialogue->value.status, DialogueStatus::Ended);
    QCOMPARE(dialogue->value.metadata, QByteArray(R"({"n":1.0})"));
    QCOMPARE(dialogue->value.state, QByteArray(R"({"b":1,"a":"\u0000"})"));
    QVERIFY(dialogue->value.endedAt.has_value());
    QVERIFY(!dialogue->value.label.has_value());
}

void tst_ApiClient::messages_answer_isRead()
{
    m_transport.answerWith(R"({"items":[{"id":"m-1","dialogueId":"d-1","role":"user","content":["x", 1],)"
                           R"("contentLength":8,"tags":[],"metadata":{},"created":"2025-01-01T00:00:00.000Z",)"
                           R"("modified":"2025-01-01T00:00:00.000Z"}]})");
    const auto page = m_api.messages(m_place, QStringLiteral("d-1"), {}).result();
    QVERIFY(page.has_value());
    QCOMPARE(m_transport.line(),
        QByteArray("GET /admin/v1/projects/P1/messages?namespace=a%20b&dialogueId=d-1&limit=100"));
    QCOMPARE(page->value.items.first().content, QByteArray(R"(["x", 1])"));
    QCOMPARE(page->value.items.first().role, QStringLiteral("user"));
}

void tst_ApiClient::memory_idOfAnyForm_isEncoded()
{
    m_transport.answerWith(R"({"id":"a/b?","value":null,"created":"2025-01-01T00:00:00.000Z",)"
                           R"("modified":"2025-01-01T00:00:00.000Z"})");
    const auto memory = m_api.memory({QStringLiteral("P1"), {}}, QStringLiteral("a/b?")).result();
    QVERIFY(memory.has_value());
    QCOMPARE(m_transport.line(), QByteArray("GET /admin/v1/projects/P1/memory/a%2Fb%3F"));
    QCOMPARE(memory->value.value, QByteArray("null"));
    m_transport.answerWith(R"({"deleted":{"memories":1}})");
    QCOMPARE(m_api.deleteMemory(m_place, QStringLiteral("m")).result()->value.memories, 1);
    QCOMPARE(m_transport.line(), QByteArray("DELETE /admin/v1/projects/P1/memory/m?namespace=a%20b"));
}

void tst_ApiClient::setStatus_verbs_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("verb");
    QTest::newRow("end") << int(DialogueStatus::Ended) << QByteArray("end");
    QTest::newRow("archive") << int(DialogueStatus::Archived) << QByteArray("archive");
    QTest::newRow("reopen") << int(DialogueStatus::Active) << QByteArray("reopen");
}

void tst_ApiClient::setStatus_verbs()
{
    QFETCH(int, status);
    QFETCH(QByteArray, verb);
    (void)m_api.setStatus(m_place, QStringLiteral("d-1"), static_cast<DialogueStatus>(status)).result().has_value();
    QCOMPARE(m_transport.line(), "POST /admin/v1/projects/P1/dialogue/d-1/" + verb + "?namespace=a%20b");
}

void tst_ApiClient::call_errorStatus_isTheError()
{
    m_transport.answerWith(R"({"error":{"code":"PROJECT_NOT_FOUND","message":"no such project","details":[]}})", 404);
    const auto project = m_api.project(QStringLiteral("P9")).result();
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(project.error().detail, QStringLiteral("no such project"));
}

void tst_ApiClient::call_transportFails_isItsError()
{
    m_transport.answer = fail(ErrorCode::RequestTimeout, QStringLiteral("slow"));
    const auto projects = m_api.projects().result();
    QVERIFY(!projects);
    QCOMPARE(projects.error().code, ErrorCode::RequestTimeout);
}

void tst_ApiClient::call_answerNotUnderstood_isInternal_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("page") << QByteArray("<html>");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("no items") << QByteArray("{}");
    QTest::newRow("items of another kind") << QByteArray(R"({"items":{"a":1}})");
    QTest::newRow("item without id") << QByteArray(R"({"items":[{"name":"x","created":"2025-01-01T00:00:00Z"}]})");
    QTest::newRow("item with a bad time") << QByteArray(R"({"items":[{"id":"1","name":"x","created":"yesterday"}]})");
    QTest::newRow("item with a number for a name")
        << QByteArray(R"({"items":[{"id":"1","name":7,"created":"2025-01-01T00:00:00Z"}]})");
}

void tst_ApiClient::call_answerNotUnderstood_isInternal()
{
    QFETCH(QByteArray, body);
    m_transport.answerWith(body);
    const auto projects = m_api.projects().result();
    QVERIFY(!projects);
    QCOMPARE(projects.error().code, ErrorCode::Internal);
}

CLOISTER_TEST(tst_ApiClient)
#include "tst_ApiClient.moc"
