// The servers that embed and summarise, as an owner sets them up.
#include "tests/support/ApiFixture.h"
#include "tests/support/ModelServerStub.h"

using namespace cloister;
using namespace cloister::test;

class tst_ModelRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void servers_areShownAndChanged_neverTheirKeys();
    void badBodies_changeNothing_data();
    void badBodies_changeNothing();
    void changes_leaveAnEventEach();
    void readiness_namesTheServersModel();

private:
    Reply change(const QByteArray &body) { return m_api->admit("PATCH", "/settings/models", body); }
    QByteArray server(const char *more = "") const
    {
        return "{\"url\":\"" + m_server->url().toLatin1() + "\",\"model\":\"small\"" + more + '}';
    }

    std::unique_ptr<ModelServerStub> m_server;
    std::unique_ptr<ApiFixture> m_api;
};

static constexpr char kNone[] = R"({"embedding":null,"summaries":null})";

void tst_ModelRoutes::init()
{
    m_server = std::make_unique<ModelServerStub>();
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
}

void tst_ModelRoutes::cleanup()
{
    m_api.reset();
    m_server.reset();
}

void tst_ModelRoutes::servers_areShownAndChanged_neverTheirKeys()
{
    QCOMPARE(m_api->admit("GET", "/settings/models").body, kNone);
    QCOMPARE(change("{}").body, kNone);
    const Reply both = change("{\"embedding\":" + server(R"(,"key":"sesame")") + ",\"summaries\":" + server() + '}');
    VERIFY_STATUS(both, 200);
    QCOMPARE(both.text("embedding.url"), m_server->url());
    QCOMPARE(both.text("embedding.model"), QStringLiteral("small"));
    QCOMPARE(both.integer("embedding.dimensions"), 6);
    QCOMPARE(both.raw("embedding.hasKey"), "true");
    QCOMPARE(both.raw("summaries.hasKey"), "false");
    QVERIFY(!both.text("job").isEmpty());
    const Reply shown = m_api->admit("GET", "/settings/models");
    QVERIFY(!shown.has("job"));
    QVERIFY(!both.body.contains("sesame") && !shown.body.contains("sesame"));
    QCOMPARE(shown.raw("embedding"), both.raw("embedding"));
    VERIFY_STATUS(m_api->admit("GET", "/jobs/" + both.text("job").toLatin1()), 200);
    // A key of null is none; one purpose leaves the other.
    const Reply keyless = change("{\"embedding\":" + server(R"(,"key":null)") + '}');
    QCOMPARE(keyless.raw("embedding.hasKey"), "false");
    QVERIFY(keyless.has("summaries.url"));
    const Reply off = change(kNone);
    VERIFY_STATUS(off, 200);
    QCOMPARE(m_api->admit("GET", "/settings/models").body, kNone);
}

void tst_ModelRoutes::badBodies_changeNothing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *body, const char *field) {
        QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
    };
    row(R"({"embedding":"http://127.0.0.1"})", "embedding");
    row(R"({"embedding":{}})", "embedding.url");
    row(R"({"embedding":{"url":7,"model":"m"}})", "embedding.url");
    row(R"({"embedding":{"url":"http://127.0.0.1"}})", "embedding.model");
    row(R"({"summaries":{"url":"http://127.0.0.1","model":"m","key":7}})", "summaries.key");
    row(R"({"summaries":{"url":"gopher://127.0.0.1","model":"m"}})", "summaries.url");
    row(R"({"summaries":{"url":"http://127.0.0.1","model":""}})", "summaries.model");
    row(R"({"summaries":{"url":"http://127.0.0.1","model":"m","key":"a\r\nX: b"}})", "summaries.key");
    // The second is bad, so the first does not hold either.
    row(R"({"summaries":null,"embedding":{"url":"http://127.0.0.1:1","model":"m"}})", "embedding");
}

void tst_ModelRoutes::badBodies_changeNothing()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, field);
    VERIFY_STATUS(change("{\"summaries\":" + server() + '}'), 200);
    const QByteArray before = m_api->admit("GET", "/settings/models").body;
    const Reply refused = change(body);
    VERIFY_ERROR(refused, 400, "INVALID_PARAMETER");
    QCOMPARE(refused.text("error.details.0.field"), field);
    QCOMPARE(m_api->admit("GET", "/settings/models").body, before);
}

void tst_ModelRoutes::changes_leaveAnEventEach()
{
    VERIFY_STATUS(change("{\"embedding\":" + server(R"(,"key":"sesame")") + ",\"summaries\":" + server() + '}'), 200);
    const Reply events = m_api->admit("GET", "/events?action=setting.change");
    QCOMPARE(events.at("items")->size(), 2);
    QCOMPARE(events.text("items.0.event.entity.ref"), QStringLiteral("embedding"));
    QCOMPARE(events.text("items.1.event.entity.ref"), QStringLiteral("summaries"));
    QVERIFY(!events.body.contains("sesame"));
}

void tst_ModelRoutes::readiness_namesTheServersModel()
{
    VERIFY_STATUS(change("{\"embedding\":" + server() + '}'), 200);
    const Reply ready = m_api->ask("GET", "/readyz", {}, {});
    QCOMPARE(ready.text("embedder.name"), QStringLiteral("small"));
    QCOMPARE(ready.text("embedder.source"), QStringLiteral("server"));
    QVERIFY(!ready.body.contains("127.0.0.1"));
}

CLOISTER_TEST(tst_ModelRoutes)
#include "tst_ModelRoutes.moc"
