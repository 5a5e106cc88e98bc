// Dialogues on the wire: sections 2, 4 and 5 of the protocol as literal values.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_DialogueRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void create_withNothing_givesTheWholeRecord();
    void create_withEverything_givesBackWhatCame();
    void create_withMessages_fillsTheirIdsInOrder();
    void create_withAnEmptyListOfMessages_answersAnEmptyList();
    void create_withOneMessage_answersIt();
    void create_refusals_nameTheField_data();
    void create_refusals_nameTheField();
    void create_severalFaults_areToldAtOnce();
    void ownId_taken_isDuplicate();
    void ownId_inAnotherNamespace_isFree();
    void ownId_malformed_isRefused_data();
    void ownId_malformed_isRefused();
    void threads_atDepth_countAndAreListed();
    void threadOf_missing_isAMiss();
    void get_unknown_isAMiss();
    void put_replacesStateTagsAndLabel();
    void put_withMessages_addsThem();
    void put_withAnotherIdOrNamespace_isRefused();
    void put_writeOnceMembers_areIgnored();
    void state_mergesAtTopLevel_nullRemoves();
    void state_keepsItsBytes();
    void state_thatIsNoObject_isRefused();
    void end_again_givesTheSameAnswer();
    void end_afterArchive_changesNothing();
    void status_withABadBody_isRefused_data();
    void status_withABadBody_isRefused();
    void end_refusesMessages_butTakesState();
    void archiveAndReopen_moveTheStatus();
    void remove_countsTheWholeTree();
    void remove_again_isAMiss();

private:
    ApiFixture m_api;
};

void tst_DialogueRoutes::initTestCase()
{
    QVERIFY(m_api.start());
}

void tst_DialogueRoutes::create_withNothing_givesTheWholeRecord()
{
    const Reply made = m_api.post("/api/v1/dialogue", "{}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.contentType, "application/json; charset=utf-8");
    QCOMPARE(made.text("id").size(), 26);
    QCOMPARE(made.text("requestId").toLatin1(), made.header("X-Request-Id"));
    const QByteArray expected = "{\"id\":\"" + made.text("id").toLatin1() + "\",\"projectId\":\"" + m_api.projectId.toLatin1()
        + "\",\"requestId\":\"" + made.header("X-Request-Id")
        + "\",\"status\":\"active\",\"tags\":[],\"totalMessages\":0,\"threadCount\":0,\"metadata\":{},\"metadataLength\":2,"
          "\"metadataSHA256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"state\":{},"
          "\"created\":\"2023-05-08T13:56:00.000Z\",\"modified\":\"2023-05-08T13:56:00.000Z\"}";
    QCOMPARE(made.body, expected);
}

void tst_DialogueRoutes::create_withEverything_givesBackWhatCame()
{
    const Reply made = m_api.post("/api/v1/dialogue",
        "{\"id\":\"dlg-all\",\"namespace\":\"all\",\"label\":\"A label\",\"tags\":[\"x\",\"y\",\"x\"],"
        "\"metadata\":{\"b\":1e2, \"a\":[\"p\",\"q\"],\"t\":true},\"state\":{ \"z\" : [1, {}] },\"created\":\"2024-02-29\","
        "\"unknown\":{\"member\":1}}");
    VERIFY_STATUS(made, 200);
    const Reply got = m_api.get("/api/v1/dialogue/dlg-all?namespace=all");
    VERIFY_STATUS(got, 200);
    for (const Reply &reply : {made, got}) {
        QCOMPARE(reply.text("id"), QStringLiteral("dlg-all"));
        QCOMPARE(reply.text("namespace"), QStringLiteral("all"));
        QCOMPARE(reply.text("label"), QStringLiteral("A label"));
        QCOMPARE(reply.raw("tags"), "[\"x\",\"y\"]");
        QCOMPARE(reply.raw("metadata"), "{\"b\":1e2, \"a\":[\"p\",\"q\"],\"t\":true}");
        QCOMPARE(reply.integer("metadataLength"), reply.raw("metadata").size());
        QCOMPARE(reply.raw("state"), "{ \"z\" : [1, {}] }");
        QCOMPARE(reply.text("created"), QStringLiteral("2024-02-29T00:00:00.000Z"));
        QVERIFY(!reply.has("unknown"));
        QVERIFY(!reply.has("messages"));
    }
}

void tst_DialogueRoutes::create_withMessages_fillsTheirIdsInOrder()
{
    const Reply made = m_api.post("/api/v1/dialogue",
        "{\"id\":\"dlg-msgs\",\"messages\":[{\"role\":\"user\",\"content\":\"one\"},"
        "{\"id\":\"msg-two\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"two\"}],\"name\":\"Ann\"},"
        "{\"role\":\"user\",\"content\":{\"k\":3}}]}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.integer("totalMessages"), 3);
    QCOMPARE(made.text("messages.0.id").size(), 26);
    QCOMPARE(made.text("messages.1.id"), QStringLiteral("msg-two"));
    QVERIFY(made.text("messages.0.id") < made.text("messages.2.id"));
    QCOMPARE(made.raw("messages.1.content"), "[{\"type\":\"text\",\"text\":\"two\"}]");
    QCOMPARE(made.text("messages.1.name"), QStringLiteral("Ann"));
    QCOMPARE(made.raw("messages.2.content"), "{\"k\":3}");
    QCOMPARE(made.text("messages.0.dialogueId"), QStringLiteral("dlg-msgs"));
    QCOMPARE(made.integer("messages.0.contentLength"), 3);
    const Reply listed = m_api.get("/messages?dialogueId=dlg-msgs");
    QCOMPARE(listed.ids(), made.texts("messages", "id"));
    QVERIFY(!m_api.get("/dialogue/dlg-msgs").has("messages"));
}

void tst_DialogueRoutes::create_withAnEmptyListOfMessages_answersAnEmptyList()
{
    const Reply made = m_api.post("/dialogue", "{\"messages\":[]}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.raw("messages"), "[]");
}

void tst_DialogueRoutes::create_withOneMessage_answersIt()
{
    const Reply made = m_api.post("/dialogue", "{\"message\":{\"role\":\"user\",\"content\":\"hello\"}}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.at("messages")->size(), 1);
    QCOMPARE(made.text("messages.0.content"), QStringLiteral("hello"));
    QVERIFY(made.has("lastMessageCreated"));
}

void tst_DialogueRoutes::create_refusals_nameTheField_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const char *body, const char *code, const char *field) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(code) << QByteArray(field);
    };
    row("list", "[]", "INVALID_PARAMETER", "body");
    row("tags", "{\"tags\":\"a\"}", "INVALID_PARAMETER", "tags");
    row("tag text", "{\"tags\":[1]}", "INVALID_PARAMETER", "tags[0]");
    row("label", "{\"label\":5}", "INVALID_PARAMETER", "label");
    row("state", "{\"state\":[]}", "INVALID_PARAMETER", "state");
    row("metadata", "{\"metadata\":{\"a\":{}}}", "INVALID_PARAMETER", "metadata.a");
    row("created", "{\"created\":\"yesterday\"}", "INVALID_PARAMETER", "created");
    row("namespace", "{\"namespace\":7}", "INVALID_PARAMETER", "namespace");
    row("role", "{\"message\":{\"content\":\"a\"}}", "MISSING_PARAMETER", "message.role");
    row("content", "{\"messages\":[{\"role\":\"user\"}]}", "MISSING_PARAMETER", "messages[0].content");
    row("empty content", "{\"message\":{\"role\":\"user\",\"content\":\"\"}}", "INVALID_PARAMETER", "message.content");
    row("both", "{\"message\":{\"role\":\"u\",\"content\":\"a\"},\"messages\":[]}", "INVALID_PARAMETER", "messages");
    const QByteArray message = "{\"role\":\"u\",\"content\":\"a\"},";
    QTest::newRow("26 messages") << QByteArray("{\"messages\":[" + message.repeated(26).chopped(1) + "]}")
                                 << QByteArray("INVALID_PARAMETER") << QByteArray("messages");
}

void tst_DialogueRoutes::create_refusals_nameTheField()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    const Reply refused = m_api.post("/dialogue", body);
    VERIFY_ERROR(refused, 400, code);
    QCOMPARE(refused.text("error.type"), QStringLiteral("validation_error"));
    QCOMPARE(refused.text("error.details.0.field").toUtf8(), field);
    QCOMPARE(refused.text("error.details.0.code"),
        code == "MISSING_PARAMETER" ? QStringLiteral("REQUIRED") : QStringLiteral("INVALID"));
}

void tst_DialogueRoutes::create_severalFaults_areToldAtOnce()
{
    const Reply refused = m_api.post("/dialogue", "{\"id\":\"a\",\"tags\":1,\"message\":{}}");
    VERIFY_ERROR(refused, 400, "VALIDATION_ERROR");
    QCOMPARE(refused.texts("error.details", "field"),
        QStringList({QStringLiteral("id"), QStringLiteral("tags"), QStringLiteral("message.role"),
            QStringLiteral("message.content")}));
}

void tst_DialogueRoutes::ownId_taken_isDuplicate()
{
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"taken-1\",\"label\":\"first\"}"), 200);
    const Reply again = m_api.post("/dialogue", "{\"id\":\"taken-1\",\"label\":\"second\"}");
    VERIFY_ERROR(again, 409, "DUPLICATE_ID");
    QCOMPARE(again.text("error.type"), QStringLiteral("conflict"));
    QCOMPARE(m_api.get("/dialogue/taken-1").text("label"), QStringLiteral("first"));
}

void tst_DialogueRoutes::ownId_inAnotherNamespace_isFree()
{
    for (const char *name : {"own-a", "own-b", "default"}) {
        const QByteArray body = QByteArray("{\"id\":\"same-id\",\"namespace\":\"") + name + "\",\"label\":\"" + name + "\"}";
        VERIFY_STATUS(m_api.post("/dialogue", body), 200);
    }
    QCOMPARE(m_api.get("/dialogue/same-id?namespace=own-b").text("label"), QStringLiteral("own-b"));
    QCOMPARE(m_api.get("/dialogue/same-id").text("label"), QStringLiteral("default"));
}

void tst_DialogueRoutes::ownId_malformed_isRefused_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("four") << QByteArray("abcd") << false;
    QTest::newRow("five") << QByteArray("abcde") << true;
    QTest::newRow("128") << QByteArray(128, 'x') << true;
    QTest::newRow("129") << QByteArray(129, 'x') << false;
    QTest::newRow("all characters") << QByteArray("A9._~:@-z") << true;
    QTest::newRow("slash") << QByteArray("abc/de") << false;
    QTest::newRow("space") << QByteArray("abc de") << false;
    QTest::newRow("umlaut") << QByteArray("abc\xc3\xa4" "de") << false;
    QTest::newRow("empty") << QByteArray("") << false;
}

void tst_DialogueRoutes::ownId_malformed_isRefused()
{
    QFETCH(QByteArray, id);
    QFETCH(bool, isGood);
    const Reply reply = m_api.post("/dialogue", "{\"namespace\":\"ids\",\"id\":\"" + id + "\"}");
    VERIFY_STATUS(reply, isGood ? 200 : 400);
    if (isGood)
        VERIFY_STATUS(m_api.get("/dialogue/" + id + "?namespace=ids"), 200);
}

void tst_DialogueRoutes::threads_atDepth_countAndAreListed()
{
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"root-1\",\"namespace\":\"th\"}"), 200);
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"child-1\",\"namespace\":\"th\",\"threadOf\":\"root-1\"}"), 200);
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"child-2\",\"namespace\":\"th\",\"threadOf\":\"root-1\"}"), 200);
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"grand-1\",\"namespace\":\"th\",\"threadOf\":\"child-1\"}"), 200);
    QCOMPARE(m_api.get("/dialogue/root-1?namespace=th").integer("threadCount"), 2);
    QCOMPARE(m_api.get("/dialogue/child-1?namespace=th").integer("threadCount"), 1);
    QCOMPARE(m_api.get("/dialogue/grand-1?namespace=th").text("threadOf"), QStringLiteral("child-1"));
    QCOMPARE(m_api.get("/dialogue?namespace=th&threadOf=root-1").ids(),
        QStringList({QStringLiteral("child-2"), QStringLiteral("child-1")}));
    QCOMPARE(m_api.get("/dialogue?namespace=th").ids().size(), 4);
    VERIFY_STATUS(m_api.remove("/dialogue/child-1?namespace=th"), 200);
    QCOMPARE(m_api.get("/dialogue/root-1?namespace=th").integer("threadCount"), 1);
}

void tst_DialogueRoutes::threadOf_missing_isAMiss()
{
    const Reply refused = m_api.post("/dialogue", "{\"id\":\"orphan\",\"threadOf\":\"nobody\"}");
    VERIFY_ERROR(refused, 404, "DIALOGUE_NOT_FOUND");
    VERIFY_STATUS(m_api.get("/dialogue/orphan"), 404);
}

void tst_DialogueRoutes::get_unknown_isAMiss()
{
    const Reply miss = m_api.get("/dialogue/never-was?namespace=somewhere");
    VERIFY_ERROR(miss, 404, "DIALOGUE_NOT_FOUND");
    const QByteArray expected = "{\"error\":{\"code\":\"DIALOGUE_NOT_FOUND\",\"message\":\"\\\"never-was\\\" not found in"
        " namespace 'somewhere'\",\"type\":\"not_found\",\"details\":[],\"requestId\":\"" + miss.header("X-Request-Id")
        + "\",\"timestamp\":\"2023-05-08T13:56:00.000Z\"}}";
    QCOMPARE(miss.body, expected);
    QVERIFY(m_api.get("/dialogue/never-was").text("error.message").endsWith(QLatin1String("in namespace 'default'")));
}

void tst_DialogueRoutes::put_replacesStateTagsAndLabel()
{
    m_api.post("/dialogue", "{\"id\":\"put-1\",\"state\":{\"a\":1,\"b\":2},\"tags\":[\"old\"],\"label\":\"L\"}");
    const Reply state = m_api.put("/dialogue/put-1", "{\"state\":{\"c\":3}}");
    VERIFY_STATUS(state, 200);
    QCOMPARE(state.raw("state"), "{\"c\":3}");
    QCOMPARE(state.raw("tags"), "[\"old\"]");
    const Reply tags = m_api.put("/dialogue/put-1", "{\"id\":\"put-1\",\"tags\":[\"new\"]}");
    QCOMPARE(tags.raw("state"), "{\"c\":3}");
    QCOMPARE(tags.raw("tags"), "[\"new\"]");
    QCOMPARE(m_api.put("/dialogue/put-1", "{\"label\":\"M\"}").text("label"), QStringLiteral("M"));
    QVERIFY(!m_api.put("/dialogue/put-1", "{\"label\":null}").has("label"));
    QCOMPARE(m_api.get("/dialogue/put-1").raw("tags"), "[\"new\"]");
}

void tst_DialogueRoutes::put_withMessages_addsThem()
{
    m_api.post("/dialogue", "{\"id\":\"put-2\"}");
    const Reply put = m_api.put("/dialogue/put-2", "{\"messages\":[{\"role\":\"u\",\"content\":\"1\"},{\"role\":\"u\",\"content\":\"2\"}]}");
    VERIFY_STATUS(put, 200);
    QCOMPARE(put.integer("totalMessages"), 2);
    QCOMPARE(put.at("messages")->size(), 2);
    VERIFY_STATUS(m_api.put("/dialogue/put-2", "{\"message\":{\"role\":\"u\",\"content\":\"3\"}}"), 200);
    QCOMPARE(m_api.get("/messages?dialogueId=put-2").texts("items", "content"),
        QStringList({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
}

void tst_DialogueRoutes::put_withAnotherIdOrNamespace_isRefused()
{
    m_api.post("/dialogue", "{\"id\":\"put-3\",\"namespace\":\"here\",\"label\":\"kept\"}");
    const Reply id = m_api.put("/dialogue/put-3?namespace=here", "{\"id\":\"put-4\",\"label\":\"no\"}");
    VERIFY_ERROR(id, 400, "INVALID_PARAMETER");
    QCOMPARE(id.text("error.details.0.field"), QStringLiteral("id"));
    for (const char *path : {"/dialogue/put-3?namespace=there", "/dialogue/put-3"}) {
        const Reply other = m_api.put(path, "{\"namespace\":\"here\",\"label\":\"no\"}");
        VERIFY_ERROR(other, 400, "INVALID_PARAMETER");
        QCOMPARE(other.text("error.details.0.field"), QStringLiteral("namespace"));
    }
    VERIFY_STATUS(m_api.put("/dialogue/put-3?namespace=here", "{\"namespace\":\"here\",\"tags\":[]}"), 200);
    QCOMPARE(m_api.get("/dialogue/put-3?namespace=here").text("label"), QStringLiteral("kept"));
}

void tst_DialogueRoutes::put_writeOnceMembers_areIgnored()
{
    m_api.post("/dialogue", "{\"id\":\"put-5\",\"metadata\":{\"a\":1}}");
    const Reply put = m_api.put("/dialogue/put-5", "{\"metadata\":{\"a\":2},\"threadOf\":\"put-5\",\"status\":\"ended\"}");
    VERIFY_STATUS(put, 200);
    QCOMPARE(put.raw("metadata"), "{\"a\":1}");
    QCOMPARE(put.text("status"), QStringLiteral("active"));
    QVERIFY(!put.has("threadOf"));
}

void tst_DialogueRoutes::state_mergesAtTopLevel_nullRemoves()
{
    m_api.post("/dialogue", "{\"id\":\"state-1\",\"state\":{\"a\":{\"x\":1,\"y\":2},\"b\":1,\"c\":3}}");
    const Reply merged = m_api.put("/dialogue/state-1/state", "{\"a\":{\"z\":1.50},\"b\":null,\"d\":[]}");
    VERIFY_STATUS(merged, 200);
    QCOMPARE(merged.body, "{\"a\":{\"z\":1.50},\"c\":3,\"d\":[]}");
    QCOMPARE(m_api.get("/dialogue/state-1/state").body, merged.body);
    QCOMPARE(m_api.get("/dialogue/state-1").raw("state"), merged.body);
}

void tst_DialogueRoutes::state_keepsItsBytes()
{
    const QByteArray state = "{\"z\":1e5,\"a\":-0.0,\"n\":123456789012345678901234567890,\"u\":\"\\u0000\\ud800\\/\", \"e\": { } }";
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"state-2\",\"state\":" + state + "}"), 200);
    QCOMPARE(m_api.get("/dialogue/state-2/state").body, state);
}

void tst_DialogueRoutes::state_thatIsNoObject_isRefused()
{
    m_api.post("/dialogue", "{\"id\":\"state-3\",\"state\":{\"a\":1}}");
    for (const char *body : {"null", "[]", "1", "\"a\""})
        VERIFY_ERROR(m_api.put("/dialogue/state-3/state", body), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api.put("/dialogue/state-3/state", ""), 400, "INVALID_JSON");
    QCOMPARE(m_api.get("/dialogue/state-3/state").body, "{\"a\":1}");
}

void tst_DialogueRoutes::end_again_givesTheSameAnswer()
{
    m_api.post("/dialogue", "{\"id\":\"end-1\",\"state\":{\"s\":1}}");
    Reply ended = m_api.post("/dialogue/end-1/end", "{}");
    VERIFY_STATUS(ended, 200);
    QCOMPARE(ended.text("status"), QStringLiteral("ended"));
    QCOMPARE(ended.text("endedAt"), QStringLiteral("2023-05-08T13:56:00.000Z"));
    QCOMPARE(ended.raw("state"), "{\"s\":1}");
    Reply again = m_api.post("/dialogue/end-1/end", "{}");
    VERIFY_STATUS(again, 200);
    QCOMPARE(again.body.replace(again.header("X-Request-Id"), "R"), ended.body.replace(ended.header("X-Request-Id"), "R"));
}

void tst_DialogueRoutes::end_afterArchive_changesNothing()
{
    for (const QByteArray &id : {QByteArray("shut-1"), QByteArray("shut-2")}) {
        m_api.post("/dialogue", "{\"id\":\"" + id + "\"}");
        if (id == "shut-1")
            VERIFY_STATUS(m_api.post("/dialogue/shut-1/end", ""), 200);
        Reply archived = m_api.post("/dialogue/" + id + "/archive", "");
        VERIFY_STATUS(archived, 200);
        Reply again = m_api.post("/dialogue/" + id + "/end", "{}");
        VERIFY_STATUS(again, 200);
        QCOMPARE(again.body.replace(again.header("X-Request-Id"), "R"),
            archived.body.replace(archived.header("X-Request-Id"), "R"));
        const Reply now = m_api.get("/dialogue/" + id);
        QCOMPARE(now.text("status"), QStringLiteral("archived"));
        QCOMPARE(now.has("endedAt"), id == "shut-1");
    }
}

void tst_DialogueRoutes::status_withABadBody_isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("cut off") << QByteArray("{bad") << QByteArray("INVALID_JSON");
    QTest::newRow("blank") << QByteArray(" ") << QByteArray("INVALID_JSON");
    QTest::newRow("list") << QByteArray("[]") << QByteArray("INVALID_PARAMETER");
    QTest::newRow("text") << QByteArray("\"x\"") << QByteArray("INVALID_PARAMETER");
    QTest::newRow("another namespace") << QByteArray("{\"namespace\":\"other\"}") << QByteArray("INVALID_PARAMETER");
}

void tst_DialogueRoutes::status_withABadBody_isRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    m_api.post("/dialogue", "{\"id\":\"body-1\"}");
    for (const char *verb : {"end", "archive", "reopen"}) {
        const QByteArray path = QByteArray("/dialogue/body-1/") + verb;
        VERIFY_ERROR(m_api.post(path, body), 400, code);
        QCOMPARE(m_api.get("/dialogue/body-1").text("status"), QStringLiteral("active"));
    }
    for (const char *right : {"", "{}", "{\"namespace\":\"default\",\"unknown\":1}"})
        VERIFY_STATUS(m_api.post("/dialogue/body-1/reopen", right), 200);
}

void tst_DialogueRoutes::end_refusesMessages_butTakesState()
{
    m_api.post("/dialogue", "{\"id\":\"end-2\"}");
    VERIFY_STATUS(m_api.post("/dialogue/end-2/end", ""), 200);
    const QByteArray message = "{\"role\":\"u\",\"content\":\"late\"}";
    VERIFY_ERROR(m_api.post("/messages?dialogueId=end-2", "[" + message + "]"), 409, "DIALOGUE_ENDED");
    VERIFY_ERROR(m_api.put("/dialogue/end-2", "{\"label\":\"x\",\"message\":" + message + "}"), 409, "DIALOGUE_ENDED");
    QVERIFY(!m_api.get("/dialogue/end-2").has("label"));
    VERIFY_STATUS(m_api.put("/dialogue/end-2/state", "{\"k\":1}"), 200);
    VERIFY_STATUS(m_api.put("/dialogue/end-2", "{\"tags\":[\"t\"],\"label\":\"l\"}"), 200);
}

void tst_DialogueRoutes::archiveAndReopen_moveTheStatus()
{
    m_api.post("/dialogue", "{\"id\":\"arch-1\"}");
    const Reply archived = m_api.post("/dialogue/arch-1/archive", "");
    QCOMPARE(archived.text("status"), QStringLiteral("archived"));
    QVERIFY(archived.has("archivedAt"));
    const Reply refused = m_api.post("/message", "{\"dialogueId\":\"arch-1\",\"role\":\"u\",\"content\":\"x\"}");
    VERIFY_ERROR(refused, 409, "DIALOGUE_ENDED");
    QCOMPARE(refused.text("error.message"), QStringLiteral("the dialogue is archived; reopen it first"));
    const Reply added = m_api.put("/dialogue/arch-1", "{\"message\":{\"role\":\"u\",\"content\":\"x\"}}");
    VERIFY_ERROR(added, 409, "DIALOGUE_ENDED");
    QCOMPARE(added.text("error.message"), refused.text("error.message"));
    const Reply open = m_api.post("/dialogue/arch-1/reopen", "");
    QCOMPARE(open.text("status"), QStringLiteral("active"));
    QVERIFY(!open.has("archivedAt") && !open.has("endedAt"));
    VERIFY_STATUS(m_api.post("/message", "{\"dialogueId\":\"arch-1\",\"role\":\"u\",\"content\":\"x\"}"), 200);
}

void tst_DialogueRoutes::remove_countsTheWholeTree()
{
    const QByteArray messages = "\"messages\":[{\"role\":\"u\",\"content\":\"a\"},{\"role\":\"u\",\"content\":\"b\"}]";
    m_api.post("/dialogue", "{\"id\":\"del-1\",\"namespace\":\"del\"," + messages + "}");
    m_api.post("/dialogue", "{\"id\":\"del-2\",\"namespace\":\"del\",\"threadOf\":\"del-1\"," + messages + "}");
    m_api.post("/dialogue", "{\"id\":\"del-3\",\"namespace\":\"del\",\"threadOf\":\"del-2\"," + messages + "}");
    m_api.post("/dialogue", "{\"id\":\"del-9\",\"namespace\":\"del\"," + messages + "}");
    const Reply removed = m_api.remove("/dialogue/del-1?namespace=del");
    VERIFY_STATUS(removed, 200);
    QCOMPARE(removed.body, "{\"deleted\":{\"dialogues\":3,\"messages\":6,\"summaries\":0}}");
    for (const char *id : {"del-1", "del-2", "del-3"})
        VERIFY_ERROR(m_api.get(QByteArray("/dialogue/") + id + "?namespace=del"), 404, "DIALOGUE_NOT_FOUND");
    QCOMPARE(m_api.get("/dialogue?namespace=del").ids(), QStringList(QStringLiteral("del-9")));
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"del-1\",\"namespace\":\"del\"}"), 200);
    QCOMPARE(m_api.get("/messages?namespace=del&dialogueId=del-1").raw("items"), "[]");
}

void tst_DialogueRoutes::remove_again_isAMiss()
{
    m_api.post("/dialogue", "{\"id\":\"gone-1\"}");
    VERIFY_STATUS(m_api.remove("/dialogue/gone-1"), 200);
    VERIFY_ERROR(m_api.remove("/dialogue/gone-1"), 404, "DIALOGUE_NOT_FOUND");
}

CLOISTER_TEST(tst_DialogueRoutes)
#include "tst_DialogueRoutes.moc"
