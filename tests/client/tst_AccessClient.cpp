#include "engine/client/AccessClient.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::client;

namespace {

/// Keeps what it was asked and answers what it was told to.
class AccessTransport final : public Transport
{
public:
    Future<Result<Reply>> send(const ClientRequest &request) override
    {
        asked = request;
        return readyFuture(Result<Reply>(Reply{200, {}, body}));
    }
    QByteArray line() const { return asked.method + ' ' + asked.path + ' ' + asked.body; }

    ClientRequest asked;
    QByteArray body;
};

constexpr char kAccount[] = R"({"name":"anna","role":"operator","created":"2025-03-01T09:00:00.000Z",)"
                            R"("disabled":"2025-03-02T09:00:00.000Z"})";

} // namespace

/// Requests as they go out, answers as they are read.
class tst_AccessClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sessions_areAskedAndRead();
    void accounts_areAskedAndRead();
    void allowLists_areAskedAndRead();
    void settings_areAskedAndRead();
    void modelServers_areAskedAndRead();
    void anAnswerWithoutItsMembers_isNotUnderstood();

private:
    AccessTransport m_transport;
    ApiClient m_api{m_transport, "token"};
    AccessClient m_access{m_api};
};

void tst_AccessClient::sessions_areAskedAndRead()
{
    m_transport.body = R"({"token":"t0k","name":"anna","role":"auditor","idleSeconds":900})";
    const auto started = m_access.signIn(QStringLiteral("anna"), QStringLiteral("p\"q")).result();
    QVERIFY(started.has_value());
    QCOMPARE(m_transport.line(), R"(POST /admin/v1/sessions {"name":"anna","passphrase":"p\"q"})");
    QCOMPARE(started->value.token, "t0k");
    QVERIFY(started->value.session.role == AdminRole::Auditor);
    QCOMPARE(started->value.session.idleSeconds, 900);
    const auto shown = m_access.session().result();
    QVERIFY(shown.has_value());
    QCOMPARE(m_transport.line(), "GET /admin/v1/session ");
    QCOMPARE(shown->value.name, QStringLiteral("anna"));
    QVERIFY(m_access.signOut().result().has_value());
    QCOMPARE(m_transport.line(), "DELETE /admin/v1/sessions ");
    QCOMPARE(m_transport.asked.token, "token");
}

void tst_AccessClient::accounts_areAskedAndRead()
{
    m_transport.body = kAccount;
    const auto made = m_access.createAccount({QStringLiteral("anna"), AdminRole::Operator, QStringLiteral("pass")}).result();
    QVERIFY(made.has_value());
    QCOMPARE(m_transport.line(), R"(POST /admin/v1/accounts {"name":"anna","role":"operator","passphrase":"pass"})");
    QVERIFY(made->value.role == AdminRole::Operator);
    QVERIFY(made->value.disabled);
    QVERIFY(m_access.changeAccount(QStringLiteral("a@b"), {AdminRole::Owner, {}}).result().has_value());
    QCOMPARE(m_transport.line(), R"(PATCH /admin/v1/accounts/a%40b {"role":"owner"})");
    QVERIFY(m_access.changeAccount(QStringLiteral("anna"), {{}, true}).result().has_value());
    QCOMPARE(m_transport.line(), R"(PATCH /admin/v1/accounts/anna {"disabled":true})");
    QVERIFY(m_access.setPassphrase(QStringLiteral("anna"), QStringLiteral("new"), QStringLiteral("old")).result().has_value());
    QCOMPARE(m_transport.line(), R"(POST /admin/v1/accounts/anna/passphrase {"passphrase":"new","current":"old"})");
    QVERIFY(m_access.deleteAccount(QStringLiteral("anna")).result().has_value());
    QCOMPARE(m_transport.line(), "DELETE /admin/v1/accounts/anna ");
    m_transport.body = QByteArray("{\"items\":[") + kAccount + "]}";
    const auto listed = m_access.accounts().result();
    QVERIFY(listed.has_value());
    QCOMPARE(listed->value.items.size(), 1);
}

void tst_AccessClient::allowLists_areAskedAndRead()
{
    m_transport.body = R"({"items":[{"network":"192.0.2.0/24","note":"office","created":"2025-03-01T09:00:00.000Z"}]})";
    const auto shown = m_access.allowList(QStringLiteral("P1")).result();
    QVERIFY(shown.has_value());
    QCOMPARE(m_transport.line(), "GET /admin/v1/projects/P1/allow-list ");
    QCOMPARE(shown->value.items.first().note, QStringLiteral("office"));
    QVERIFY(m_access.setAllowList({}, shown->value.items, LockOut::Accept).result().has_value());
    QCOMPARE(m_transport.line(),
        R"(PUT /admin/v1/allow-list {"items":[{"network":"192.0.2.0/24","note":"office"}],"confirm":true})");
    m_transport.body = R"({"address":"192.0.2.9","passes":true,"why":"LISTED","network":"192.0.2.0/24","note":"office"})";
    const auto verdict = m_access.testAddress({}, QStringLiteral("2001:db8::1")).result();
    QVERIFY(verdict.has_value());
    QCOMPARE(m_transport.asked.path + '?' + m_transport.asked.query, "/admin/v1/allow-list/test?address=2001%3Adb8%3A%3A1");
    QVERIFY(verdict->value.passes);
    QVERIFY(verdict->value.why == AddressVerdict::Why::Listed);
}

void tst_AccessClient::settings_areAskedAndRead()
{
    m_transport.body = R"({"trustedProxies":["192.0.2.7"],"sessionIdleSeconds":900,"keyPerMinute":0,)"
                       R"("addressPerMinute":7,"failuresPerMinute":100})";
    const auto shown = m_access.settings().result();
    QVERIFY(shown.has_value());
    QCOMPARE(m_transport.line(), "GET /admin/v1/settings ");
    QCOMPARE(shown->value.trustedProxies, QStringList(QStringLiteral("192.0.2.7")));
    QCOMPARE(shown->value.addressPerMinute, 7);
    QVERIFY(m_access.changeSettings({QStringList(), 60, {}, {}, 5}).result().has_value());
    QCOMPARE(m_transport.line(),
        R"(PATCH /admin/v1/settings {"trustedProxies":[],"sessionIdleSeconds":60,"failuresPerMinute":5})");
}

void tst_AccessClient::modelServers_areAskedAndRead()
{
    m_transport.body = R"({"embedding":{"url":"ollama.lan","model":"small","dimensions":6,"hasKey":true},"summaries":null,)"
                       R"("job":"job-1"})";
    const auto shown = m_access.models().result();
    QVERIFY(shown.has_value());
    QCOMPARE(m_transport.line(), "GET /admin/v1/settings/models ");
    QCOMPARE(shown->value.embedding->model, QStringLiteral("small"));
    QVERIFY(shown->value.embedding->hasKey);
    QVERIFY(!shown->value.summaries);
    QCOMPARE(shown->value.job, QStringLiteral("job-1"));
    const NewModelServer server{QStringLiteral("ollama.lan"), QStringLiteral("small"), QStringLiteral("secret")};
    QVERIFY(m_access.useModel(ModelUse::Embedding, server).result().has_value());
    QCOMPARE(m_transport.line(),
        R"(PATCH /admin/v1/settings/models {"embedding":{"url":"ollama.lan","model":"small","key":"secret"}})");
    QVERIFY(m_access.useModel(ModelUse::Summaries, std::nullopt).result().has_value());
    QCOMPARE(m_transport.line(), R"(PATCH /admin/v1/settings/models {"summaries":null})");
    m_transport.body = R"({"embedding":{"url":"ollama.lan"},"summaries":null})";
    QVERIFY(m_access.models().result().error().code == ErrorCode::Internal);
}

void tst_AccessClient::anAnswerWithoutItsMembers_isNotUnderstood()
{
    m_transport.body = R"({"role":"owner"})";
    QVERIFY(m_access.session().result().error().code == ErrorCode::Internal);
    QVERIFY(m_access.accounts().result().error().code == ErrorCode::Internal);
}

CLOISTER_TEST(tst_AccessClient)
#include "tst_AccessClient.moc"
