// Memories on the wire, and Idempotency-Key, which every POST that makes records understands.
#include "tests/support/ApiFixture.h"

#include "engine/crypto/ApiKeyText.h"
#include "engine/crypto/Digest.h"
#include "engine/tables/IdempotencyTable.h"

using namespace cloister;
using namespace cloister::test;

static constexpr qint64 kDayMs = qint64(24) * 60 * 60 * 1000;

class tst_MemoryRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void create_givesTheWholeRecord();
    void value_isAnyJson_byteForByte_data();
    void value_isAnyJson_byteForByte();
    void value_missing_isRefused();
    void ownId_taken_isDuplicate();
    void tags_changeAndNothingElse();
    void remove_countsOne();
    void idempotencyKey_repeated_givesTheFirstAnswer_data();
    void idempotencyKey_repeated_givesTheFirstAnswer();
    void idempotencyKey_withAnotherBody_isReused();
    void idempotencyKey_forAnotherDialogue_isReused();
    void idempotencyKey_ofAnotherApiKeyOrRoute_isAnother();
    void idempotencyKey_endsAfterADay();
    void idempotencyKey_afterADelete_isAMiss();
    void idempotencyKey_isKept_withoutABareDigest();
    void idempotencyKey_afterItsDay_goesWithTheNextDelete();
    void idempotencyKey_ofARefusedRequest_isFree();
    void idempotencyKey_malformed_isRefused();

private:
    Reply keyed(const QByteArray &path, const QByteArray &body, const QByteArray &idempotency, const QByteArray &bearer = {})
    {
        return m_api.ask("POST", path, body, bearer.isEmpty() ? m_api.key : bearer, {{"idempotency-key", idempotency}});
    }
    static QByteArray withoutRequestId(const Reply &reply)
    {
        return QByteArray(reply.body).replace(reply.header("X-Request-Id"), "R");
    }
    std::optional<tables::IdempotencyRow> kept(const QByteArray &nameSpace, const char *route, const char *key);

    ApiFixture m_api;
};

// The row of a keyed POST by the fixture's API key.
std::optional<tables::IdempotencyRow> tst_MemoryRoutes::kept(const QByteArray &nameSpace, const char *route, const char *key)
{
    using Row = std::optional<tables::IdempotencyRow>;
    const QString apiKey = QString::fromLatin1(crypto::ApiKeyText::parse(m_api.key).value().id);
    const auto partition = m_api.engine->partitions.open(
        ApiFixture::keyCaller(m_api.projectId), QString::fromLatin1(nameSpace), PartitionMint::Access::Existing);
    return partition->read<Row>([&](PartitionSession &session) {
        return tables::IdempotencyTable(session.scope()).find(apiKey, QString::fromLatin1(route), QString::fromLatin1(key));
    }).value();
}

void tst_MemoryRoutes::initTestCase()
{
    QVERIFY(m_api.start());
}

void tst_MemoryRoutes::create_givesTheWholeRecord()
{
    const Reply made = m_api.post("/api/v1/memory",
        "{\"id\":\"mem-1\",\"namespace\":\"n\",\"label\":\"L\",\"description\":\"line\\nline\",\"value\":{\"b\":1, \"a\":null},"
        "\"tags\":[\"t\"],\"metadata\":{\"k\":[\"v\"]}}");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.body, "{\"id\":\"mem-1\",\"namespace\":\"n\",\"label\":\"L\",\"description\":\"line\\nline\","
                        "\"value\":{\"b\":1, \"a\":null},\"tags\":[\"t\"],\"metadata\":{\"k\":[\"v\"]},"
                        "\"created\":\"2023-05-08T13:56:00.000Z\",\"modified\":\"2023-05-08T13:56:00.000Z\"}");
    QCOMPARE(m_api.get("/memory/mem-1?namespace=n").body, made.body);
    QCOMPARE(m_api.get("/memory?namespace=n").raw("items.0"), made.body);
    VERIFY_ERROR(m_api.get("/memory/mem-1"), 404, "MEMORY_NOT_FOUND");
}

void tst_MemoryRoutes::value_isAnyJson_byteForByte_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char *value : {"null", "true", "0", "-0.0", "1e400", "\"\"", "[]", "{}", "[1, 2 ,{\"z\":0,\"a\":[ ]}]",
             "\"\\ud800\"", "\"\\u0000\"", "12345678901234567890123"})
        QTest::newRow(value) << QByteArray(value);
    QTest::newRow("large") << QByteArray("\"" + QByteArray(600'000, 'v') + "\"");
}

void tst_MemoryRoutes::value_isAnyJson_byteForByte()
{
    QFETCH(QByteArray, value);
    const Reply made = m_api.post("/memory", "{\"value\":" + value + "}");
    VERIFY_STATUS(made, 200);
    QVERIFY(m_api.get("/memory/" + made.text("id").toLatin1()).raw("value") == value);
}

void tst_MemoryRoutes::value_missing_isRefused()
{
    const Reply refused = m_api.post("/memory", "{\"label\":\"x\"}");
    VERIFY_ERROR(refused, 400, "MISSING_PARAMETER");
    QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("value"));
    VERIFY_STATUS(m_api.post("/memory", "{\"value\":1,\"label\":2}"), 400);
    VERIFY_STATUS(m_api.post("/memory", "{\"value\":1,\"description\":{}}"), 400);
}

void tst_MemoryRoutes::ownId_taken_isDuplicate()
{
    VERIFY_STATUS(m_api.post("/memory", "{\"id\":\"mem-dup\",\"value\":1}"), 200);
    VERIFY_ERROR(m_api.post("/memory", "{\"id\":\"mem-dup\",\"value\":2}"), 409, "DUPLICATE_ID");
    VERIFY_STATUS(m_api.post("/memory", "{\"id\":\"mem-dup\",\"value\":3,\"namespace\":\"n\"}"), 200);
    QCOMPARE(m_api.get("/memory/mem-dup").raw("value"), "1");
}

void tst_MemoryRoutes::tags_changeAndNothingElse()
{
    m_api.post("/memory", "{\"id\":\"mem-t\",\"namespace\":\"tt\",\"value\":1,\"tags\":[\"old\"]}");
    m_api.clock.advance(1000);
    const Reply put = m_api.put("/memory/mem-t?namespace=tt", "{\"tags\":[\"new\"],\"value\":2}");
    VERIFY_STATUS(put, 200);
    QCOMPARE(put.raw("value"), "1");
    QCOMPARE(put.raw("tags"), "[\"new\"]");
    QVERIFY(put.text("modified") > put.text("created"));
    QCOMPARE(m_api.get("/memory?namespace=tt&tags=old").raw("items"), "[]");
    QCOMPARE(m_api.get("/memory?namespace=tt&tags=new").ids(), QStringList(QStringLiteral("mem-t")));
}

void tst_MemoryRoutes::remove_countsOne()
{
    m_api.post("/memory", "{\"id\":\"mem-d\",\"value\":1,\"tags\":[\"gone\"]}");
    QCOMPARE(m_api.remove("/memory/mem-d").body, "{\"deleted\":{\"memories\":1}}");
    VERIFY_ERROR(m_api.remove("/memory/mem-d"), 404, "MEMORY_NOT_FOUND");
    QCOMPARE(m_api.get("/memory?tags=gone").raw("items"), "[]");
}

void tst_MemoryRoutes::idempotencyKey_repeated_givesTheFirstAnswer_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("dialogue") << QByteArray("/dialogue") << QByteArray("{\"label\":\"x\"}");
    QTest::newRow("dialogue with messages")
        << QByteArray("/dialogue") << QByteArray("{\"messages\":[{\"role\":\"u\",\"content\":\"a\"},{\"role\":\"u\",\"content\":\"b\"}]}");
    QTest::newRow("memory") << QByteArray("/memory") << QByteArray("{\"value\":[1]}");
    QTest::newRow("message") << QByteArray("/message") << QByteArray("{\"dialogueId\":\"dlg-i\",\"role\":\"u\",\"content\":\"a\"}");
    QTest::newRow("messages") << QByteArray("/messages?dialogueId=dlg-i")
                              << QByteArray("[{\"role\":\"u\",\"content\":\"a\"},{\"role\":\"u\",\"content\":\"b\"}]");
}

void tst_MemoryRoutes::idempotencyKey_repeated_givesTheFirstAnswer()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    m_api.post("/dialogue", "{\"id\":\"dlg-i\"}");
    const QByteArray key = QByteArray("repeat-") + QTest::currentDataTag();
    const QByteArray spaceless = QByteArray(key).replace(' ', '-');
    const Reply first = keyed(path, body, spaceless);
    VERIFY_STATUS(first, 200);
    const Reply counted = m_api.get("/namespace?prefix=default");
    m_api.clock.advance(3000);
    const Reply again = keyed("/api/v1" + path, body, spaceless);
    VERIFY_STATUS(again, 200);
    QCOMPARE(withoutRequestId(again), withoutRequestId(first));
    QCOMPARE(m_api.get("/namespace?prefix=default").raw("items"), counted.raw("items")); // and nothing was made
    VERIFY_STATUS(keyed(path, body, spaceless + "-other"), 200);
}

void tst_MemoryRoutes::idempotencyKey_withAnotherBody_isReused()
{
    VERIFY_STATUS(keyed("/memory", "{\"value\":1}", "reuse-1"), 200);
    VERIFY_ERROR(keyed("/memory", "{\"value\":2}", "reuse-1"), 409, "IDEMPOTENCY_KEY_REUSED");
}

void tst_MemoryRoutes::idempotencyKey_forAnotherDialogue_isReused()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-i1\"}");
    m_api.post("/dialogue", "{\"id\":\"dlg-i2\"}");
    const QByteArray body = "[{\"role\":\"u\",\"content\":\"a\"}]";
    VERIFY_STATUS(keyed("/messages?dialogueId=dlg-i1", body, "place-1"), 200);
    VERIFY_ERROR(keyed("/messages?dialogueId=dlg-i2", body, "place-1"), 409, "IDEMPOTENCY_KEY_REUSED");
    QCOMPARE(m_api.get("/messages?dialogueId=dlg-i2").raw("items"), "[]");
}

void tst_MemoryRoutes::idempotencyKey_ofAnotherApiKeyOrRoute_isAnother()
{
    const QByteArray other = m_api.newKey(m_api.projectId);
    const QByteArray body = "{\"value\":1}";
    const Reply mine = keyed("/memory", body, "scope-1");
    const Reply theirs = keyed("/memory", body, "scope-1", other);
    VERIFY_STATUS(theirs, 200);
    QVERIFY(theirs.text("id") != mine.text("id"));
    VERIFY_STATUS(keyed("/dialogue", body, "scope-1"), 200);
}

void tst_MemoryRoutes::idempotencyKey_endsAfterADay()
{
    const Reply first = keyed("/memory", "{\"value\":1}", "day-1");
    m_api.clock.advance(kDayMs - 1);
    QCOMPARE(keyed("/memory", "{\"value\":1}", "day-1").text("id"), first.text("id"));
    m_api.clock.advance(1);
    const Reply later = keyed("/memory", "{\"value\":1}", "day-1");
    VERIFY_STATUS(later, 200);
    QVERIFY(later.text("id") != first.text("id"));
}

void tst_MemoryRoutes::idempotencyKey_afterADelete_isAMiss()
{
    const Reply first = keyed("/memory", "{\"value\":1}", "deleted-1");
    VERIFY_STATUS(m_api.remove("/memory/" + first.text("id").toLatin1()), 200);
    VERIFY_ERROR(keyed("/memory", "{\"value\":1}", "deleted-1"), 404, "MEMORY_NOT_FOUND");
}

// So that a content that was deleted cannot be tried against what is kept: one request has another digest in every
// namespace, and none that can be made without its key.
void tst_MemoryRoutes::idempotencyKey_isKept_withoutABareDigest()
{
    const QByteArray body = "[{\"id\":\"msg-bare\",\"role\":\"u\",\"content\":\"guess me\"}]";
    const QByteArray bare = crypto::sha256(crypto::sha256(body) + "dlg-bare");
    QByteArrayList digests;
    for (const QByteArray nameSpace : {"bare-1", "bare-2"}) {
        VERIFY_STATUS(m_api.post("/dialogue", "{\"namespace\":\"" + nameSpace + "\",\"id\":\"dlg-bare\"}"), 200);
        const QByteArray place = "?namespace=" + nameSpace + "&dialogueId=dlg-bare";
        VERIFY_STATUS(keyed("/messages" + place, body, "bare"), 200);
        VERIFY_STATUS(m_api.remove("/message/msg-bare" + place), 200);
        const auto row = kept(nameSpace, "POST /messages", "bare");
        QVERIFY(row.has_value()); // or a repeat would make the record again
        digests.append(row->digest);
        QVERIFY(row->digest.size() >= 32 && row->digest != bare && row->digest != bare.toHex());
        VERIFY_ERROR(keyed("/messages" + place, body, "bare"), 404, "MESSAGE_NOT_FOUND");
    }
    QVERIFY(digests.first() != digests.last());
}

void tst_MemoryRoutes::idempotencyKey_afterItsDay_goesWithTheNextDelete()
{
    VERIFY_STATUS(keyed("/memory", "{\"id\":\"mem-e1\",\"namespace\":\"ends\",\"value\":1}", "ends-1"), 200);
    m_api.clock.advance(kDayMs / 2);
    VERIFY_STATUS(keyed("/memory", "{\"id\":\"mem-e2\",\"namespace\":\"ends\",\"value\":1}", "ends-2"), 200);
    m_api.clock.advance(kDayMs / 2);
    QVERIFY(kept("ends", "POST /memory", "ends-1"));
    VERIFY_STATUS(m_api.remove("/memory/mem-e1?namespace=ends"), 200);
    QVERIFY(!kept("ends", "POST /memory", "ends-1"));
    QVERIFY(kept("ends", "POST /memory", "ends-2")); // the control: its day is not over
}

void tst_MemoryRoutes::idempotencyKey_ofARefusedRequest_isFree()
{
    VERIFY_STATUS(keyed("/memory", "{\"valu\":1}", "refused-1"), 400);
    VERIFY_STATUS(keyed("/memory", "{\"value\":1}", "refused-1"), 200);
}

void tst_MemoryRoutes::idempotencyKey_malformed_isRefused()
{
    for (const QByteArray &bad : {QByteArray(256, 'k'), QByteArray("a b"), QByteArray("\xc3\xa4")}) {
        const Reply refused = keyed("/memory", "{\"value\":1}", bad);
        VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
        QCOMPARE(refused.text("error.details.0.field"), QStringLiteral("Idempotency-Key"));
    }
    VERIFY_STATUS(keyed("/memory", "{\"value\":1}", QByteArray(255, 'k')), 200);
}

CLOISTER_TEST(tst_MemoryRoutes)
#include "tst_MemoryRoutes.moc"
