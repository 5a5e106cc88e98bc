// Accounts, sessions, and what each role opens.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_AccountRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void theLocalToken_isAnOwner();
    void anAccount_signsInAndOut();
    void wrongPassphrases_areAllAlike();
    void tenFailures_makeAnAddressWait();
    void badAccounts_areRefused_data();
    void badAccounts_areRefused();
    void aSession_endsWhenIdle();
    void aChangeOfRole_endsTheSessions();
    void theLastOwner_stays();
    void passphrases_areChanged();
    void sessions_areForThisMachineAlone();
    void everyAct_leavesAnEvent();

private:
    Reply create(const char *name, const char *role);
    /// A session's token; empty when signing in fails.
    QByteArray signIn(const char *name, const char *passphrase = kPassphrase);
    Reply as(const QByteArray &token, const char *method, const QByteArray &path, const QByteArray &body = {});

    static constexpr char kPassphrase[] = "a long passphrase";
    std::unique_ptr<ApiFixture> m_api;
};

void tst_AccountRoutes::initTestCase()
{
    QVERIFY(crypto::initialise().has_value());
}

void tst_AccountRoutes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

Reply tst_AccountRoutes::create(const char *name, const char *role)
{
    return m_api->admit("POST", "/accounts",
        QByteArray("{\"name\":\"") + name + "\",\"role\":\"" + role + "\",\"passphrase\":\"" + kPassphrase + "\"}");
}

Reply tst_AccountRoutes::as(const QByteArray &token, const char *method, const QByteArray &path, const QByteArray &body)
{
    return m_api->ask(method, "/admin/v1" + path, body, token, {}, QHostAddress(QHostAddress::LocalHost));
}

QByteArray tst_AccountRoutes::signIn(const char *name, const char *passphrase)
{
    return as({}, "POST", "/sessions",
        QByteArray("{\"name\":\"") + name + "\",\"passphrase\":\"" + passphrase + "\"}").text("token").toLatin1();
}

void tst_AccountRoutes::theLocalToken_isAnOwner()
{
    const Reply reply = m_api->admit("GET", "/session");
    VERIFY_STATUS(reply, 200);
    QCOMPARE(reply.text("name"), QStringLiteral("local"));
    QCOMPARE(reply.text("role"), QStringLiteral("owner"));
    VERIFY_ERROR(m_api->admit("DELETE", "/sessions"), 404, "NOT_FOUND");
    VERIFY_STATUS(m_api->admit("GET", "/session"), 200);
}

void tst_AccountRoutes::anAccount_signsInAndOut()
{
    const Reply made = create("anna", "operator");
    VERIFY_STATUS(made, 200);
    QVERIFY(!made.body.contains("pass"));
    const QByteArray token = signIn("anna");
    QCOMPARE(token.size(), 43);
    const Reply shown = as(token, "GET", "/session");
    QCOMPARE(shown.text("name"), QStringLiteral("anna"));
    QCOMPARE(shown.text("role"), QStringLiteral("operator"));
    QCOMPARE(shown.integer("idleSeconds"), 900);
    VERIFY_STATUS(as(token, "GET", "/projects"), 200);
    VERIFY_ERROR(as(token, "GET", "/accounts"), 403, "FORBIDDEN");
    VERIFY_STATUS(as(token, "DELETE", "/sessions"), 200);
    VERIFY_ERROR(as(token, "GET", "/session"), 401, "UNAUTHENTICATED");
    VERIFY_ERROR(m_api->ask("GET", "/dialogue", {}, token), 401, "UNAUTHENTICATED"); // it is no API key
}

void tst_AccountRoutes::wrongPassphrases_areAllAlike()
{
    VERIFY_STATUS(create("anna", "operator"), 200);
    VERIFY_STATUS(create("gone", "operator"), 200);
    VERIFY_STATUS(m_api->admit("PATCH", "/accounts/gone", "{\"disabled\":true}"), 200);
    QStringList messages;
    for (const char *body : {"{\"name\":\"anna\",\"passphrase\":\"another passphrase\"}",
             "{\"name\":\"nobody\",\"passphrase\":\"a long passphrase\"}",
             "{\"name\":\"gone\",\"passphrase\":\"a long passphrase\"}", "{\"name\":\"\",\"passphrase\":\"\"}"}) {
        const Reply reply = as({}, "POST", "/sessions", body);
        VERIFY_ERROR(reply, 401, "UNAUTHENTICATED");
        messages.append(reply.text("error.message"));
    }
    QCOMPARE(messages.removeDuplicates(), 3);
    VERIFY_STATUS(m_api->admit("PATCH", "/accounts/gone", "{\"disabled\":false}"), 200);
    QVERIFY(!signIn("gone").isEmpty()); // it was the switch
}

void tst_AccountRoutes::tenFailures_makeAnAddressWait()
{
    VERIFY_STATUS(create("anna", "operator"), 200);
    for (int i = 0; i < 10; ++i)
        QVERIFY(signIn("nobody").isEmpty());
    const QByteArray right = "{\"name\":\"anna\",\"passphrase\":\"a long passphrase\"}";
    const Reply refused = as({}, "POST", "/sessions", right);
    VERIFY_ERROR(refused, 429, "RATE_LIMIT_EXCEEDED");
    QCOMPARE(refused.header("Retry-After"), "12");
    VERIFY_STATUS(m_api->ask("POST", "/admin/v1/sessions", right, {}, {}, QHostAddress(QStringLiteral("127.0.0.2"))), 200);
    m_api->clock.advance(12'000);
    QVERIFY(!signIn("anna").isEmpty());
    QVERIFY(!signIn("anna").isEmpty()); // success clears what was counted
}

void tst_AccountRoutes::badAccounts_areRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const QString invalid = QStringLiteral("INVALID_PARAMETER");
    const QByteArray rest = ",\"role\":\"owner\",\"passphrase\":\"a long passphrase\"}";
    QTest::newRow("no name") << QByteArray("{\"role\":\"owner\",\"passphrase\":\"a long passphrase\"}")
                             << QStringLiteral("MISSING_PARAMETER");
    QTest::newRow("empty name") << "{\"name\":\"\"" + rest << invalid;
    QTest::newRow("long name") << "{\"name\":\"" + QByteArray(65, 'a') + "\"" + rest << invalid;
    QTest::newRow("spaces") << "{\"name\":\"an na\"" + rest << invalid;
    QTest::newRow("looks alike") << "{\"name\":\"ann\\u0430\"" + rest << invalid;
    QTest::newRow("local") << "{\"name\":\"local\"" + rest << invalid;
    QTest::newRow("role") << QByteArray("{\"name\":\"a\",\"role\":\"root\",\"passphrase\":\"a long passphrase\"}") << invalid;
    QTest::newRow("short passphrase") << QByteArray("{\"name\":\"a\",\"role\":\"owner\",\"passphrase\":\"12345678901\"}") << invalid;
    QTest::newRow("long passphrase") << "{\"name\":\"a\",\"role\":\"owner\",\"passphrase\":\"" + QByteArray(1025, 'p') + "\"}" << invalid;
    QTest::newRow("no text") << QByteArray("{\"name\":\"a\",\"role\":\"owner\",\"passphrase\":123456789012}") << invalid;
}

void tst_AccountRoutes::badAccounts_areRefused()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, code);
    const Reply reply = m_api->admit("POST", "/accounts", body);
    VERIFY_STATUS(reply, 400);
    QCOMPARE(reply.errorCode(), code);
    QCOMPARE(m_api->admit("GET", "/accounts").texts("items", "name"), QStringList());
}

void tst_AccountRoutes::aSession_endsWhenIdle()
{
    VERIFY_STATUS(create("anna", "auditor"), 200);
    const QByteArray token = signIn("anna");
    for (int i = 0; i < 3; ++i) {
        m_api->clock.advance(auth::Sessions::kDefaultIdleMs - 1);
        VERIFY_STATUS(as(token, "GET", "/session"), 200);
    }
    m_api->clock.advance(auth::Sessions::kDefaultIdleMs);
    VERIFY_ERROR(as(token, "GET", "/session"), 401, "UNAUTHENTICATED");
}

void tst_AccountRoutes::aChangeOfRole_endsTheSessions()
{
    VERIFY_STATUS(create("anna", "owner"), 200);
    VERIFY_STATUS(create("bert", "owner"), 200);
    for (const char *change : {"{\"role\":\"auditor\"}", "{\"disabled\":true}"}) {
        const QByteArray token = signIn("anna");
        VERIFY_STATUS(as(token, "GET", "/session"), 200);
        VERIFY_STATUS(m_api->admit("PATCH", "/accounts/anna", change), 200);
        VERIFY_ERROR(as(token, "GET", "/session"), 401, "UNAUTHENTICATED");
    }
    QVERIFY(signIn("anna").isEmpty());
    const QByteArray token = signIn("bert");
    VERIFY_STATUS(create("carl", "owner"), 200);
    VERIFY_STATUS(m_api->admit("DELETE", "/accounts/bert"), 200);
    VERIFY_ERROR(as(token, "GET", "/session"), 401, "UNAUTHENTICATED");
    VERIFY_ERROR(m_api->admit("DELETE", "/accounts/bert"), 404, "NOT_FOUND");
}

void tst_AccountRoutes::theLastOwner_stays()
{
    VERIFY_STATUS(create("anna", "owner"), 200);
    VERIFY_STATUS(create("bert", "operator"), 200);
    VERIFY_ERROR(create("anna", "owner"), 409, "CONFLICT");
    VERIFY_ERROR(m_api->admit("DELETE", "/accounts/anna"), 409, "CONFLICT");
    VERIFY_ERROR(m_api->admit("PATCH", "/accounts/anna", "{\"role\":\"operator\"}"), 409, "CONFLICT");
    VERIFY_ERROR(m_api->admit("PATCH", "/accounts/anna", "{\"disabled\":true}"), 409, "CONFLICT");
    QVERIFY(!signIn("anna").isEmpty());
    VERIFY_STATUS(create("carl", "owner"), 200);
    VERIFY_STATUS(m_api->admit("PATCH", "/accounts/carl", "{\"disabled\":true}"), 200);
    VERIFY_ERROR(m_api->admit("DELETE", "/accounts/anna"), 409, "CONFLICT"); // carl cannot sign in
    VERIFY_STATUS(m_api->admit("PATCH", "/accounts/carl", "{\"disabled\":false}"), 200);
    VERIFY_STATUS(m_api->admit("DELETE", "/accounts/anna"), 200);
    QCOMPARE(m_api->admit("GET", "/accounts").texts("items", "name"), QStringList({QStringLiteral("bert"), QStringLiteral("carl")}));
}

void tst_AccountRoutes::passphrases_areChanged()
{
    VERIFY_STATUS(create("anna", "operator"), 200);
    VERIFY_STATUS(create("bert", "operator"), 200);
    const QByteArray token = signIn("anna");
    const QByteArray other = signIn("anna");
    const QByteArray path = "/accounts/anna/passphrase";
    VERIFY_ERROR(as(token, "POST", path, "{\"passphrase\":\"the new passphrase\"}"), 400, "MISSING_PARAMETER");
    VERIFY_ERROR(as(token, "POST", path, "{\"passphrase\":\"the new passphrase\",\"current\":\"wrong\"}"), 403, "FORBIDDEN");
    VERIFY_ERROR(as(token, "POST", path, "{\"passphrase\":\"short\",\"current\":\"a long passphrase\"}"), 400, "INVALID_PARAMETER");
    VERIFY_ERROR(as(token, "POST", "/accounts/bert/passphrase", "{\"passphrase\":\"the new passphrase\",\"current\":\"a long passphrase\"}"), 403, "FORBIDDEN");
    VERIFY_STATUS(as(token, "POST", path, "{\"passphrase\":\"the new passphrase\",\"current\":\"a long passphrase\"}"), 200);
    VERIFY_STATUS(as(token, "GET", "/session"), 200);
    VERIFY_ERROR(as(other, "GET", "/session"), 401, "UNAUTHENTICATED");
    QVERIFY(signIn("anna").isEmpty());
    QVERIFY(!signIn("anna", "the new passphrase").isEmpty());
    VERIFY_STATUS(m_api->admit("POST", path, "{\"passphrase\":\"set by an owner\"}"), 200);
    VERIFY_ERROR(as(token, "GET", "/session"), 401, "UNAUTHENTICATED");
    VERIFY_ERROR(m_api->admit("POST", "/accounts/none/passphrase", "{\"passphrase\":\"set by an owner\"}"), 404, "NOT_FOUND");
}

void tst_AccountRoutes::sessions_areForThisMachineAlone()
{
    VERIFY_STATUS(create("anna", "owner"), 200);
    const QByteArray token = signIn("anna");
    const QHostAddress away(QStringLiteral("192.0.2.7"));
    VERIFY_ERROR(m_api->ask("GET", "/admin/v1/session", {}, token, {}, away), 403, "IP_NOT_ALLOWED");
    VERIFY_ERROR(m_api->ask("POST", "/admin/v1/sessions", "{\"name\":\"anna\",\"passphrase\":\"a long passphrase\"}", {}, {}, away), 403, "IP_NOT_ALLOWED");
    VERIFY_STATUS(m_api->ask("GET", "/admin/v1/session", {}, token, {}, QHostAddress(QHostAddress::LocalHostIPv6)), 200);
}

void tst_AccountRoutes::everyAct_leavesAnEvent()
{
    VERIFY_STATUS(create("anna", "owner"), 200);
    const QByteArray token = signIn("anna");
    VERIFY_STATUS(create("bert", "auditor"), 200);
    VERIFY_STATUS(as(token, "PATCH", "/accounts/bert", "{\"role\":\"operator\"}"), 200);
    VERIFY_STATUS(as(token, "POST", "/accounts/bert/passphrase", "{\"passphrase\":\"the new passphrase\"}"), 200);
    VERIFY_STATUS(as(token, "DELETE", "/accounts/bert"), 200);
    VERIFY_STATUS(as(token, "DELETE", "/sessions"), 200);
    const Reply events = m_api->admit("GET", "/events?limit=1000");
    QStringList seen;
    for (const JsonSlice &item : events.at("items")->elements()) {
        const JsonSlice event = *item.member(QLatin1String("event"));
        const QString action = event.member(QLatin1String("action"))->toTextReplacing();
        if (action.startsWith(QLatin1String("account.")) || action.startsWith(QLatin1String("session.")))
            seen.append(action + QLatin1Char(' ') + event.member(QLatin1String("actor"))->member(QLatin1String("id"))->toTextReplacing());
    }
    QCOMPARE(seen, QStringList({QStringLiteral("account.create local"), QStringLiteral("session.start anna"),
        QStringLiteral("account.create local"), QStringLiteral("account.change anna"),
        QStringLiteral("account.passphrase anna"), QStringLiteral("account.delete anna"), QStringLiteral("session.end anna")}));
    QVERIFY(!events.body.contains("passphrase\":"));
}

CLOISTER_TEST(tst_AccountRoutes)
#include "tst_AccountRoutes.moc"
