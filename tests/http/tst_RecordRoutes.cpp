// The record and the switches over the admin's routes.
#include "engine/audit/proof/LogLine.h"
#include "engine/service/RecordKeeper.h"
#include "tests/support/ApiFixture.h"

#include <QThread>

using namespace cloister;
using namespace cloister::test;

class tst_RecordRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void checkpoints_areListedWithTheKeyTheyVerifyWith();
    void verify_isAJobWithAVerdict();
    void export_jsonLines_verifyOnTheirOwn();
    void export_csv_holdsNamesAndNoFormula();
    void export_leavesItsEvent();
    void export_pages_endWhereTheFirstOneBegan();
    void events_newestFirst_startWithTheLast();
    void dryRun_countsAndChangesNothing();
    void aNamespace_isDeletedByItsName();
    void deletedNamespace_canBeUsedAnew();
    void badRequests_areRefused_data();
    void badRequests_areRefused();
    void alarms_showInReadinessAndToAdmins();

private:
    QByteArray project() const { return "/projects/" + m_api->projectId.toLatin1(); }
    Reply finished(const Reply &job);
    QByteArray exported(const char *format, int *pages = nullptr);

    std::unique_ptr<ApiFixture> m_api;
};

void tst_RecordRoutes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
    VERIFY_STATUS(m_api->post("/dialogue",
        "{\"namespace\":\"=cmd\",\"id\":\"dlg-1\",\"messages\":[{\"id\":\"msg-1\",\"role\":\"u\",\"content\":\"c\"}]}"), 200);
    VERIFY_STATUS(m_api->post("/memory", "{\"namespace\":\"kept\",\"id\":\"mem-1\",\"value\":1}"), 200);
}

void tst_RecordRoutes::cleanup()
{
    m_api.reset();
}

Reply tst_RecordRoutes::finished(const Reply &job)
{
    const QByteArray path = "/jobs/" + job.text("id").toLatin1();
    Reply now = job;
    while (now.text("state") == QLatin1String("running")) {
        QThread::msleep(5);
        now = m_api->admit("GET", path);
    }
    return now;
}

QByteArray tst_RecordRoutes::exported(const char *format, int *pages)
{
    QByteArray text;
    QByteArray next;
    do {
        const Reply page = m_api->admit(
            "GET", project() + "/events/export?format=" + format + (next.isEmpty() ? QByteArray() : "&next=" + next));
        if (page.status != 200)
            return explained(page);
        text += page.text("lines").toUtf8();
        next = page.text("next").toLatin1();
        if (pages)
            ++*pages;
    } while (!next.isEmpty());
    return text;
}

void tst_RecordRoutes::checkpoints_areListedWithTheKeyTheyVerifyWith()
{
    QVERIFY(m_api->workspace->sealLogs(QStringLiteral("test")));
    for (const QByteArray &place : {QByteArray(), project()}) {
        const Reply page = m_api->admit("GET", place + "/checkpoints");
        VERIFY_STATUS(page, 200);
        const QByteArray key = QByteArray::fromHex(page.text("publicKey").toLatin1());
        QCOMPARE(key.size(), 32);
        const auto checkpoint = audit::SignedCheckpoint::readLine(page.raw("items.0"));
        QVERIFY(checkpoint.has_value());
        QVERIFY(checkpoint->isSignedBy(key));
        QVERIFY(!checkpoint->isSignedBy(QByteArray(32, 'x')));
        QCOMPARE(checkpoint->what.chain, place.isEmpty() ? QStringLiteral("workspace") : m_api->projectId);
        QVERIFY(!page.has("alarm"));
        const Reply after = m_api->admit("GET", place + "/checkpoints?after=" + QByteArray::number(checkpoint->what.seq));
        QCOMPARE(after.raw("items"), QByteArray("[]"));
    }
}

void tst_RecordRoutes::verify_isAJobWithAVerdict()
{
    QVERIFY(m_api->workspace->sealLogs(QStringLiteral("test")));
    for (const QByteArray &place : {QByteArray(), project()}) {
        const Reply job = m_api->admit("POST", place + "/verify");
        VERIFY_STATUS(job, 202);
        QCOMPARE(job.text("kind"), QStringLiteral("verify"));
        const Reply done = finished(job);
        QCOMPARE(done.text("state"), QStringLiteral("done"));
        QCOMPARE(done.text("result.integrity"), QStringLiteral("holds"));
        QCOMPARE(done.text("result.completeness"), QStringLiteral("holds"));
        QCOMPARE(done.raw("result.problems"), QByteArray("[]"));
        QCOMPARE(done.integer("done"), done.integer("total"));
    }
}

void tst_RecordRoutes::export_jsonLines_verifyOnTheirOwn()
{
    const QByteArray key
        = QByteArray::fromHex(m_api->admit("GET", project() + "/checkpoints").text("publicKey").toLatin1());
    const QByteArrayList lines = exported("jsonl").trimmed().split('\n');
    audit::LogVerifier whole(key);
    audit::LogVerifier changed(key);
    for (QByteArray line : lines) {
        audit::LogLine::show(line, whole);
        audit::LogLine::show(line.replace("message.create", "message.cheats"), changed);
    }
    const audit::LogVerdict verdict = whole.verdict();
    QCOMPARE(verdict.problems, QStringList());
    QCOMPARE(verdict.integrity, audit::Proof::Holds);
    QCOMPARE(verdict.completeness, audit::Proof::Holds);
    QCOMPARE(verdict.coveredTo, verdict.lastSeq);
    QCOMPARE(changed.verdict().integrity, audit::Proof::Broken);
}

void tst_RecordRoutes::export_csv_holdsNamesAndNoFormula()
{
    const QByteArrayList lines = exported("csv").replace("\r\n", "\n").trimmed().split('\n');
    QVERIFY(lines.at(0).startsWith("\"seq\",\"time\",\"actor\""));
    bool isNamed = false;
    for (const QByteArray &line : lines) {
        for (const char start : {'=', '+', '-', '@', '\t', '\r'})
            QVERIFY2(!line.contains(QByteArray("\"") + start), line.constData());
        isNamed = isNamed || (line.contains("\"'=cmd\"") && line.contains("\"msg-1\""));
    }
    QVERIFY(isNamed);
}

void tst_RecordRoutes::export_leavesItsEvent()
{
    exported("jsonl");
    const Reply events = m_api->admitData("GET", "/events?action=log.export");
    QCOMPARE(events.texts("items", "hash").size(), 1);
    QCOMPARE(events.text("items.0.event.actor.kind"), QStringLiteral("admin"));
    VERIFY_STATUS(m_api->admit("GET", "/events/export"), 200);
    QCOMPARE(m_api->admit("GET", "/events?action=log.export").texts("items", "hash").size(), 1);
}

void tst_RecordRoutes::export_pages_endWhereTheFirstOneBegan()
{
    for (int i = 0; i < 42; ++i) {
        QByteArrayList messages;
        for (int k = 0; k < 50; ++k)
            messages.append("{\"role\":\"u\",\"content\":\"c\"}");
        VERIFY_STATUS(m_api->post("/messages?namespace=%3Dcmd&dialogueId=dlg-1", '[' + messages.join(',') + ']'), 200);
    }
    int pages = 0;
    const QByteArray text = exported("jsonl", &pages);
    QCOMPARE(pages, 2);
    const qint64 events = text.count("{\"event\":");
    QVERIFY2(events > 2100 && events < 2200, QByteArray::number(events).constData());
    QCOMPARE(text.count("{\"checkpoint\":"), 3); // two by number, one by the export
    VERIFY_ERROR(m_api->admit("GET", project() + "/events/export?next=7"), 400, "INVALID_PARAMETER");
}

void tst_RecordRoutes::events_newestFirst_startWithTheLast()
{
    const Reply newest = m_api->admitData("GET", "/events?order=desc&limit=2");
    VERIFY_STATUS(newest, 200);
    const qint64 last = newest.integer("items.0.event.seq");
    QCOMPARE(newest.integer("items.1.event.seq"), last - 1);
    QCOMPARE(newest.integer("next"), last - 1);
    const Reply older = m_api->admitData("GET", "/events?order=desc&limit=1&before=" + QByteArray::number(last - 1));
    QCOMPARE(older.integer("items.0.event.seq"), last - 2);
    QCOMPARE(m_api->admitData("GET", "/events?limit=1").integer("items.0.event.seq"), 1);
    VERIFY_ERROR(m_api->admitData("GET", "/events?order=up"), 400, "INVALID_PARAMETER");
}

void tst_RecordRoutes::dryRun_countsAndChangesNothing()
{
    const Reply whole = m_api->admit("DELETE", project() + "?dryRun=true");
    VERIFY_STATUS(whole, 200);
    QCOMPARE(whole.raw("dryRun"), QByteArray("true"));
    QCOMPARE(whole.integer("counts.namespaces"), 2);
    QCOMPARE(whole.integer("counts.messages"), 1);
    const Reply one = m_api->admit("DELETE", project() + "/namespace/%3Dcmd?dryRun=true");
    VERIFY_STATUS(one, 200);
    QCOMPARE(one.integer("counts.dialogues"), 1);
    QCOMPARE(one.integer("counts.memories"), 0);
    VERIFY_STATUS(m_api->get("/dialogue/dlg-1?namespace=%3Dcmd"), 200);
    QCOMPARE(m_api->admitData("GET", "/events?action=namespace.delete").raw("items"), QByteArray("[]"));
}

void tst_RecordRoutes::aNamespace_isDeletedByItsName()
{
    const QByteArray path = project() + "/namespace/%3Dcmd";
    VERIFY_ERROR(m_api->admit("DELETE", path), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(m_api->admit("DELETE", path + "?confirm=cmd"), 400, "INVALID_PARAMETER");
    const Reply deleted = m_api->admit("DELETE", path + "?confirm=%3Dcmd");
    VERIFY_STATUS(deleted, 200);
    QCOMPARE(deleted.integer("deleted.dialogues"), 1);
    QCOMPARE(deleted.integer("deleted.messages"), 1);
    VERIFY_STATUS(m_api->get("/dialogue/dlg-1?namespace=%3Dcmd"), 404);
    VERIFY_STATUS(m_api->get("/memory/mem-1?namespace=kept"), 200);
    VERIFY_STATUS(m_api->admit("DELETE", path + "?confirm=%3Dcmd"), 404);
    const Reply events = m_api->admitData("GET", "/events?action=namespace.delete");
    QCOMPARE(events.texts("items", "hash").size(), 1);
    QCOMPARE(events.integer("items.0.event.counts.dialogues"), 1);
    QCOMPARE(events.integer("items.0.event.counts.messages"), 1);
    // The record of what was in it stays, and tells no names any more.
    const Reply creations = m_api->admitData("GET", "/events?action=dialogue.create");
    QVERIFY(!creations.body.contains("dlg-1"));
    QCOMPARE(finished(m_api->admit("POST", project() + "/verify")).text("result.integrity") == QLatin1String("broken"), false);
}

void tst_RecordRoutes::deletedNamespace_canBeUsedAnew()
{
    VERIFY_STATUS(m_api->admit("DELETE", project() + "/namespace/%3Dcmd?confirm=%3Dcmd"), 200);
    VERIFY_STATUS(m_api->post("/dialogue", "{\"namespace\":\"=cmd\",\"id\":\"dlg-2\"}"), 200);
    VERIFY_STATUS(m_api->get("/dialogue/dlg-1?namespace=%3Dcmd"), 404);
    m_api->close();
    QVERIFY(m_api->WorkspaceFixture::open());
    Caller caller = WorkspaceFixture::keyCaller(m_api->projectId);
    const auto partition = m_api->engine->partitions.open(caller, QStringLiteral("=cmd"), PartitionMint::Access::Existing);
    QVERIFY(partition.has_value());
    QVERIFY(m_api->engine->dialogues.get(*partition, QStringLiteral("dlg-2")).has_value());
}

void tst_RecordRoutes::badRequests_areRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("a switch that is no truth") << QByteArray("PATCH") << QByteArray("P") << QByteArray("{\"immutable\":1}") << 400;
    QTest::newRow("no such project") << QByteArray("PATCH") << QByteArray("/projects/nope") << QByteArray("{}") << 404;
    QTest::newRow("checkpoints of none") << QByteArray("GET") << QByteArray("/projects/nope/checkpoints") << QByteArray() << 404;
    QTest::newRow("verifying none") << QByteArray("POST") << QByteArray("/projects/nope/verify") << QByteArray() << 404;
    QTest::newRow("exporting none") << QByteArray("GET") << QByteArray("/projects/nope/events/export") << QByteArray() << 404;
    QTest::newRow("unknown format") << QByteArray("GET") << QByteArray("P/events/export?format=xml") << QByteArray() << 400;
    QTest::newRow("unknown parameter") << QByteArray("DELETE") << QByteArray("P?sure=yes") << QByteArray() << 400;
    QTest::newRow("odd dry run") << QByteArray("DELETE") << QByteArray("P?dryRun=1") << QByteArray() << 400;
    QTest::newRow("namespace that is none") << QByteArray("DELETE") << QByteArray("P/namespace/never?confirm=never") << QByteArray() << 404;
    QTest::newRow("suspicious namespace") << QByteArray("DELETE") << QByteArray("P/namespace/null?confirm=null") << QByteArray() << 400;
}

void tst_RecordRoutes::badRequests_areRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    VERIFY_STATUS(m_api->admit(method.constData(), path.startsWith('P') ? project() + path.mid(1) : path, body), status);
}

void tst_RecordRoutes::alarms_showInReadinessAndToAdmins()
{
    const auto ready = [this] { return m_api->ask("GET", "/readyz", {}, {}); };
    VERIFY_STATUS(ready(), 200);
    QCOMPARE(ready().integer("alarms"), 0);
    QCOMPARE(m_api->admit("GET", "/server").at("alarms")->size(), 0);
    QVERIFY(m_api->workspace->keeper().raiseAlarm(m_api->projectId, QStringLiteral("the log is cut short")));
    QCOMPARE(ready().integer("alarms"), 1);
    QVERIFY(!ready().body.contains(m_api->projectId.toLatin1())); // which anyone may ask
    const Reply server = m_api->admit("GET", "/server");
    QCOMPARE(server.text("alarms.0.log"), m_api->projectId);
    QCOMPARE(server.text("alarms.0.problem"), QStringLiteral("the log is cut short"));
}

CLOISTER_TEST(tst_RecordRoutes)
#include "tst_RecordRoutes.moc"
