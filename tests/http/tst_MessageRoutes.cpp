// Messages on the wire: single, in batches, with images, and byte for byte.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_MessageRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void create_givesTheWholeRecord();
    void create_inAMissingDialogue_isAMiss();
    void create_refusals_nameTheField_data();
    void create_refusals_nameTheField();
    void ownId_isUniqueInTheDialogueAlone();
    void content_comesBackByteForByte_data();
    void content_comesBackByteForByte();
    void content_thatIsNone_isRefused_data();
    void content_thatIsNone_isRefused();
    void images_ofBothSpellings_comeBack_data();
    void images_ofBothSpellings_comeBack();
    void images_thatAreBroken_areRefused();
    void largeContent_survives();
    void batch_keepsItsOrder();
    void batch_isAllOrNothing();
    void batch_ofFiftyOne_isRefused();
    void tags_changeAndNothingElse();
    void remove_countsAndLowersTheTotal();
    void withoutItsDialogue_isAMissingParameter();

private:
    ApiFixture m_api;
};

void tst_MessageRoutes::initTestCase()
{
    QVERIFY(m_api.start());
    VERIFY_STATUS(m_api.post("/dialogue", "{\"namespace\":\"m\",\"id\":\"dlg-m\"}"), 200);
    VERIFY_STATUS(m_api.post("/dialogue", "{\"namespace\":\"m\",\"id\":\"dlg-n\"}"), 200);
}

void tst_MessageRoutes::create_givesTheWholeRecord()
{
    const Reply made = m_api.post("/api/v1/message",
        "{\"dialogueId\":\"dlg-m\",\"namespace\":\"m\",\"id\":\"msg-1\",\"role\":\"user\",\"content\":\"h\\u00e9llo\","
        "\"name\":\"Ann\",\"tags\":[\"t\"],\"metadata\":{\"k\":1.0},\"created\":\"2024-01-02T03:04:05.678Z\"}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.body, "{\"id\":\"msg-1\",\"dialogueId\":\"dlg-m\",\"namespace\":\"m\",\"role\":\"user\",\"content\":\"h\\u00e9llo\","
                        "\"contentLength\":5,\"name\":\"Ann\",\"tags\":[\"t\"],\"metadata\":{\"k\":1.0},"
                        "\"created\":\"2024-01-02T03:04:05.678Z\",\"modified\":\"2024-01-02T03:04:05.678Z\"}");
    QCOMPARE(m_api.get("/api/v1/message/msg-1?dialogueId=dlg-m&namespace=m").body, made.body);
    QVERIFY(m_api.get("/dialogue/dlg-m?namespace=m").integer("totalMessages") > 0);
}

void tst_MessageRoutes::create_inAMissingDialogue_isAMiss()
{
    for (const char *nameSpace : {"m", "other", "default"}) {
        const QByteArray body = QByteArray("{\"dialogueId\":\"dlg-x\",\"namespace\":\"") + nameSpace
            + "\",\"role\":\"user\",\"content\":\"a\"}";
        VERIFY_ERROR(m_api.post("/message", body), 404, "DIALOGUE_NOT_FOUND");
    }
    VERIFY_ERROR(m_api.post("/messages?namespace=m&dialogueId=dlg-x", "[]"), 404, "DIALOGUE_NOT_FOUND");
    VERIFY_ERROR(m_api.get("/messages?namespace=m&dialogueId=dlg-x"), 404, "DIALOGUE_NOT_FOUND");
    VERIFY_ERROR(m_api.get("/message/msg-1?namespace=m&dialogueId=dlg-n"), 404, "MESSAGE_NOT_FOUND");
}

void tst_MessageRoutes::create_refusals_nameTheField_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *body, const char *code, const char *field) {
        QTest::newRow(body) << QByteArray(body) << QByteArray(code) << QString::fromLatin1(field);
    };
    row("{\"role\":\"u\",\"content\":\"a\"}", "MISSING_PARAMETER", "dialogueId");
    row("{\"dialogueId\":\"dlg-m\",\"content\":\"a\"}", "MISSING_PARAMETER", "role");
    row("{\"dialogueId\":\"dlg-m\",\"role\":\"u\"}", "MISSING_PARAMETER", "content");
    row("{\"dialogueId\":\"dlg-m\",\"role\":\"\",\"content\":\"a\"}", "INVALID_PARAMETER", "role");
    row("{\"dialogueId\":\"dlg-m\",\"role\":7,\"content\":\"a\"}", "INVALID_PARAMETER", "role");
    row("{\"dialogueId\":7,\"role\":\"u\",\"content\":\"a\"}", "INVALID_PARAMETER", "dialogueId");
    row("{\"dialogueId\":\"dlg-m\",\"role\":\"u\",\"content\":\"a\",\"name\":[]}", "INVALID_PARAMETER", "name");
    row("{\"dialogueId\":\"dlg-m\",\"role\":\"u\",\"content\":\"a\",\"id\":\"a\"}", "INVALID_PARAMETER", "id");
    row("{\"dialogueId\":\"dlg-m\",\"role\":\"u\",\"content\":\"a\",\"metadata\":[]}", "INVALID_PARAMETER", "metadata");
}

void tst_MessageRoutes::create_refusals_nameTheField()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QFETCH(QString, field);
    const Reply refused = m_api.post("/message", body);
    VERIFY_ERROR(refused, 400, code);
    QCOMPARE(refused.text("error.details.0.field"), field);
}

void tst_MessageRoutes::ownId_isUniqueInTheDialogueAlone()
{
    const auto body = [](const char *dialogue, const char *content) {
        return QByteArray("{\"namespace\":\"m\",\"id\":\"msg-own\",\"role\":\"u\",\"dialogueId\":\"") + dialogue
            + "\",\"content\":\"" + content + "\"}";
    };
    VERIFY_STATUS(m_api.post("/message", body("dlg-m", "one")), 200);
    VERIFY_STATUS(m_api.post("/message", body("dlg-n", "two")), 200);
    VERIFY_ERROR(m_api.post("/message", body("dlg-m", "three")), 409, "DUPLICATE_ID");
    QCOMPARE(m_api.get("/message/msg-own?namespace=m&dialogueId=dlg-m").text("content"), QStringLiteral("one"));
    QCOMPARE(m_api.get("/message/msg-own?namespace=m&dialogueId=dlg-n").text("content"), QStringLiteral("two"));
}

void tst_MessageRoutes::content_comesBackByteForByte_data()
{
    QTest::addColumn<QByteArray>("content");
    const auto row = [](const char *name, const QByteArray &content) { QTest::newRow(name) << content; };
    row("key order", "{\"z\":1,\"a\":2,\"m\":{\"y\":0,\"b\":[]}}");
    row("numbers", "{\"a\":1e5,\"b\":1.0,\"c\":-0,\"d\":0.10,\"e\":123456789012345678901234567890,\"f\":1E+2}");
    row("white space", "[ {\"type\" :\"text\",\n\t\"text\": \"a\" } ]");
    row("escapes", "\"\\u0041\\/\\b\\f\\n\\r\\t\\\"\\\\\"");
    row("NUL", "\"a\\u0000b\"");
    row("lone surrogates", "\"\\ud800 \\udc00 \\ud83d\"");
    row("pair as escapes", "\"\\ud83d\\ude00\"");
    row("pair as bytes", "\"\xf0\x9f\x98\x80\"");
    row("unknown block", "[{\"type\":\"thinking\",\"signature\":\"x\",\"n\":[1,2,{\"k\":null}]}]");
    row("tool use", "[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"b\":1,\"a\":2}}]");
    row("lone surrogate as a key", "{\"\\udfff\":\"v\"}");
    row("line separators", "\"\xe2\x80\xa8\xe2\x80\xa9\"");
    row("long number", "{\"n\":1" + QByteArray(5000, '0') + "}");
}

void tst_MessageRoutes::content_comesBackByteForByte()
{
    QFETCH(QByteArray, content);
    const Reply made = m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":" + content + "}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.raw("content"), content);
    const Reply got = m_api.get("/message/" + made.text("id").toLatin1() + "?namespace=m&dialogueId=dlg-n");
    QCOMPARE(got.raw("content"), content);
    QCOMPARE(got.body, made.body);
}

void tst_MessageRoutes::content_thatIsNone_isRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    for (const char *content : {"\"\"", "[]", "null", "true", "1", "[1]", "[\"a\"]", "[[]]"})
        QTest::newRow(content) << QByteArray(content);
}

void tst_MessageRoutes::content_thatIsNone_isRefused()
{
    QFETCH(QByteArray, content);
    const Reply refused = m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":" + content + "}");
    VERIFY_STATUS(refused, 400);
    QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("content"));
}

static QByteArray pngBytes(qsizetype size)
{
    QByteArray bytes = QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489");
    for (qsizetype i = bytes.size(); i < size; ++i)
        bytes += static_cast<char>(i * 31 + (i >> 8));
    return bytes;
}

void tst_MessageRoutes::images_ofBothSpellings_comeBack_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray small = pngBytes(2000).toBase64();
    const QByteArray large = pngBytes(400'000).toBase64();
    const auto anthropic = [](const QByteArray &data) {
        return "[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
            + data + "\"}, \"extra\":1e1}]";
    };
    QTest::newRow("base64 source") << QByteArray(anthropic(small));
    QTest::newRow("large base64 source") << QByteArray(anthropic(large));
    QTest::newRow("url source") << QByteArray("[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.invalid/a.png\"}}]");
    QTest::newRow("data address") << QByteArray("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + small + "\",\"detail\":\"low\"}}]");
    QTest::newRow("http address") << QByteArray("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.invalid/b.jpg\"}}]");
    QTest::newRow("two") << QByteArray(anthropic(small).chopped(1) + ',' + anthropic(large).mid(1));
}

void tst_MessageRoutes::images_ofBothSpellings_comeBack()
{
    QFETCH(QByteArray, content);
    const Reply made = m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":" + content + "}");
    VERIFY_STATUS(made, 200);
    const Reply got = m_api.get("/message/" + made.text("id").toLatin1() + "?namespace=m&dialogueId=dlg-n");
    QVERIFY(got.raw("content") == content);
    QVERIFY(got.body == made.body);
}

void tst_MessageRoutes::images_thatAreBroken_areRefused()
{
    const auto send = [&](const QByteArray &source) {
        return m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":[{\"type\":\"image\",\"source\":" + source + "}]}");
    };
    VERIFY_ERROR(send("{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"data:image/png;base64,AAAA\"}"), 400, "INVALID_IMAGE_CONTENT");
    VERIFY_ERROR(send("{\"type\":\"base64\",\"media_type\":\"image/bmp\",\"data\":\"AAAA\"}"), 400, "INVALID_IMAGE_CONTENT");
    VERIFY_ERROR(send("{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"!!\"}"), 400, "INVALID_IMAGE_CONTENT");
}

void tst_MessageRoutes::largeContent_survives()
{
    const QByteArray content = "\"" + QByteArray("0123456789abcdef").repeated(60'000) + "\"";
    const Reply made = m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":" + content + "}");
    VERIFY_STATUS(made, 200);
    QVERIFY(m_api.get("/message/" + made.text("id").toLatin1() + "?namespace=m&dialogueId=dlg-n").raw("content") == content);
    const QByteArray tooLarge = "\"" + QByteArray(4 * 1024 * 1024 + 1, 'x') + "\"";
    VERIFY_STATUS(m_api.post("/message", "{\"namespace\":\"m\",\"dialogueId\":\"dlg-n\",\"role\":\"u\",\"content\":" + tooLarge + "}"), 400);
}

void tst_MessageRoutes::batch_keepsItsOrder()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-b1\"}");
    QByteArray batch;
    QStringList contents;
    for (int i = 0; i < 50; ++i) {
        batch += "{\"role\":\"u\",\"content\":\"" + QByteArray::number(i) + "\"},";
        contents.append(QString::number(i));
    }
    const Reply made = m_api.post("/messages?dialogueId=dlg-b1", "[" + batch.chopped(1) + "]");
    VERIFY_STATUS(made, 200);
    QVERIFY(made.json.isArray());
    QCOMPARE(made.texts("", "content"), contents);
    QCOMPARE(m_api.get("/messages?dialogueId=dlg-b1").texts("items", "content"), contents);
    QCOMPARE(m_api.get("/dialogue/dlg-b1").integer("totalMessages"), 50);
    QCOMPARE(m_api.post("/messages?dialogueId=dlg-b1", "[]").body, "[]");
}

void tst_MessageRoutes::batch_isAllOrNothing()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-b2\"}");
    const Reply wrong = m_api.post("/messages?dialogueId=dlg-b2", "[{\"role\":\"u\",\"content\":\"a\"},{\"role\":\"u\"}]");
    VERIFY_ERROR(wrong, 400, "MISSING_PARAMETER");
    QCOMPARE(wrong.text("error.details.0.field"), QStringLiteral("messages[1].content"));
    VERIFY_ERROR(m_api.post("/messages?dialogueId=dlg-b2",
                     "[{\"id\":\"dup-1\",\"role\":\"u\",\"content\":\"a\"},{\"id\":\"dup-1\",\"role\":\"u\",\"content\":\"b\"}]"),
        409, "DUPLICATE_ID");
    QCOMPARE(m_api.get("/messages?dialogueId=dlg-b2").raw("items"), "[]");
    QCOMPARE(m_api.get("/dialogue/dlg-b2").integer("totalMessages"), 0);
    VERIFY_STATUS(m_api.post("/messages?dialogueId=dlg-b2", "{\"role\":\"u\",\"content\":\"a\"}"), 400);
}

void tst_MessageRoutes::batch_ofFiftyOne_isRefused()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-b3\"}");
    const QByteArray batch = QByteArray("{\"role\":\"u\",\"content\":\"a\"},").repeated(51).chopped(1);
    VERIFY_ERROR(m_api.post("/messages?dialogueId=dlg-b3", "[" + batch + "]"), 400, "INVALID_PARAMETER");
    QCOMPARE(m_api.get("/messages?dialogueId=dlg-b3").raw("items"), "[]");
}

void tst_MessageRoutes::tags_changeAndNothingElse()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-t\",\"message\":{\"id\":\"msg-t\",\"role\":\"u\",\"content\":\"c\",\"tags\":[\"a\"]}}");
    m_api.clock.advance(5000);
    const Reply put = m_api.put("/message/msg-t?dialogueId=dlg-t", "{\"tags\":[\"b\",\"c\"],\"content\":\"changed\",\"role\":\"x\"}");
    VERIFY_STATUS(put, 200);
    QCOMPARE(put.raw("tags"), "[\"b\",\"c\"]");
    QCOMPARE(put.text("content"), QStringLiteral("c"));
    QCOMPARE(put.text("role"), QStringLiteral("u"));
    QVERIFY(put.text("modified") > put.text("created"));
    QCOMPARE(m_api.get("/message/msg-t?dialogueId=dlg-t").body, put.body);
    VERIFY_ERROR(m_api.put("/message/msg-t?dialogueId=dlg-t", "{}"), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(m_api.put("/message/nobody?dialogueId=dlg-t", "{\"tags\":[]}"), 404, "MESSAGE_NOT_FOUND");
}

void tst_MessageRoutes::remove_countsAndLowersTheTotal()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-d\",\"messages\":[{\"id\":\"msg-1\",\"role\":\"u\",\"content\":\"1\"},{\"id\":\"msg-2\",\"role\":\"u\",\"content\":\"2\"}]}");
    const Reply removed = m_api.remove("/message/msg-1?dialogueId=dlg-d");
    VERIFY_STATUS(removed, 200);
    QCOMPARE(removed.body, "{\"deleted\":{\"messages\":1}}");
    VERIFY_ERROR(m_api.remove("/message/msg-1?dialogueId=dlg-d"), 404, "MESSAGE_NOT_FOUND");
    QCOMPARE(m_api.get("/dialogue/dlg-d").integer("totalMessages"), 1);
    VERIFY_STATUS(m_api.remove("/message/msg-2?dialogueId=dlg-d"), 200);
    QVERIFY(!m_api.get("/dialogue/dlg-d").has("lastMessageCreated"));
}

void tst_MessageRoutes::withoutItsDialogue_isAMissingParameter()
{
    for (const char *method : {"GET", "DELETE", "PUT"}) {
        const Reply refused = m_api.call(method, "/message/msg-t", "{\"tags\":[]}");
        VERIFY_ERROR(refused, 400, "MISSING_PARAMETER");
        QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("dialogueId"));
    }
    VERIFY_ERROR(m_api.post("/messages", "[]"), 400, "MISSING_PARAMETER");
}

CLOISTER_TEST(tst_MessageRoutes)
#include "tst_MessageRoutes.moc"
