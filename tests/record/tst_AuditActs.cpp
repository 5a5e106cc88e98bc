// AUD-1 to AUD-3: every act leaves one event, or nothing happens; events hold no content and no secret.
#include "engine/base/Time.h"
#include "tests/record/Openings.h"
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

namespace {

enum class Who { Key, Admin, Account };
enum class Log { Project, Workspace };

/// One request and the event it leaves.
struct Act
{
    const char *name;
    Who who;
    const char *method;
    const char *path; ///< P = /projects/{the project}, Q = a second project
    const char *body;
    const char *action;
    Log log = Log::Project;
    int status = 200;
    const char *outcome = "ok";
    int events = 1;           ///< where one request is more than one act
    const char *digests = ""; ///< "b" before, "a" after: of what objects of the workspace were and are
};

// In this order: later ones work on what earlier ones have made.
constexpr Act kActs[] = {
    {"create a dialogue", Who::Key, "POST", "/dialogue", R"({"namespace":"canary-ns","id":"canary-dlg","label":"canary-label",
        "tags":["canary-tag"],"metadata":{"k":"canary-meta"},"state":{"s":"canary-state"}})", "dialogue.create"},
    {"create a message", Who::Key, "POST", "/message", R"({"namespace":"canary-ns","dialogueId":"canary-dlg","id":"canary-msg",
        "role":"u","name":"canary-name","content":"canary-content"})", "message.create"},
    {"create messages", Who::Key, "POST", "/messages?namespace=canary-ns&dialogueId=canary-dlg",
        R"([{"id":"canary-msg2","role":"u","content":"canary-content"}])", "message.create"},
    {"change a dialogue", Who::Key, "PUT", "/dialogue/canary-dlg?namespace=canary-ns", R"({"tags":["canary-tag2"]})", "dialogue.update"},
    {"merge state", Who::Key, "PUT", "/dialogue/canary-dlg/state?namespace=canary-ns", R"({"t":"canary-state"})", "dialogue.state"},
    {"end", Who::Key, "POST", "/dialogue/canary-dlg/end?namespace=canary-ns", "{}", "dialogue.end"},
    {"archive", Who::Key, "POST", "/dialogue/canary-dlg/archive?namespace=canary-ns", "{}", "dialogue.archive"},
    {"reopen", Who::Key, "POST", "/dialogue/canary-dlg/reopen?namespace=canary-ns", "{}", "dialogue.reopen"},
    {"admin archives", Who::Admin, "POST", "P/dialogue/canary-dlg/archive?namespace=canary-ns", "{}", "dialogue.archive"},
    {"admin archives again", Who::Admin, "POST", "P/dialogue/canary-dlg/archive?namespace=canary-ns", "{}", "admin.read"},
    {"admin reopens", Who::Admin, "POST", "P/dialogue/canary-dlg/reopen?namespace=canary-ns", "{}", "dialogue.reopen"},
    {"admin reopens again", Who::Admin, "POST", "P/dialogue/canary-dlg/reopen?namespace=canary-ns", "{}", "admin.read"},
    {"tag a message", Who::Key, "PUT", "/message/canary-msg?namespace=canary-ns&dialogueId=canary-dlg", R"({"tags":["canary-tag"]})", "message.update"},
    {"create a memory", Who::Key, "POST", "/memory", R"({"namespace":"canary-ns","id":"canary-mem","value":"canary-value",
        "label":"canary-label","description":"canary-text"})", "memory.create"},
    {"tag a memory", Who::Key, "PUT", "/memory/canary-mem?namespace=canary-ns", R"({"tags":["canary-tag"]})", "memory.update"},
    {"admin reads a dialogue", Who::Admin, "GET", "P/dialogue/canary-dlg?namespace=canary-ns", "", "admin.read"},
    {"admin reads state", Who::Admin, "GET", "P/dialogue/canary-dlg/state?namespace=canary-ns", "", "admin.read"},
    {"admin reads a message", Who::Admin, "GET", "P/message/canary-msg?namespace=canary-ns&dialogueId=canary-dlg", "", "admin.read"},
    {"admin lists messages", Who::Admin, "GET", "P/messages?namespace=canary-ns&dialogueId=canary-dlg", "", "admin.read"},
    {"admin lists dialogues", Who::Admin, "GET", "P/dialogue?namespace=canary-ns", "", "admin.list"},
    {"admin reads a memory", Who::Admin, "GET", "P/memory/canary-mem?namespace=canary-ns", "", "admin.read"},
    {"admin lists memories", Who::Admin, "GET", "P/memory?namespace=canary-ns", "", "admin.list"},
    {"admin exports", Who::Admin, "GET", "P/export?namespace=canary-ns", "", "admin.export"},
    {"admin exports the log", Who::Admin, "GET", "P/events/export", "", "log.export"},
    {"admin exports the workspace's log", Who::Admin, "GET", "/events/export", "", "log.export", Log::Workspace},
    {"import", Who::Admin, "POST", "P/import", R"({"namespace":"canary-ns","id":"canary-im","value":"canary-value"})", "memory.import"},
    {"delete a message", Who::Key, "DELETE", "/message/canary-msg2?namespace=canary-ns&dialogueId=canary-dlg", "", "message.delete"},
    {"delete a memory", Who::Key, "DELETE", "/memory/canary-im?namespace=canary-ns", "", "memory.delete"},
    {"delete a dialogue", Who::Key, "DELETE", "/dialogue/canary-dlg?namespace=canary-ns", "", "dialogue.delete"},
    {"create a project", Who::Admin, "POST", "/projects", R"({"name":"canary-project"})", "project.create", Log::Workspace, 200, "ok", 1, "a"},
    {"create a key", Who::Admin, "POST", "P/keys", R"({"label":"canary-key"})", "key.create", Log::Workspace, 200, "ok", 1, "a"},
    {"rotate a key", Who::Admin, "POST", "P/keys/K/rotate", R"({"graceSeconds":60})", "key.create", Log::Workspace, 200, "ok", 2, "a"},
    {"revoke a key", Who::Admin, "POST", "P/keys/K/revoke", "", "key.revoke", Log::Workspace, 200, "ok", 1, "ba"},
    {"list an address", Who::Admin, "PUT", "P/allow-list", R"({"items":[{"network":"192.0.2.7"}],"confirm":true})", "address.allow", Log::Workspace, 200, "ok", 1, "a"},
    {"change a note", Who::Admin, "PUT", "P/allow-list", R"({"items":[{"network":"192.0.2.7","note":"office"}],"confirm":true})", "address.note", Log::Workspace, 200, "ok", 1, "ba"},
    {"empty the list", Who::Admin, "PUT", "P/allow-list", R"({"items":[],"confirm":true})", "address.disallow", Log::Workspace, 200, "ok", 1, "b"},
    {"list an admin's address", Who::Admin, "PUT", "/allow-list", R"({"items":[{"network":"192.0.2.9"}]})", "address.allow", Log::Workspace, 200, "ok", 1, "a"},
    {"change a setting", Who::Admin, "PATCH", "/settings", R"({"sessionIdleSeconds":1200})", "setting.change", Log::Workspace, 200, "ok", 1, "ba"},
    {"create an account", Who::Admin, "POST", "/accounts", R"({"name":"anna","role":"auditor","passphrase":"secret passphrase"})", "account.create", Log::Workspace, 200, "ok", 1, "a"},
    {"sign in", Who::Admin, "POST", "/sessions", R"({"name":"anna","passphrase":"secret passphrase"})", "session.start", Log::Workspace},
    {"sign out", Who::Account, "DELETE", "/sessions", "", "session.end", Log::Workspace},
    {"change a role", Who::Admin, "PATCH", "/accounts/anna", R"({"role":"operator"})", "account.change", Log::Workspace, 200, "ok", 1, "ba"},
    {"disable an account", Who::Admin, "PATCH", "/accounts/anna", R"({"disabled":true})", "account.change", Log::Workspace, 200, "ok", 1, "ba"},
    {"set a passphrase", Who::Admin, "POST", "/accounts/anna/passphrase", R"({"passphrase":"secret passphrase two"})", "account.passphrase", Log::Workspace, 200, "ok", 1, "ba"},
    {"delete an account", Who::Admin, "DELETE", "/accounts/anna", "", "account.delete", Log::Workspace, 200, "ok", 1, "b"},
    {"protect", Who::Admin, "PATCH", "P", R"({"deletionProtected":true})", "project.protect", Log::Workspace, 200, "ok", 1, "ba"},
    {"refused: delete a protected project", Who::Admin, "DELETE", "P?confirm=first", "", "project.delete", Log::Workspace, 409, "DELETION_PROTECTED"},
    {"refused: delete a namespace of it", Who::Admin, "DELETE", "P/namespace/canary-ns?confirm=canary-ns", "", "namespace.delete", Log::Project, 409, "DELETION_PROTECTED"},
    {"unprotect", Who::Admin, "PATCH", "P", R"({"deletionProtected":false})", "project.unprotect", Log::Workspace, 200, "ok", 1, "ba"},
    {"delete a namespace", Who::Admin, "DELETE", "P/namespace/canary-ns?confirm=canary-ns", "", "namespace.delete"},
    {"seal", Who::Admin, "POST", "/seal", R"({"confirm":true})", "workspace.seal", Log::Workspace, 202},
    {"make immutable", Who::Admin, "PATCH", "P", R"({"immutable":true})", "project.immutable", Log::Workspace, 200, "ok", 1, "ba"},
    {"refused: make mutable", Who::Admin, "PATCH", "P", R"({"immutable":false})", "project.immutable", Log::Workspace, 409, "IMMUTABLE"},
};

} // namespace

class tst_AuditActs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { Openings::refuseEvents(false); }
    void everyAct_leavesOneEventOrNothing_data();
    void everyAct_leavesOneEventOrNothing();
    void repeatedPosts_byAnAdmin_leaveTheEventOfARead_data();
    void repeatedPosts_byAnAdmin_leaveTheEventOfARead();
    void refusedAccess_leavesItsEvent();
    void readsOfNoContent_leaveNone();
    void events_holdNoContentAndNoSecret();
    void afterTheErasure_namesCannotBeResolved();

private:
    Reply perform(const Act &act);
    qint64 lastSeq(Log log);
    AuditRecord newest(Log log);
    QByteArray wholeLog(Log log);

    ApiFixture m_api;
    QByteArray m_secrets;
    QByteArray m_session;
    QByteArray m_keyId; ///< of the key made last
    std::atomic<int> m_seals = 0;
};

void tst_AuditActs::initTestCase()
{
    QVERIFY(m_api.start());
    m_api.dispatcher().setSealer([this] { ++m_seals; });
    // So that the first dialogue does not bring its namespace's own event along.
    VERIFY_STATUS(m_api.post("/memory", R"({"namespace":"canary-ns","id":"canary-first","value":1})"), 200);
}

Reply tst_AuditActs::perform(const Act &act)
{
    QByteArray path(act.path);
    if (path.startsWith('P'))
        path.replace(0, 1, "/projects/" + m_api.projectId.toLatin1());
    path.replace("/K/", '/' + m_keyId + '/');
    if (act.who == Who::Account)
        return m_api.ask(act.method, "/admin/v1" + path, act.body, m_session, {}, QHostAddress(QHostAddress::LocalHost));
    return act.who == Who::Key ? m_api.call(act.method, path, act.body) : m_api.admit(act.method, path, act.body);
}

AuditRecord tst_AuditActs::newest(Log log)
{
    AuditQuery query;
    query.before = std::numeric_limits<qint64>::max();
    query.limit = 1;
    const auto records = m_api.engine->audit.list(log == Log::Project ? m_api.projectId : QString(), query);
    return records && !records->isEmpty() ? records->first() : AuditRecord();
}

qint64 tst_AuditActs::lastSeq(Log log)
{
    return newest(log).seq;
}

QByteArray tst_AuditActs::wholeLog(Log log)
{
    AuditQuery query;
    query.limit = 100'000;
    QByteArray text;
    const auto records = m_api.engine->audit.list(log == Log::Project ? m_api.projectId : QString(), query);
    for (const AuditRecord &record : records.value_or(QList<AuditRecord>()))
        text += record.body + '\n';
    return text;
}

void tst_AuditActs::everyAct_leavesOneEventOrNothing_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(kActs)); ++i)
        QTest::newRow(kActs[i].name) << i;
}

void tst_AuditActs::everyAct_leavesOneEventOrNothing()
{
    QFETCH(int, index);
    const Act &act = kActs[index];
    m_api.clock.advance(1000);
    const qint64 inProject = lastSeq(Log::Project);
    const qint64 inWorkspace = lastSeq(Log::Workspace);

    // AUD-2: without its event it does not happen. That it did not shows below, where it can be done for the first time.
    Openings::refuseEvents(true);
    const Reply withoutEvent = perform(act);
    Openings::refuseEvents(false);
    QVERIFY(Openings::refusedEvents() > 0);
    const bool isPerLine = withoutEvent.has("problems.0"); // an import tells of each line
    QVERIFY2(withoutEvent.status >= 500 || isPerLine, explained(withoutEvent).constData());
    QCOMPARE(lastSeq(Log::Project), inProject);
    QCOMPARE(lastSeq(Log::Workspace), inWorkspace);
    QCOMPARE(m_seals, 0);

    // AUD-1: with it there is exactly one.
    const Reply reply = perform(act);
    VERIFY_STATUS(reply, act.status);
    QCOMPARE(lastSeq(Log::Project), inProject + (act.log == Log::Project ? act.events : 0));
    QCOMPARE(lastSeq(Log::Workspace), inWorkspace + (act.log == Log::Workspace ? act.events : 0));
    const auto event = parseJson(newest(act.log).body);
    QVERIFY(event.has_value());
    const auto text = [&](const char *name) {
        const auto member = event->member(QLatin1String(name));
        return member ? member->toTextReplacing() : QString();
    };
    const auto actor = event->member(QLatin1String("actor"));
    QVERIFY(actor.has_value());
    QCOMPARE(text("action"), QLatin1String(act.action));
    QCOMPARE(text("outcome"), QLatin1String(act.outcome));
    QCOMPARE(text("address"), act.who == Who::Key ? QStringLiteral("192.0.2.7") : QStringLiteral("127.0.0.1"));
    QCOMPARE(text("requestId").toLatin1(), reply.header("X-Request-Id"));
    QCOMPARE(text("time"), toIso(m_api.clock.nowMs()));
    QCOMPARE(actor->member(QLatin1String("kind"))->toTextReplacing(), act.who == Who::Key ? QStringLiteral("key") : QStringLiteral("admin"));
    QVERIFY(!actor->member(QLatin1String("id"))->toTextReplacing().isEmpty());
    if (act.log == Log::Workspace) {
        QCOMPARE(text("before").size(), strchr(act.digests, 'b') ? 64 : 0);
        QCOMPARE(text("after").size(), strchr(act.digests, 'a') ? 64 : 0);
        QVERIFY(text("before").isEmpty() || text("before") != text("after"));
    }
    if (act.action == QByteArray("session.start"))
        m_session = reply.text("token").toLatin1();
    if (reply.has("key"))
        m_keyId = reply.text("id").toLatin1();
    if (act.name == QByteArray("create a key"))
        m_secrets = reply.text("key").toLatin1();
    if (act.action == QByteArray("workspace.seal"))
        QCOMPARE(m_seals.exchange(0), 1);
}

void tst_AuditActs::repeatedPosts_byAnAdmin_leaveTheEventOfARead_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("dialogue") << QByteArray("/dialogue") << QByteArray("{\"messages\":[{\"role\":\"u\",\"content\":\"a\"}]}") << QByteArray("dialogue");
    QTest::newRow("message") << QByteArray("/message") << QByteArray("{\"dialogueId\":\"dlg-repeat\",\"role\":\"u\",\"content\":\"a\"}") << QByteArray("dialogue");
    QTest::newRow("messages") << QByteArray("/messages?dialogueId=dlg-repeat") << QByteArray("[{\"role\":\"u\",\"content\":\"a\"}]") << QByteArray("dialogue");
    QTest::newRow("memory") << QByteArray("/memory") << QByteArray("{\"value\":1}") << QByteArray("memory");
}

void tst_AuditActs::repeatedPosts_byAnAdmin_leaveTheEventOfARead()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, kind);
    m_api.post("/dialogue", "{\"id\":\"dlg-repeat\"}");
    const ApiFixture::Headers once{{"idempotency-key", QByteArray("repeat-") + QTest::currentDataTag()}};
    const auto byAdmin = [&] {
        return m_api.ask("POST", "/admin/v1/projects/" + m_api.projectId.toLatin1() + path, body, m_api.adminToken(), once,
            QHostAddress(QHostAddress::LocalHost));
    };
    VERIFY_STATUS(byAdmin(), 200);
    const qint64 before = lastSeq(Log::Project);
    Openings::refuseEvents(true);
    const Reply withoutEvent = byAdmin();
    Openings::refuseEvents(false);
    QVERIFY2(withoutEvent.status >= 500, explained(withoutEvent).constData());
    VERIFY_STATUS(byAdmin(), 200);
    QCOMPARE(lastSeq(Log::Project), before + 1);
    const QByteArray event = newest(Log::Project).body;
    QVERIFY2(event.contains("\"action\":\"admin.read\"") && event.contains("\"kind\":\"" + kind + '"'), event.constData());

    // The control: what an API key is answered again is its own.
    VERIFY_STATUS(m_api.ask("POST", path, body, m_api.key, once), 200);
    const qint64 created = lastSeq(Log::Project);
    VERIFY_STATUS(m_api.ask("POST", path, body, m_api.key, once), 200);
    QCOMPARE(lastSeq(Log::Project), created);
}

void tst_AuditActs::refusedAccess_leavesItsEvent()
{
    const QByteArray reading = m_api.newKey(m_api.projectId, Scope::Read);
    const qint64 before = lastSeq(Log::Project);
    VERIFY_STATUS(m_api.ask("POST", "/memory", "{\"value\":1}", reading), 403);
    QCOMPARE(lastSeq(Log::Project), before + 1);
    QVERIFY(newest(Log::Project).body.contains("\"outcome\":\"FORBIDDEN\""));
    VERIFY_STATUS(m_api.ask("GET", "/memory", {}, reading), 200);
    QCOMPARE(lastSeq(Log::Project), before + 1);
}

// The control: what changes nothing and shows an admin no content is not counted as an act.
void tst_AuditActs::readsOfNoContent_leaveNone()
{
    const qint64 inProject = lastSeq(Log::Project);
    const qint64 inWorkspace = lastSeq(Log::Workspace);
    VERIFY_STATUS(m_api.get("/memory"), 200);
    VERIFY_STATUS(m_api.get("/events"), 200);
    VERIFY_STATUS(m_api.admit("GET", "/projects"), 200);
    VERIFY_STATUS(m_api.admitData("GET", "/namespace"), 200);
    VERIFY_STATUS(m_api.admit("DELETE", "/projects/" + m_api.projectId.toLatin1() + "?dryRun=true"), 200);
    QCOMPARE(lastSeq(Log::Project), inProject);
    QCOMPARE(lastSeq(Log::Workspace), inWorkspace);
}

void tst_AuditActs::events_holdNoContentAndNoSecret()
{
    QVERIFY(m_secrets.startsWith("cl_"));
    for (const Log log : {Log::Project, Log::Workspace}) {
        const QByteArray text = wholeLog(log);
        QVERIFY(text.count('\n') > 5);
        for (const QByteArray &secret : {QByteArray("canary"), m_secrets.mid(12, 43), m_api.key.mid(12, 43), m_api.adminToken(),
                 QByteArray("correct horse"), QByteArray("secret passphrase"), m_session, m_api.recoveryCode.toLatin1()})
            QVERIFY2(!text.contains(secret), secret.constData());
    }
    // The control: while the namespace has its key, its names are resolved beside the events, and are found.
    VERIFY_STATUS(m_api.post("/memory", R"({"namespace":"canary-new","id":"canary-control","value":1})"), 200);
    QVERIFY(m_api.admitData("GET", "/events?action=memory.create&order=desc&limit=1").body.contains("canary-control"));
    QVERIFY(!newest(Log::Project).body.contains("canary"));
}

void tst_AuditActs::afterTheErasure_namesCannotBeResolved()
{
    const Reply all = m_api.admitData("GET", "/events?limit=1000");
    VERIFY_STATUS(all, 200);
    for (const char *name : {"canary-ns", "canary-dlg", "canary-msg", "canary-mem", "canary-im"})
        QVERIFY2(!all.body.contains(name), name);
    QCOMPARE(m_api.admitData("GET", "/events?namespace=canary-ns").raw("items"), QByteArray("[]"));
}

CLOISTER_TEST(tst_AuditActs)
#include "tst_AuditActs.moc"
