// The switches refuse on every route that could get around them, and the refusal is in the record.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_Switches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_api.reset(); }
    void immutable_whatRemovesOrChanges_isRefused_data();
    void immutable_whatRemovesOrChanges_isRefused();
    void immutable_contentSentAgain_staysAsItWas();
    void immutable_addingAndLabelling_goOn();
    void immutable_cannotBeSwitchedOff_evenByARestart();
    void deletionProtected_projectAndNamespaces_stay();
    void deletionProtected_switchedOff_letsGo();

private:
    QByteArray pathOf(QByteArray path) const
    {
        return path.startsWith('P') ? path.replace(0, 1, "/projects/" + m_api->projectId.toLatin1()) : path;
    }
    Reply ask(const char *method, const QByteArray &path, const QByteArray &body = {})
    {
        const bool isAdmin = path.startsWith('P');
        return isAdmin ? m_api->admit(method, pathOf(path), body) : m_api->call(method, path, body);
    }
    Reply setSwitch(const QByteArray &body) { return ask("PATCH", "P", body); }
    QByteArray everything();

    std::unique_ptr<ApiFixture> m_api;
};

void tst_Switches::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
    VERIFY_STATUS(ask("POST", "/dialogue",
        R"({"namespace":"ns","id":"root-1","messages":[{"id":"msg-1","role":"u","content":"first"}],"state":{"a":1}})"), 200);
    VERIFY_STATUS(ask("POST", "/dialogue",
        R"({"namespace":"ns","id":"child-1","threadOf":"root-1","message":{"id":"msg-2","role":"u","content":"second"}})"), 200);
    VERIFY_STATUS(ask("POST", "/memory", R"({"namespace":"ns","id":"mem-1","value":"kept"})"), 200);
}

QByteArray tst_Switches::everything()
{
    return ask("GET", "P/export").text("lines").toUtf8();
}

void tst_Switches::immutable_whatRemovesOrChanges_isRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("log");
    const auto row = [](const char *name, const char *path, const char *log) { QTest::newRow(name) << QByteArray(path) << QByteArray(log); };
    row("a message", "/message/msg-1?namespace=ns&dialogueId=root-1", "P/events");
    row("a dialogue", "/dialogue/child-1?namespace=ns", "P/events");
    row("a dialogue with its threads", "/dialogue/root-1?namespace=ns", "P/events");
    row("a memory", "/memory/mem-1?namespace=ns", "P/events");
    row("a message, by an admin", "P/message/msg-1?namespace=ns&dialogueId=root-1", "P/events");
    row("a dialogue, by an admin", "P/dialogue/root-1?namespace=ns", "P/events");
    row("a memory, by an admin", "P/memory/mem-1?namespace=ns", "P/events");
    row("the namespace", "P/namespace/ns?confirm=ns", "P/events");
    row("the project", "P?confirm=first", "/events");
}

void tst_Switches::immutable_whatRemovesOrChanges_isRefused()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, log);
    VERIFY_STATUS(setSwitch(R"({"immutable":true})"), 200);
    const QByteArray before = everything();
    const Reply refused = ask("DELETE", path);
    VERIFY_ERROR(refused, 409, "IMMUTABLE");
    const Reply events = m_api->admit("GET", pathOf(log) + "?outcome=IMMUTABLE");
    QCOMPARE(events.texts("items", "hash").size(), 1);
    QCOMPARE(events.text("items.0.event.requestId").toLatin1(), refused.header("X-Request-Id"));
    QVERIFY(events.text("items.0.event.action").endsWith(QLatin1String(".delete")));
    QCOMPARE(everything(), before);
}

// The controls of the above: every one of these requests does its work in a project without the switch.
void tst_Switches::immutable_contentSentAgain_staysAsItWas()
{
    VERIFY_STATUS(setSwitch(R"({"immutable":true})"), 200);
    const QByteArray before = everything();
    VERIFY_ERROR(ask("POST", "/message", R"({"namespace":"ns","dialogueId":"root-1","id":"msg-1","role":"u","content":"other"})"), 409, "DUPLICATE_ID");
    VERIFY_ERROR(ask("POST", "/messages?namespace=ns&dialogueId=root-1", R"([{"id":"msg-1","role":"u","content":"other"}])"), 409, "DUPLICATE_ID");
    VERIFY_ERROR(ask("POST", "/dialogue", R"({"namespace":"ns","id":"root-1"})"), 409, "DUPLICATE_ID");
    VERIFY_ERROR(ask("POST", "/memory", R"({"namespace":"ns","id":"mem-1","value":"other"})"), 409, "DUPLICATE_ID");
    VERIFY_ERROR(ask("PUT", "/dialogue/root-1?namespace=ns", R"({"message":{"id":"msg-1","role":"u","content":"other"}})"), 409, "DUPLICATE_ID");
    const Reply imported = ask("POST", "P/import",
        R"({"namespace":"ns","id":"mem-1","value":"other"})" "\n"
        R"({"namespace":"ns","id":"root-1","messages":[{"id":"msg-1","role":"u","content":"other"}]})");
    VERIFY_STATUS(imported, 200);
    QCOMPARE(imported.integer("memories"), 0);
    QCOMPARE(everything(), before);

    ApiFixture other;
    QVERIFY(other.start());
    VERIFY_STATUS(other.post("/dialogue", R"({"namespace":"ns","id":"root-1","message":{"id":"msg-1","role":"u","content":"c"}})"), 200);
    VERIFY_STATUS(other.remove("/message/msg-1?namespace=ns&dialogueId=root-1"), 200);
    VERIFY_STATUS(other.remove("/dialogue/root-1?namespace=ns"), 200);
    VERIFY_STATUS(other.admitData("DELETE", "/namespace/ns?confirm=ns"), 200);
}

void tst_Switches::immutable_addingAndLabelling_goOn()
{
    VERIFY_STATUS(setSwitch(R"({"immutable":true})"), 200);
    VERIFY_STATUS(ask("POST", "/message", R"({"namespace":"ns","dialogueId":"root-1","role":"u","content":"more"})"), 200);
    VERIFY_STATUS(ask("POST", "/dialogue", R"({"namespace":"new","id":"other-1"})"), 200);
    VERIFY_STATUS(ask("PUT", "/dialogue/root-1?namespace=ns", R"({"label":"l","tags":["t"],"state":{"b":2}})"), 200);
    VERIFY_STATUS(ask("PUT", "/dialogue/root-1/state?namespace=ns", R"({"c":3})"), 200);
    VERIFY_STATUS(ask("PUT", "/message/msg-1?namespace=ns&dialogueId=root-1", R"({"tags":["t"]})"), 200);
    VERIFY_STATUS(ask("PUT", "/memory/mem-1?namespace=ns", R"({"tags":["t"]})"), 200);
}

void tst_Switches::immutable_cannotBeSwitchedOff_evenByARestart()
{
    VERIFY_STATUS(setSwitch(R"({"immutable":true})"), 200);
    VERIFY_ERROR(setSwitch(R"({"immutable":false})"), 409, "IMMUTABLE");
    VERIFY_STATUS(setSwitch(R"({"immutable":true})"), 200);
    QCOMPARE(m_api->admit("GET", "/events?action=project.immutable&outcome=ok").texts("items", "hash").size(), 1);
    const QString id = m_api->projectId;
    m_api->close();
    QVERIFY(m_api->WorkspaceFixture::open());
    const auto partition = m_api->engine->partitions.open(
        WorkspaceFixture::keyCaller(id), QStringLiteral("ns"), PartitionMint::Access::Existing);
    QVERIFY(partition.has_value());
    const auto removed = m_api->engine->dialogues.remove(*partition, QStringLiteral("root-1")).result();
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, ErrorCode::Immutable);
}

void tst_Switches::deletionProtected_projectAndNamespaces_stay()
{
    VERIFY_STATUS(setSwitch(R"({"deletionProtected":true})"), 200);
    const QByteArray before = everything();
    VERIFY_ERROR(ask("DELETE", "P?confirm=first"), 409, "DELETION_PROTECTED");
    VERIFY_ERROR(ask("DELETE", "P/namespace/ns?confirm=ns"), 409, "DELETION_PROTECTED");
    QCOMPARE(m_api->admit("GET", "/events?outcome=DELETION_PROTECTED").texts("items", "hash").size(), 1);
    QCOMPARE(m_api->admitData("GET", "/events?outcome=DELETION_PROTECTED").texts("items", "hash").size(), 1);
    QCOMPARE(everything(), before);
    VERIFY_STATUS(ask("DELETE", "/memory/mem-1?namespace=ns"), 200); // single records are not what it protects
}

void tst_Switches::deletionProtected_switchedOff_letsGo()
{
    VERIFY_STATUS(setSwitch(R"({"deletionProtected":true})"), 200);
    VERIFY_STATUS(setSwitch(R"({"deletionProtected":false})"), 200);
    VERIFY_STATUS(ask("DELETE", "P/namespace/ns?confirm=ns"), 200);
    VERIFY_STATUS(ask("DELETE", "P?confirm=first"), 200);
}

CLOISTER_TEST(tst_Switches)
#include "tst_Switches.moc"
