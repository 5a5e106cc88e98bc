// Settings, and that those who use them hear of them.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_SettingsRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void settings_areShownAndChanged();
    void badSettings_changeNothing_data();
    void badSettings_changeNothing();
    void trustedProxies_areBelievedAtOnce();
    void theIdleTime_holdsForSessions();
    void settings_outliveTheProcess();
    void changes_leaveAnEventEach();

private:
    Reply change(const QByteArray &body) { return m_api->admit("PATCH", "/settings", body); }

    std::unique_ptr<ApiFixture> m_api;
};

static constexpr char kDefaults[] = R"({"trustedProxies":[],"sessionIdleSeconds":900,"keyPerMinute":0,)"
                                    R"("addressPerMinute":0,"failuresPerMinute":100})";

void tst_SettingsRoutes::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

void tst_SettingsRoutes::settings_areShownAndChanged()
{
    QCOMPARE(m_api->admit("GET", "/settings").body, kDefaults);
    QCOMPARE(change("{}").body, kDefaults);
    const Reply changed = change(R"({"trustedProxies":["::ffff:192.0.2.1","10.0.0.0/8","10.0.0.0/8"],"keyPerMinute":600})");
    VERIFY_STATUS(changed, 200);
    QCOMPARE(changed.raw("trustedProxies"), R"(["192.0.2.1","10.0.0.0/8"])");
    QCOMPARE(changed.integer("keyPerMinute"), 600);
    QCOMPARE(changed.integer("failuresPerMinute"), 100);
    QCOMPARE(m_api->admit("GET", "/settings").body, changed.body);
}

void tst_SettingsRoutes::badSettings_changeNothing_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *body : {R"({"trustedProxies":["proxy"]})", R"({"trustedProxies":"10.0.0.0/8"})",
             R"({"trustedProxies":[7]})", R"({"sessionIdleSeconds":59})", R"({"sessionIdleSeconds":86401})",
             R"({"sessionIdleSeconds":"900"})", R"({"keyPerMinute":-1})", R"({"keyPerMinute":1.5})",
             R"({"addressPerMinute":10000001})", R"({"failuresPerMinute":0})", R"({"failuresPerMinute":null})",
             R"({"keyPerMinute":7,"failuresPerMinute":0})"})
        QTest::newRow(body) << QByteArray(body);
}

void tst_SettingsRoutes::badSettings_changeNothing()
{
    QFETCH(const QByteArray, body);
    VERIFY_ERROR(change(body), 400, "INVALID_PARAMETER");
    QCOMPARE(m_api->admit("GET", "/settings").body, kDefaults);
}

void tst_SettingsRoutes::trustedProxies_areBelievedAtOnce()
{
    VERIFY_STATUS(m_api->admit("PUT", "/projects/" + m_api->projectId.toLatin1() + "/allow-list",
                      R"({"items":[{"network":"203.0.113.9"}],"confirm":true})"), 200);
    const auto ask = [&] {
        return m_api->ask("GET", "/dialogue", {}, m_api->key, {{"x-forwarded-for", "203.0.113.9"}}).status;
    };
    QCOMPARE(ask(), 403);
    VERIFY_STATUS(change(R"({"trustedProxies":["192.0.2.7"]})"), 200);
    QCOMPARE(ask(), 200);
    VERIFY_STATUS(change(R"({"trustedProxies":[]})"), 200);
    QCOMPARE(ask(), 403);
}

void tst_SettingsRoutes::theIdleTime_holdsForSessions()
{
    const QByteArray token = auth::Sessions::newToken();
    m_api->engine->sessions.start(token, {QStringLiteral("anna"), AdminRole::Auditor, 0, {}}, m_api->clock.nowMs());
    VERIFY_STATUS(change(R"({"sessionIdleSeconds":60})"), 200);
    const auto ask = [&] { return m_api->ask("GET", "/admin/v1/session", {}, token, {}, QHostAddress(QHostAddress::LocalHost)); };
    QCOMPARE(ask().integer("idleSeconds"), 60);
    m_api->clock.advance(59'999);
    QCOMPARE(ask().status, 200);
    m_api->clock.advance(60'000);
    QCOMPARE(ask().status, 401);
}

void tst_SettingsRoutes::settings_outliveTheProcess()
{
    VERIFY_STATUS(change(R"({"trustedProxies":["192.0.2.7"],"sessionIdleSeconds":60,"keyPerMinute":7})"), 200);
    const Engine again(*m_api->workspace);
    QCOMPARE(again.sessions.idleMs(), 60'000);
    QCOMPARE(again.limits.settings().keyPerMinute, 7);
    QCOMPARE(again.settings.get()->trustedProxies, QStringList(QStringLiteral("192.0.2.7")));
}

void tst_SettingsRoutes::changes_leaveAnEventEach()
{
    VERIFY_STATUS(change(R"({"keyPerMinute":7,"sessionIdleSeconds":60,"failuresPerMinute":100})"), 200);
    VERIFY_STATUS(change(R"({"keyPerMinute":7})"), 200);
    const Reply events = m_api->admit("GET", "/events?action=setting.change");
    QCOMPARE(events.at("items")->size(), 2);
    QCOMPARE(events.text("items.0.event.entity.ref"), QStringLiteral("keyPerMinute"));
    QCOMPARE(events.text("items.1.event.entity.ref"), QStringLiteral("sessionIdleSeconds"));
}

CLOISTER_TEST(tst_SettingsRoutes)
#include "tst_SettingsRoutes.moc"
