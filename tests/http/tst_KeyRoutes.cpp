// API keys over their life: addresses of their own, rotation, last use.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_KeyRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKey_withAddresses_isForThoseAlone();
    void badAddresses_areRefused_data();
    void badAddresses_areRefused();
    void rotate_replacesAtOnce();
    void rotate_withGrace_endsLater();
    void rotate_refusesWhatHasEnded();
    void lastUse_isCoarse();

private:
    Reply create(const QByteArray &members)
    {
        return m_api->admit("POST", path(), "{\"label\":\"one\"" + members + "}");
    }
    QByteArray path() const { return "/projects/" + m_api->projectId.toLatin1() + "/keys"; }
    int use(const QByteArray &key, const char *address = "192.0.2.7")
    {
        return m_api->ask("GET", "/dialogue", {}, key, {}, QHostAddress(QString::fromLatin1(address))).status;
    }
    /// A member of the key of that id as it is listed.
    QString listed(const QString &id, const char *member)
    {
        const Reply keys = m_api->admit("GET", path());
        const qsizetype place = keys.ids().indexOf(id);
        return place < 0 ? QStringLiteral("none") : keys.texts("items", member).at(place);
    }

    std::unique_ptr<ApiFixture> m_api;
};

void tst_KeyRoutes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

void tst_KeyRoutes::aKey_withAddresses_isForThoseAlone()
{
    const Reply made = create(",\"addresses\":[\"192.0.2.0/24\",\"::ffff:203.0.113.9\"]");
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.raw("addresses"), "[\"192.0.2.0/24\",\"203.0.113.9\"]");
    const QByteArray key = made.text("key").toLatin1();
    QCOMPARE(use(key), 200);
    QCOMPARE(use(key, "203.0.113.9"), 200);
    QCOMPARE(use(key, "203.0.113.8"), 403);
    QCOMPARE(use(m_api->key, "203.0.113.8"), 200); // another key of the project
    // The project's list holds besides.
    VERIFY_STATUS(m_api->admit("PUT", "/projects/" + m_api->projectId.toLatin1() + "/allow-list",
                      "{\"items\":[{\"network\":\"192.0.2.0/24\"}],\"confirm\":true}"), 200);
    QCOMPARE(use(key), 200);
    QCOMPARE(use(key, "203.0.113.9"), 403);
}

void tst_KeyRoutes::badAddresses_areRefused_data()
{
    QTest::addColumn<QByteArray>("addresses");
    QTest::newRow("empty") << QByteArray("[]");
    QTest::newRow("text") << QByteArray("\"192.0.2.7\"");
    QTest::newRow("name") << QByteArray("[\"localhost\"]");
    QTest::newRow("bits beyond") << QByteArray("[\"192.0.2.7/24\"]");
    QTest::newRow("number") << QByteArray("[7]");
}

void tst_KeyRoutes::badAddresses_areRefused()
{
    QFETCH(const QByteArray, addresses);
    VERIFY_ERROR(create(",\"addresses\":" + addresses), 400, "INVALID_PARAMETER");
}

void tst_KeyRoutes::rotate_replacesAtOnce()
{
    const Reply made = create(",\"scopes\":[\"read\",\"search\"],\"namespaces\":[\"acme\"],\"addresses\":[\"192.0.2.0/24\"],"
                              "\"expires\":\"2030-01-01\"");
    VERIFY_STATUS(made, 200);
    const Reply next = m_api->admit("POST", path() + '/' + made.text("id").toLatin1() + "/rotate");
    VERIFY_STATUS(next, 200);
    QVERIFY(next.text("id") != made.text("id"));
    QVERIFY(next.text("key") != made.text("key"));
    for (const char *member : {"label", "scopes", "namespaces", "addresses", "expires", "projectId"})
        QCOMPARE(next.raw(member), made.raw(member));
    const QByteArray query = "/dialogue?namespace=acme";
    VERIFY_ERROR(m_api->ask("GET", query, {}, made.text("key").toLatin1()), 401, "UNAUTHENTICATED");
    VERIFY_STATUS(m_api->ask("GET", query, {}, next.text("key").toLatin1()), 200);
    const Reply events = m_api->admit("GET", "/events?order=desc&limit=2");
    QCOMPARE(events.text("items.1.event.action"), QStringLiteral("key.rotate"));
    QCOMPARE(events.text("items.1.event.entity.ref"), made.text("id"));
    QCOMPARE(events.text("items.0.event.action"), QStringLiteral("key.create"));
    QCOMPARE(events.text("items.0.event.entity.ref"), next.text("id"));
}

void tst_KeyRoutes::rotate_withGrace_endsLater()
{
    const Reply made = create({});
    const QByteArray old = made.text("key").toLatin1();
    const QByteArray rotate = path() + '/' + made.text("id").toLatin1() + "/rotate";
    VERIFY_ERROR(m_api->admit("POST", rotate, "{\"graceSeconds\":-1}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api->admit("POST", rotate, "{\"graceSeconds\":2592001}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api->admit("POST", rotate, "{\"graceSeconds\":\"1\"}"), 400, "INVALID_PARAMETER");
    const Reply next = m_api->admit("POST", rotate, "{\"graceSeconds\":3600}");
    VERIFY_STATUS(next, 200);
    QVERIFY(!next.has("expires"));
    QCOMPARE(use(old), 200);
    m_api->clock.advance(3'600'000 - 1);
    QCOMPARE(use(old), 200);
    m_api->clock.advance(1);
    QCOMPARE(use(old), 401);
    QCOMPARE(use(next.text("key").toLatin1()), 200);
}

void tst_KeyRoutes::rotate_refusesWhatHasEnded()
{
    const Reply made = create({});
    const QByteArray rotate = path() + '/' + made.text("id").toLatin1() + "/rotate";
    VERIFY_STATUS(m_api->admit("POST", rotate), 200);
    VERIFY_ERROR(m_api->admit("POST", rotate), 409, "CONFLICT");
    VERIFY_ERROR(m_api->admit("POST", path() + "/nosuchid/rotate"), 404, "KEY_NOT_FOUND");
    const auto other = m_api->project(QStringLiteral("other"));
    QVERIFY(other.has_value());
    const Reply third = create({});
    VERIFY_ERROR(m_api->admit("POST", "/projects/" + other->id.toLatin1() + "/keys/" + third.text("id").toLatin1() + "/rotate"),
        404, "KEY_NOT_FOUND");
    QCOMPARE(use(third.text("key").toLatin1()), 200);
}

// Noted at most once a minute, so that reading does not write.
void tst_KeyRoutes::lastUse_isCoarse()
{
    const Reply made = create({});
    const QByteArray key = made.text("key").toLatin1();
    QCOMPARE(listed(made.text("id"), "lastUsed"), QString());
    QCOMPARE(use(key), 200);
    const QString first = QStringLiteral("2023-05-08T13:56:00.000Z");
    QTRY_COMPARE(listed(made.text("id"), "lastUsed"), first);
    m_api->clock.advance(59'000);
    QCOMPARE(use(key), 200);
    QCOMPARE(listed(made.text("id"), "lastUsed"), first);
    m_api->clock.advance(1'000);
    QCOMPARE(use(key), 200);
    QTRY_COMPARE(listed(made.text("id"), "lastUsed"), QStringLiteral("2023-05-08T13:57:00.000Z")); // nobody waits for it
}

CLOISTER_TEST(tst_KeyRoutes)
#include "tst_KeyRoutes.moc"
