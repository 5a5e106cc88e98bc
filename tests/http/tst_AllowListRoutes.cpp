// From where keys and administrators may come, and that every refusal is in the record.
#include "engine/auth/AddressRules.h"
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_AllowListRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aProject_withoutAList_admitsAll();
    void aList_decidesAfterTheKey();
    void aBadList_isRefused_data();
    void aBadList_isRefused();
    void aListThatShutsOutTheCaller_needsConfirmation();
    void administration_opensToTheListed();
    void theLocalToken_isForThisMachine();
    void test_tellsWhy();
    void forwardedHeaders_areBelievedOfNamedProxies();
    void connections_endAtAcceptWhereEveryProjectHasAList();
    void whatTransportsRefuse_isCounted();
    void changes_leaveEvents();
    void refusalsOfStrangers_areFolded();
    void aFloodOfRefusals_isSixtyEvents();
    void refusalsOfKeys_areEventsOfTheirProject();

private:
    Reply setList(const QByteArray &base, const QByteArray &items)
    {
        return m_api->admit("PUT", base + "/allow-list", "{\"items\":" + items + ",\"confirm\":true}");
    }
    QByteArray project() const { return "/projects/" + m_api->projectId.toLatin1(); }
    Reply from(const char *address, const QByteArray &bearer, const QByteArray &path = "/dialogue",
        const ApiFixture::Headers &headers = {})
    {
        return m_api->ask("GET", path, {}, bearer, headers, QHostAddress(QString::fromLatin1(address)));
    }
    /// Events of refusals in a log, as "address outcome count".
    QStringList refusals(const QByteArray &base = {});

    std::unique_ptr<ApiFixture> m_api;
};

void tst_AllowListRoutes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

QStringList tst_AllowListRoutes::refusals(const QByteArray &base)
{
    const auto textOf = [](const JsonSlice &event, const char *name) {
        const auto member = event.member(QLatin1String(name));
        return member ? member->toTextReplacing() : QString();
    };
    QStringList seen;
    const Reply events = m_api->admit("GET", base + "/events?limit=1000&action=access.refused");
    const auto items = events.at("items");
    for (const JsonSlice &item : items ? items->elements() : QList<JsonSlice>()) {
        const JsonSlice event = *item.member(QLatin1String("event"));
        const auto count = event.member(QLatin1String("count"));
        seen.append(QStringLiteral("%1 %2 %3").arg(textOf(event, "address"), textOf(event, "outcome"))
                        .arg(count ? count->toInteger().value_or(-1) : 0));
    }
    seen.sort();
    return seen;
}

void tst_AllowListRoutes::aProject_withoutAList_admitsAll()
{
    QCOMPARE(m_api->admit("GET", project() + "/allow-list").at("items")->size(), 0);
    VERIFY_STATUS(from("192.0.2.7", m_api->key), 200);
    VERIFY_STATUS(from("2001:db8::1", m_api->key), 200);
}

void tst_AllowListRoutes::aList_decidesAfterTheKey()
{
    const auto other = m_api->project(QStringLiteral("other"));
    QVERIFY(other.has_value());
    const QByteArray otherKey = m_api->newKey(other->id);
    const Reply set = setList(project(), R"([{"network":"192.0.2.0/24","note":"office"},{"network":"2001:db8::/32"}])");
    VERIFY_STATUS(set, 200);
    QCOMPARE(set.texts("items", "network"), QStringList({QStringLiteral("192.0.2.0/24"), QStringLiteral("2001:db8::/32")}));
    QCOMPARE(set.text("items.0.note"), QStringLiteral("office"));
    VERIFY_STATUS(from("192.0.2.7", m_api->key), 200);
    VERIFY_STATUS(from("::ffff:192.0.2.7", m_api->key), 200);
    VERIFY_STATUS(from("2001:db8::1", m_api->key), 200);
    VERIFY_ERROR(from("203.0.113.9", m_api->key), 403, "IP_NOT_ALLOWED");
    VERIFY_ERROR(from("127.0.0.1", m_api->key), 403, "IP_NOT_ALLOWED");
    VERIFY_ERROR(from("203.0.113.9", "cl_wrong"), 401, "UNAUTHENTICATED"); // says nothing about lists
    VERIFY_STATUS(from("203.0.113.9", otherKey), 200);
    VERIFY_STATUS(setList(project(), "[]"), 200);
    VERIFY_STATUS(from("203.0.113.9", m_api->key), 200);
}

void tst_AllowListRoutes::aBadList_isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no items") << QByteArray("{}");
    QTest::newRow("no list") << QByteArray("{\"items\":7}");
    QTest::newRow("no network") << QByteArray("{\"items\":[{}]}");
    QTest::newRow("a name") << QByteArray("{\"items\":[{\"network\":\"localhost\"}]}");
    QTest::newRow("bits beyond") << QByteArray("{\"items\":[{\"network\":\"192.0.2.7/24\"}]}");
    QTest::newRow("twice") << QByteArray("{\"items\":[{\"network\":\"192.0.2.7\"},{\"network\":\"::ffff:192.0.2.7\"}]}");
    QTest::newRow("note") << QByteArray("{\"items\":[{\"network\":\"192.0.2.7\",\"note\":\"a\\nb\"}]}");
    QByteArray many = "{\"items\":[{\"network\":\"10.0.0.0\"}";
    for (int i = 1; i <= 1000; ++i)
        many += ",{\"network\":\"10.0." + QByteArray::number(i / 256) + '.' + QByteArray::number(i % 256) + "\"}";
    QTest::newRow("too many") << many + "]}";
}

void tst_AllowListRoutes::aBadList_isRefused()
{
    QFETCH(const QByteArray, body);
    VERIFY_STATUS(m_api->admit("PUT", project() + "/allow-list", body), 400);
    QCOMPARE(m_api->admit("GET", project() + "/allow-list").at("items")->size(), 0);
}

void tst_AllowListRoutes::aListThatShutsOutTheCaller_needsConfirmation()
{
    const QByteArray items = "{\"items\":[{\"network\":\"192.0.2.0/24\"}]";
    VERIFY_ERROR(m_api->admit("PUT", project() + "/allow-list", items + "}"), 409, "CONFLICT");
    QCOMPARE(m_api->admit("GET", project() + "/allow-list").at("items")->size(), 0);
    VERIFY_ERROR(m_api->admit("PUT", project() + "/allow-list", items + ",\"confirm\":false}"), 409, "CONFLICT");
    VERIFY_STATUS(m_api->admit("PUT", project() + "/allow-list", items + ",\"confirm\":true}"), 200);
    VERIFY_STATUS(m_api->admit("PUT", project() + "/allow-list", items + "}"), 200); // was out already
    VERIFY_STATUS(m_api->admit("PUT", project() + "/allow-list", "{\"items\":[{\"network\":\"127.0.0.0/8\"}]}"), 200);
    VERIFY_STATUS(m_api->admit("PUT", "/allow-list", items + "}"), 200); // this machine administers anyway
    VERIFY_ERROR(m_api->admit("PUT", "/projects/none/allow-list", items + "}"), 404, "PROJECT_NOT_FOUND");
}

void tst_AllowListRoutes::administration_opensToTheListed()
{
    VERIFY_STATUS(m_api->admit("POST", "/accounts", R"({"name":"anna","role":"owner","passphrase":"a long passphrase"})"), 200);
    const QByteArray signIn = R"({"name":"anna","passphrase":"a long passphrase"})";
    const QHostAddress away(QStringLiteral("192.0.2.7"));
    VERIFY_ERROR(m_api->ask("POST", "/admin/v1/sessions", signIn, {}, {}, away), 403, "IP_NOT_ALLOWED");
    VERIFY_STATUS(setList({}, R"([{"network":"192.0.2.7"}])"), 200);
    const Reply started = m_api->ask("POST", "/admin/v1/sessions", signIn, {}, {}, away);
    VERIFY_STATUS(started, 200);
    const QByteArray token = started.text("token").toLatin1();
    VERIFY_STATUS(from("192.0.2.7", token, "/admin/v1/session"), 200);
    VERIFY_ERROR(from("192.0.2.8", token, "/admin/v1/session"), 403, "IP_NOT_ALLOWED");
    // From there a list without the place itself needs to be confirmed.
    const QByteArray without = R"({"items":[{"network":"192.0.2.9"}]})";
    VERIFY_ERROR(m_api->ask("PUT", "/admin/v1/allow-list", without, token, {}, away), 409, "CONFLICT");
    VERIFY_STATUS(from("192.0.2.7", token, "/admin/v1/session"), 200);
    VERIFY_STATUS(m_api->ask("PUT", "/admin/v1/allow-list", R"({"items":[],"confirm":true})", token, {}, away), 200);
    VERIFY_ERROR(from("192.0.2.7", token, "/admin/v1/session"), 403, "IP_NOT_ALLOWED");
    VERIFY_STATUS(from("127.0.0.1", token, "/admin/v1/session"), 200);
}

void tst_AllowListRoutes::theLocalToken_isForThisMachine()
{
    VERIFY_STATUS(setList({}, R"([{"network":"192.0.2.7"}])"), 200);
    VERIFY_ERROR(from("192.0.2.7", m_api->adminToken(), "/admin/v1/session"), 403, "FORBIDDEN");
    VERIFY_STATUS(from("::1", m_api->adminToken(), "/admin/v1/session"), 200);
}

void tst_AllowListRoutes::test_tellsWhy()
{
    const auto why = [&](const QByteArray &base, const char *address) {
        const Reply reply = m_api->admit("GET", base + "/allow-list/test?address=" + address);
        return QString::fromLatin1(reply.raw("passes")) + QLatin1Char(' ') + reply.text("why") + QLatin1Char(' ') + reply.text("note");
    };
    QCOMPARE(why(project(), "203.0.113.9"), QStringLiteral("true NO_LIST "));
    VERIFY_STATUS(setList(project(), R"([{"network":"192.0.2.0/24","note":"office"}])"), 200);
    QCOMPARE(why(project(), "203.0.113.9"), QStringLiteral("false NOT_LISTED "));
    QCOMPARE(why(project(), "192.0.2.200"), QStringLiteral("true LISTED office"));
    QCOMPARE(why(project(), "::ffff:192.0.2.200"), QStringLiteral("true LISTED office"));
    QCOMPARE(why({}, "192.0.2.200"), QStringLiteral("false NOT_LISTED "));
    QCOMPARE(why({}, "127.0.0.1"), QStringLiteral("true THIS_MACHINE "));
    // A key's own list holds besides the project's.
    const Reply bound = m_api->admit("POST", project() + "/keys", R"({"label":"bound","addresses":["192.0.2.128/25"]})");
    VERIFY_STATUS(bound, 200);
    const auto ofKey = [&](const char *address, const QByteArray &id) {
        const Reply reply = m_api->admit("GET", project() + "/allow-list/test?address=" + address + "&key=" + id);
        return QString::fromLatin1(reply.raw("passes")) + QLatin1Char(' ') + reply.text("why") + QLatin1Char(' ')
            + reply.text("keyWhy") + QLatin1Char(' ') + reply.text("keyNetwork");
    };
    const QByteArray boundId = bound.text("id").toLatin1();
    QCOMPARE(ofKey("192.0.2.200", boundId), QStringLiteral("true LISTED LISTED 192.0.2.128/25"));
    QCOMPARE(ofKey("192.0.2.7", boundId), QStringLiteral("false LISTED NOT_LISTED "));
    QCOMPARE(ofKey("203.0.113.9", boundId), QStringLiteral("false NOT_LISTED NOT_LISTED "));
    QCOMPARE(ofKey("192.0.2.7", m_api->key.mid(3, 8)), QStringLiteral("true LISTED NO_LIST "));
    const QByteArray boundKey = bound.text("key").toLatin1(); // and so it is
    VERIFY_STATUS(from("192.0.2.200", boundKey), 200);
    VERIFY_ERROR(from("192.0.2.7", boundKey), 403, "IP_NOT_ALLOWED");
    VERIFY_ERROR(m_api->admit("GET", project() + "/allow-list/test?address=192.0.2.7&key=nobody00"), 404, "KEY_NOT_FOUND");
    VERIFY_ERROR(m_api->admit("GET", "/allow-list/test?address=192.0.2.7&key=" + boundId), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api->admit("GET", "/allow-list/test"), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(m_api->admit("GET", "/allow-list/test?address=192.0.2.0%2F24"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(m_api->admit("GET", "/allow-list/test?address=here"), 400, "INVALID_PARAMETER");
}

void tst_AllowListRoutes::forwardedHeaders_areBelievedOfNamedProxies()
{
    VERIFY_STATUS(setList(project(), R"([{"network":"192.0.2.7"}])"), 200);
    const auto through = [&](const char *proxy, const QByteArray &hops) {
        return from(proxy, m_api->key, "/dialogue", {{"x-forwarded-for", hops}}).status;
    };
    QCOMPARE(through("198.51.100.1", "192.0.2.7"), 403); // not named: the header is not looked at
    QCOMPARE(through("192.0.2.7", "203.0.113.9"), 200);
    auth::AddressRules rules = *m_api->workspace->rules().get();
    rules.proxies = auth::AllowList({{QStringLiteral("198.51.100.0/24"), {}, 0}});
    m_api->workspace->rules().set(rules);
    QCOMPARE(through("198.51.100.1", "192.0.2.7"), 200);
    QCOMPARE(through("198.51.100.1", "203.0.113.9"), 403);
    QCOMPARE(through("198.51.100.1", "203.0.113.9, 192.0.2.7"), 200); // what the nearest proxy saw
    QCOMPARE(through("198.51.100.1", "192.0.2.7, 203.0.113.9"), 403); // what a client made up
    QCOMPARE(through("198.51.100.1", "192.0.2.7, 198.51.100.2"), 200); // through two of them
    QCOMPARE(through("198.51.100.1", "here"), 400);
    QCOMPARE(through("198.51.100.1", ""), 400);
    QCOMPARE(from("198.51.100.1", m_api->key).status, 403); // the proxy itself
    VERIFY_ERROR(m_api->ask("GET", "/admin/v1/session", {}, m_api->adminToken(), {{"x-forwarded-for", "127.0.0.1"}},
                     QHostAddress(QStringLiteral("203.0.113.9"))), 403, "IP_NOT_ALLOWED");
}

void tst_AllowListRoutes::connections_endAtAcceptWhereEveryProjectHasAList()
{
    const http::TransportHooks hooks = m_api->dispatcher().hooks();
    const auto admits = [&](const char *address) { return hooks.admit(QHostAddress(QString::fromLatin1(address))); };
    QVERIFY(admits("203.0.113.9"));
    VERIFY_STATUS(setList(project(), R"([{"network":"192.0.2.0/24"}])"), 200);
    QVERIFY(!admits("203.0.113.9"));
    QVERIFY(admits("::ffff:192.0.2.7"));
    QVERIFY(admits("127.0.0.1"));
    const auto other = m_api->project(QStringLiteral("other"));
    QVERIFY(admits("203.0.113.9")); // a new project is open to all
    const QByteArray otherPath = "/projects/" + other->id.toLatin1();
    VERIFY_STATUS(setList(otherPath, R"([{"network":"198.51.100.7"}])"), 200);
    QVERIFY(!admits("203.0.113.9"));
    QVERIFY(admits("198.51.100.7"));
    VERIFY_STATUS(m_api->admit("DELETE", otherPath + "?confirm=other"), 200);
    QVERIFY(!admits("198.51.100.7")); // its list went with it
}

void tst_AllowListRoutes::whatTransportsRefuse_isCounted()
{
    const http::TransportHooks hooks = m_api->dispatcher().hooks();
    for (int i = 0; i < 3; ++i)
        hooks.onRefused(QHostAddress(QStringLiteral("203.0.113.9")), http::Refusal::NotAdmitted);
    hooks.onRefused(QHostAddress(QStringLiteral("203.0.113.9")), http::Refusal::TlsHandshake);
    QCOMPARE(hooks.bodyLimit(http::Method::Post, "/api/v1/message"), http::kLargeBody);
    QVERIFY(m_api->engine->refusals.write().has_value());
    QCOMPARE(refusals(), QStringList({QStringLiteral("203.0.113.9 NOT_ADMITTED 3"), QStringLiteral("203.0.113.9 TLS_HANDSHAKE 1")}));
}

void tst_AllowListRoutes::changes_leaveEvents()
{
    VERIFY_STATUS(setList({}, R"([{"network":"192.0.2.7"},{"network":"192.0.2.8"}])"), 200);
    VERIFY_STATUS(setList({}, R"([{"network":"192.0.2.8"},{"network":"192.0.2.9"}])"), 200);
    const Reply events = m_api->admit("GET", "/events?limit=1000");
    QStringList seen;
    for (const JsonSlice &item : events.at("items")->elements()) {
        const JsonSlice event = *item.member(QLatin1String("event"));
        const QString action = event.member(QLatin1String("action"))->toTextReplacing();
        if (action.startsWith(QLatin1String("address.")))
            seen.append(action + QLatin1Char(' ') + event.member(QLatin1String("entity"))->member(QLatin1String("ref"))->toTextReplacing());
    }
    QCOMPARE(seen, QStringList({QStringLiteral("address.allow 192.0.2.7"), QStringLiteral("address.allow 192.0.2.8"),
        QStringLiteral("address.disallow 192.0.2.7"), QStringLiteral("address.allow 192.0.2.9")}));
}

void tst_AllowListRoutes::refusalsOfStrangers_areFolded()
{
    for (int i = 0; i < 5; ++i)
        from("203.0.113.9", "cl_wrong");
    from("203.0.113.10", "cl_wrong");
    from("203.0.113.9", "wrong", "/admin/v1/session");
    QCOMPARE(refusals(), QStringList()); // nobody has waited for them
    QVERIFY(m_api->engine->refusals.write().has_value());
    const QStringList expected{QStringLiteral("203.0.113.10 UNAUTHENTICATED 1"),
        QStringLiteral("203.0.113.9 IP_NOT_ALLOWED 1"), QStringLiteral("203.0.113.9 UNAUTHENTICATED 5")};
    const QStringList seen = refusals();
    QCOMPARE(seen, expected);
    QVERIFY(m_api->engine->refusals.write().has_value());
    QCOMPARE(refusals(), expected); // once each
}

void tst_AllowListRoutes::aFloodOfRefusals_isSixtyEvents()
{
    for (int i = 0; i < 1000; ++i)
        m_api->engine->refusals.note(QHostAddress(quint32(0x0a000000 + i)), QStringLiteral("BAD_REQUEST"));
    for (int i = 0; i < 1000; ++i)
        m_api->engine->refusals.note(QHostAddress(quint32(0x0a000000)), QStringLiteral("BAD_REQUEST"));
    QVERIFY(m_api->engine->refusals.write().has_value());
    const QStringList seen = refusals();
    QCOMPARE(seen.size(), 60);
    QVERIFY(seen.contains(QStringLiteral(" MANY 941")));
    QVERIFY(seen.contains(QStringLiteral("10.0.0.0 BAD_REQUEST 1001")));
}

void tst_AllowListRoutes::refusalsOfKeys_areEventsOfTheirProject()
{
    const QByteArray reader = m_api->newKey(m_api->projectId, Scope::Read);
    VERIFY_ERROR(m_api->ask("POST", "/memory", "{\"value\":1}", reader), 403, "FORBIDDEN");
    VERIFY_STATUS(setList(project(), R"([{"network":"192.0.2.7"}])"), 200);
    VERIFY_ERROR(from("203.0.113.9", m_api->key), 403, "IP_NOT_ALLOWED");
    const QStringList seen = refusals(project());
    QCOMPARE(seen.size(), 2);
    QVERIFY(seen.first().startsWith(QLatin1String("192.0.2.7 FORBIDDEN")));
    QVERIFY(seen.last().startsWith(QLatin1String("203.0.113.9 IP_NOT_ALLOWED")));
}

CLOISTER_TEST(tst_AllowListRoutes)
#include "tst_AllowListRoutes.moc"
