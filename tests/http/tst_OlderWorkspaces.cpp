// Workspaces that earlier versions wrote (tests/golden): this one opens them, finds everything, and goes on with them.
#include "engine/storage/Schema.h"
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_OlderWorkspaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup() { m_api.reset(); }
    void records_comeBackAsTheyWere();
    void records_areMissesElsewhere();
    void anErasedNamespace_staysAway();
    void words_areFound();
    void theRecord_holdsAndNamesWhatItNamed();
    void everyFile_isBroughtUpToDateAndWhole();
    void writing_goesOn();

private:
    Reply finished(Reply job);

    std::unique_ptr<ApiFixture> m_api;
};

void tst_OlderWorkspaces::initTestCase_data()
{
    QTest::addColumn<QString>("path");
    const QDir golden(QStringLiteral(CLOISTER_GOLDEN));
    const QFileInfoList workspaces = golden.entryInfoList({QStringLiteral("schema-*")}, QDir::Dirs);
    QVERIFY(!workspaces.isEmpty());
    for (const QFileInfo &workspace : workspaces)
        QTest::newRow(qPrintable(workspace.fileName())) << workspace.filePath();
}

void tst_OlderWorkspaces::init()
{
    QFETCH_GLOBAL(QString, path);
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->startOn(path));
}

Reply tst_OlderWorkspaces::finished(Reply job)
{
    const QByteArray path = "/jobs/" + job.text("id").toLatin1();
    while (job.text("state") == QLatin1String("running")) {
        QThread::msleep(5);
        job = m_api->admit("GET", path);
    }
    return job;
}

void tst_OlderWorkspaces::records_comeBackAsTheyWere()
{
    const Reply dialogue = m_api->get("/dialogue/refund?namespace=acme");
    VERIFY_STATUS(dialogue, 200);
    QCOMPARE(dialogue.text("label"), QStringLiteral("Refund"));
    QCOMPARE(dialogue.raw("tags"), QByteArray("[\"billing\"]"));
    QCOMPARE(dialogue.raw("metadata.amount"), QByteArray("12.50"));
    QCOMPARE(dialogue.raw("state.paid"), QByteArray("true"));
    QCOMPARE(dialogue.integer("threadCount"), 1);
    const Reply messages = m_api->get("/messages?namespace=acme&dialogueId=refund");
    QCOMPARE(messages.text("items.0.content"), QStringLiteral("Where is the money for the broken kettle?"));
    QCOMPARE(messages.text("items.1.content.0.text"), QStringLiteral("It was sent back on Monday."));
    const Reply memory = m_api->get("/memory/language?namespace=acme");
    QCOMPARE(memory.text("value.speaks"), QString::fromUtf8("Gälisch"));
}

void tst_OlderWorkspaces::records_areMissesElsewhere()
{
    VERIFY_STATUS(m_api->get("/dialogue/refund-thread?namespace=acme"), 200);
    VERIFY_STATUS(m_api->admitData("GET", "/dialogue/refund-thread?namespace=globex"), 404);
    VERIFY_STATUS(m_api->admitData("GET", "/dialogue/refund?namespace=globex"), 200);
    VERIFY_STATUS(m_api->get("/dialogue/refund?namespace=globex"), 404); // to which the key is not bound
}

void tst_OlderWorkspaces::anErasedNamespace_staysAway()
{
    VERIFY_STATUS(m_api->admitData("GET", "/dialogue/goodbye?namespace=leaver"), 404);
    QVERIFY(!m_api->admitData("GET", "/events").body.contains("goodbye"));
}

void tst_OlderWorkspaces::words_areFound()
{
    const QByteArray query = R"({"namespace":"acme","object":"message","mode":"keyword","query":"broken kettle"})";
    const Reply found = m_api->post("/search", query);
    VERIFY_STATUS(found, 200);
    QCOMPARE(found.ids().value(0), QStringLiteral("refund-1"));
}

void tst_OlderWorkspaces::theRecord_holdsAndNamesWhatItNamed()
{
    for (const QByteArray &place : {QByteArray(), "/projects/" + m_api->projectId.toLatin1()}) {
        const Reply job = finished(m_api->admit("POST", place + "/verify"));
        QCOMPARE(job.text("result.integrity"), QStringLiteral("holds"));
        QCOMPARE(job.text("result.completeness"), QStringLiteral("holds"));
    }
    const Reply created = m_api->admitData("GET", "/events?action=dialogue.import&namespace=acme");
    QVERIFY(created.body.contains("refund-thread"));
    QVERIFY(!created.body.contains("goodbye"));
}

void tst_OlderWorkspaces::everyFile_isBroughtUpToDateAndWhole()
{
    VERIFY_STATUS(m_api->get("/dialogue/refund?namespace=acme"), 200); // projects are opened when they are first used
    const auto latest = storage::Schema::project();
    const auto file = m_api->workspace->project(m_api->projectId);
    QVERIFY(file.has_value());
    QCOMPARE((*file)->readers().lease()->connection().schemaVersion().value(), latest->latestVersion());
    QCOMPARE((*file)->integrityCheck().value(), QStringList());
}

void tst_OlderWorkspaces::writing_goesOn()
{
    const QByteArray message = R"([{"role":"user","content":"Thank you."}])";
    VERIFY_STATUS(m_api->post("/messages?namespace=acme&dialogueId=refund", message), 200);
    VERIFY_STATUS(m_api->admit("DELETE", "/projects/" + m_api->projectId.toLatin1() + "/namespace/globex?confirm=globex"), 409);
    m_api->close();
    QVERIFY(m_api->WorkspaceFixture::open());
    const Caller caller = WorkspaceFixture::keyCaller(m_api->projectId);
    const auto partition = m_api->engine->partitions.open(caller, QStringLiteral("acme"), PartitionMint::Access::Existing);
    QVERIFY(partition.has_value());
    QCOMPARE(m_api->engine->messages.list(*partition, QStringLiteral("refund"), {})->items.size(), 3);
}

CLOISTER_TEST(tst_OlderWorkspaces)
#include "tst_OlderWorkspaces.moc"
