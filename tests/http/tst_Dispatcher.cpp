// Paths, methods, keys, scopes and error bodies: sections 1 and 3 of the protocol.
#include "tests/support/ApiFixture.h"

using namespace cloister;
using namespace cloister::test;

class tst_Dispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void paths_foldAndHaveAnAlias_data();
    void paths_foldAndHaveAnAlias();
    void unknownPaths_haveNoRoute_data();
    void unknownPaths_haveNoRoute();
    void wrongMethods_tellWhatIsAllowed_data();
    void wrongMethods_tellWhatIsAllowed();
    void options_answersWithoutAKey();
    void head_answersAsGet();
    void withoutAGoodKey_oneTextForAll_data();
    void withoutAGoodKey_oneTextForAll();
    void revokedAndExpiredKeys_areStrangers();
    void scopes_openTheirRoutesAlone_data();
    void scopes_openTheirRoutesAlone();
    void aKeyOfAnotherProject_seesNothingHere();
    void theAdminToken_isGoodFromThisMachineAlone();
    void anApiKey_isNoAdminToken();
    void openRoutes_needNoKey();
    void everyAnswer_isJsonWithARequestId();
    void goodKeys_areToldToTheTransport();
    void stopping_refusesNewRequests();
    void bodyLimits_followTheRoute();

private:
    ApiFixture m_api;
};

void tst_Dispatcher::initTestCase()
{
    QVERIFY(m_api.start());
    VERIFY_STATUS(m_api.post("/dialogue", "{\"id\":\"dlg-1\",\"message\":{\"id\":\"msg-1\",\"role\":\"u\",\"content\":\"c\"}}"), 200);
    VERIFY_STATUS(m_api.post("/memory", "{\"id\":\"mem-1\",\"value\":1}"), 200);
}

void tst_Dispatcher::paths_foldAndHaveAnAlias_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/dialogue/dlg-1", "/api/v1/dialogue/dlg-1", "//api/v1/dialogue/dlg-1",
             "//api//v1//dialogue///dlg-1", "/api/v1/dialogue/dlg-1/", "/dialogue/dlg%2D1", "/api/v1/dialogue/dlg-1?"})
        QTest::newRow(path) << QByteArray(path);
}

void tst_Dispatcher::paths_foldAndHaveAnAlias()
{
    QFETCH(QByteArray, path);
    const Reply got = m_api.get(path);
    VERIFY_STATUS(got, 200);
    QCOMPARE(got.text("id"), QStringLiteral("dlg-1"));
}

void tst_Dispatcher::unknownPaths_haveNoRoute_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/", "/api", "/api/v1", "/api/v2/dialogue", "/Dialogue", "/dialogues", "/dialogue/dlg-1/x",
             "/dialogue/dlg-1/state/x", "/api/v1/api/v1/dialogue", "/api%2Fv1/dialogue", "/projects", "/api/v1/projects",
             "/admin/v1", "/admin/v1/dialogue", "/admin/v1/projects/p/healthz", "/admin/v1/healthz", "/..", "/dialogue/a%2Fb/c"})
        QTest::newRow(path) << QByteArray(path);
}

void tst_Dispatcher::unknownPaths_haveNoRoute()
{
    QFETCH(QByteArray, path);
    for (const QByteArray &bearer : {m_api.key, QByteArray()}) {
        const Reply miss = m_api.ask("GET", path, {}, bearer);
        VERIFY_ERROR(miss, 404, "ROUTE_NOT_FOUND");
        QCOMPARE(miss.text("error.type"), QStringLiteral("not_found"));
    }
}

void tst_Dispatcher::wrongMethods_tellWhatIsAllowed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *method, const char *path, const char *allow) {
        QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << QByteArray(allow);
    };
    row("PUT", "/dialogue", "POST, GET, HEAD, OPTIONS");
    row("PATCH", "/dialogue/dlg-1", "GET, HEAD, PUT, DELETE, OPTIONS");
    row("POST", "/dialogue/dlg-1/state", "GET, HEAD, PUT, OPTIONS");
    row("GET", "/dialogue/dlg-1/end", "POST, OPTIONS");
    row("HEAD", "/message", "POST, OPTIONS");
    row("DELETE", "/messages", "POST, GET, HEAD, OPTIONS");
    row("POST", "/memory/mem-1", "GET, HEAD, PUT, DELETE, OPTIONS");
    row("POST", "/api/v1/namespace", "GET, HEAD, OPTIONS");
    row("DELETE", "/events", "GET, HEAD, OPTIONS");
    row("PUT", "/admin/v1/projects", "POST, GET, HEAD, OPTIONS");
    row("POST", "/healthz", "GET, HEAD, OPTIONS");
}

void tst_Dispatcher::wrongMethods_tellWhatIsAllowed()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allow);
    const Reply refused = m_api.call(method.constData(), path);
    VERIFY_ERROR(refused, 405, "METHOD_NOT_ALLOWED");
    QCOMPARE(refused.text("error.type"), QStringLiteral("validation_error"));
    QCOMPARE(refused.header("Allow"), allow);
    QCOMPARE(m_api.ask("OPTIONS", path, {}, {}).header("Allow"), allow);
}

void tst_Dispatcher::options_answersWithoutAKey()
{
    const Reply answer = m_api.ask("OPTIONS", "/api/v1/dialogue", {}, {});
    VERIFY_STATUS(answer, 200);
    QCOMPARE(answer.body, "{}");
    VERIFY_ERROR(m_api.ask("OPTIONS", "/nowhere", {}, {}), 404, "ROUTE_NOT_FOUND");
}

void tst_Dispatcher::head_answersAsGet()
{
    VERIFY_STATUS(m_api.call("HEAD", "/dialogue/dlg-1"), 200);
    VERIFY_STATUS(m_api.call("HEAD", "/dialogue/nobody"), 404);
    VERIFY_STATUS(m_api.ask("HEAD", "/dialogue/dlg-1", {}, {}), 401);
}

void tst_Dispatcher::withoutAGoodKey_oneTextForAll_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QByteArray flipped = m_api.key;
    flipped[20] = flipped.at(20) == 'a' ? 'b' : 'a';
    QTest::newRow("none") << QByteArray();
    QTest::newRow("empty") << QByteArray("Bearer ");
    QTest::newRow("malformed") << QByteArray("Bearer secret");
    QTest::newRow("another scheme") << QByteArray("Basic " + m_api.key);
    QTest::newRow("no scheme") << m_api.key;
    QTest::newRow("a wrong letter") << QByteArray("Bearer " + flipped);
    QTest::newRow("cut") << QByteArray("Bearer " + m_api.key.chopped(1));
    QTest::newRow("longer") << QByteArray("Bearer " + m_api.key + "a");
    QTest::newRow("admin token") << QByteArray("Bearer " + m_api.adminToken());
    QTest::newRow("very long") << QByteArray("Bearer " + QByteArray(8000, 'x'));
}

void tst_Dispatcher::withoutAGoodKey_oneTextForAll()
{
    QFETCH(QByteArray, authorization);
    for (const char *path : {"/dialogue/dlg-1", "/dialogue/nobody", "/memory", "/events"}) {
        const Reply refused = m_api.ask("GET", path, {}, {}, {{"authorization", authorization}});
        const QByteArray expected = "{\"error\":{\"code\":\"UNAUTHENTICATED\",\"message\":\"a valid API key is required\","
            "\"type\":\"authentication_error\",\"details\":[],\"requestId\":\"" + refused.header("X-Request-Id")
            + "\",\"timestamp\":\"2023-05-08T13:56:00.000Z\"}}";
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.body, expected);
        QCOMPARE(refused.header("WWW-Authenticate"), "Bearer");
    }
}

void tst_Dispatcher::revokedAndExpiredKeys_areStrangers()
{
    const QByteArray unknown = m_api.ask("GET", "/memory", {}, {}).raw("error.message");
    const QByteArray expiring = m_api.newKey(m_api.projectId, kAllScopes, {}, m_api.clock.nowMs() + 1000);
    const QByteArray revoked = m_api.newKey(m_api.projectId);
    VERIFY_STATUS(m_api.ask("GET", "/memory", {}, expiring), 200);
    VERIFY_STATUS(m_api.ask("GET", "/memory", {}, revoked), 200);
    const QByteArray id = revoked.mid(3, 8);
    VERIFY_STATUS(m_api.admit("POST", "/projects/" + m_api.projectId.toLatin1() + "/keys/" + id + "/revoke"), 200);
    const qint64 now = m_api.clock.nowMs();
    m_api.clock.advance(1000);
    for (const QByteArray &bearer : {expiring, revoked}) {
        const Reply refused = m_api.ask("GET", "/memory", {}, bearer);
        VERIFY_ERROR(refused, 401, "UNAUTHENTICATED");
        QCOMPARE(refused.raw("error.message"), unknown);
    }
    m_api.clock.set(now);
}

void tst_Dispatcher::scopes_openTheirRoutesAlone_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("scope");
    const auto row = [](const char *method, const char *path, Scope scope) {
        QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << static_cast<int>(scope);
    };
    row("POST", "/dialogue", Scope::Write);
    row("GET", "/dialogue", Scope::Read);
    row("GET", "/dialogue/dlg-1", Scope::Read);
    row("PUT", "/dialogue/dlg-1", Scope::Write);
    row("DELETE", "/dialogue/nobody", Scope::Delete);
    row("GET", "/dialogue/dlg-1/state", Scope::Read);
    row("PUT", "/dialogue/dlg-1/state", Scope::Write);
    row("POST", "/dialogue/dlg-1/end", Scope::Write);
    row("POST", "/dialogue/dlg-1/archive", Scope::Write);
    row("POST", "/dialogue/dlg-1/reopen", Scope::Write);
    row("POST", "/message", Scope::Write);
    row("GET", "/message/msg-1?dialogueId=dlg-1", Scope::Read);
    row("PUT", "/message/msg-1?dialogueId=dlg-1", Scope::Write);
    row("DELETE", "/message/nobody?dialogueId=dlg-1", Scope::Delete);
    row("POST", "/messages?dialogueId=dlg-1", Scope::Write);
    row("GET", "/messages?dialogueId=dlg-1", Scope::Read);
    row("POST", "/memory", Scope::Write);
    row("GET", "/memory", Scope::Read);
    row("GET", "/memory/mem-1", Scope::Read);
    row("PUT", "/memory/mem-1", Scope::Write);
    row("DELETE", "/memory/nobody", Scope::Delete);
    row("GET", "/namespace", Scope::Read);
    row("GET", "/events", Scope::Audit);
}

void tst_Dispatcher::scopes_openTheirRoutesAlone()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, scope);
    const QByteArray only = m_api.newKey(m_api.projectId, Scopes(scope));
    const QByteArray others = m_api.newKey(m_api.projectId, Scopes(~scope & int(kAllScopes)));
    const Reply refused = m_api.ask(method.constData(), path, "{}", others);
    VERIFY_ERROR(refused, 403, "FORBIDDEN");
    QCOMPARE(refused.text("error.type"), QStringLiteral("authorization_error"));
    const Reply let = m_api.ask(method.constData(), path, "{}", only);
    QVERIFY2(let.status != 403 && let.status != 401, explained(let).constData());
}

void tst_Dispatcher::aKeyOfAnotherProject_seesNothingHere()
{
    const auto other = m_api.project(QStringLiteral("other"));
    QVERIFY(other.has_value());
    const QByteArray key = m_api.newKey(other->id);
    VERIFY_ERROR(m_api.ask("GET", "/dialogue/dlg-1", {}, key), 404, "DIALOGUE_NOT_FOUND");
    QCOMPARE(m_api.ask("GET", "/dialogue", {}, key).body, "{\"items\":[]}");
    QCOMPARE(m_api.ask("GET", "/namespace", {}, key).body, "{\"items\":[]}");
    QCOMPARE(m_api.ask("GET", "/events", {}, key).body, "{\"items\":[]}");
    const Reply made = m_api.ask("POST", "/dialogue", "{\"id\":\"dlg-1\",\"label\":\"theirs\"}", key);
    VERIFY_STATUS(made, 200);
    QCOMPARE(made.text("projectId"), other->id);
    QVERIFY(!m_api.get("/dialogue/dlg-1").has("label"));
}

void tst_Dispatcher::theAdminToken_isGoodFromThisMachineAlone()
{
    const QByteArray token = m_api.adminToken();
    for (const char *address : {"127.0.0.1", "127.0.0.9", "::1"})
        VERIFY_STATUS(m_api.ask("GET", "/admin/v1/projects", {}, token, {}, QHostAddress(QLatin1String(address))), 200);
    VERIFY_STATUS(m_api.ask("GET", "/admin/v1/projects", {}, token, {}, QHostAddress()), 200); // in process
    for (const char *address : {"192.0.2.7", "10.0.0.1", "2001:db8::1"})
        VERIFY_ERROR(m_api.ask("GET", "/admin/v1/projects", {}, token, {}, QHostAddress(QLatin1String(address))), 403, "IP_NOT_ALLOWED");
    VERIFY_ERROR(m_api.ask("GET", "/api/v1/memory", {}, token, {}, QHostAddress(QHostAddress::LocalHost)), 401, "UNAUTHENTICATED");
}

void tst_Dispatcher::anApiKey_isNoAdminToken()
{
    for (const char *path : {"/admin/v1/projects", "/admin/v1/events", "/admin/v1/jobs"}) {
        VERIFY_ERROR(m_api.ask("GET", path, {}, m_api.key, {}, QHostAddress(QHostAddress::LocalHost)), 401, "UNAUTHENTICATED");
        VERIFY_ERROR(m_api.ask("GET", path, {}, {}, {}, QHostAddress(QHostAddress::LocalHost)), 401, "UNAUTHENTICATED");
    }
    const QByteArray data = "/admin/v1/projects/" + m_api.projectId.toLatin1() + "/dialogue";
    VERIFY_ERROR(m_api.ask("GET", data, {}, m_api.key, {}, QHostAddress(QHostAddress::LocalHost)), 401, "UNAUTHENTICATED");
}

void tst_Dispatcher::openRoutes_needNoKey()
{
    QCOMPARE(m_api.ask("GET", "/healthz", {}, {}).text("status"), QStringLiteral("ok"));
    QVERIFY(m_api.ask("GET", "/readyz", {}, {}).body.startsWith("{\"status\":\"ready\",\"embedder\":{"));
    VERIFY_STATUS(m_api.ask("GET", "/openapi.json", {}, {}), 200);
}

void tst_Dispatcher::everyAnswer_isJsonWithARequestId()
{
    QStringList ids;
    for (const char *path : {"/memory", "/nowhere", "/memory/nobody", "/memory?limit=x", "/healthz"}) {
        const Reply reply = m_api.get(path);
        QVERIFY2(reply.isJson, path);
        QCOMPARE(reply.contentType, "application/json; charset=utf-8");
        QCOMPARE(reply.header("X-Request-Id").size(), 26);
        if (reply.status >= 400) {
            QCOMPARE(reply.text("error.requestId").toLatin1(), reply.header("X-Request-Id"));
            QVERIFY(reply.at("error.details")->isArray());
            QCOMPARE(reply.text("error.timestamp"), QStringLiteral("2023-05-08T13:56:00.000Z"));
        }
        ids.append(QString::fromLatin1(reply.header("X-Request-Id")));
    }
    QCOMPARE(ids.removeDuplicates(), 0);
}

void tst_Dispatcher::goodKeys_areToldToTheTransport()
{
    http::Request request;
    request.path = "/memory";
    QVERIFY(!m_api.dispatcher().handle(request).result().isAuthenticated);
    request.headers = {{"authorization", "Bearer " + m_api.key}};
    QVERIFY(m_api.dispatcher().handle(request).result().isAuthenticated);
    request.path = "/healthz";
    QVERIFY(!m_api.dispatcher().handle(request).result().isAuthenticated);
}

void tst_Dispatcher::stopping_refusesNewRequests()
{
    http::Dispatcher second(*m_api.engine);
    http::Request request;
    request.path = "/healthz";
    QCOMPARE(second.handle(request).result().status, 200);
    std::vector<Future<http::Response>> accepted;
    for (int i = 0; i < 50; ++i)
        accepted.push_back(second.handle(request));
    second.refuseNew();
    const http::Response refused = second.handle(request).result();
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.body.contains("\"SHUTTING_DOWN\""));
    QVERIFY(refused.body.contains("\"service_unavailable\""));
    QVERIFY(refused.headers.contains({QByteArray("Retry-After"), QByteArray("1")}));
    for (const auto &future : accepted)
        QCOMPARE(future.result().status, 200);
}

void tst_Dispatcher::bodyLimits_followTheRoute()
{
    using http::Method;
    const http::RouteTable &routes = m_api.dispatcher().routes();
    constexpr qint64 mib = 1024 * 1024;
    QCOMPARE(routes.bodyLimit(Method::Post, "/message"), 36 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/api/v1/messages"), 36 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/dialogue"), 36 * mib);
    QCOMPARE(routes.bodyLimit(Method::Put, "/dialogue/x"), 36 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/memory"), 4 * mib);
    QCOMPARE(routes.bodyLimit(Method::Put, "/dialogue/x/state"), 2 * mib);
    QCOMPARE(routes.bodyLimit(Method::Put, "/memory/x"), 1 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/dialogue/x/end"), 1 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/nowhere"), 1 * mib);
    QCOMPARE(routes.bodyLimit(Method::Post, "/admin/v1/projects/p/dialogue"), 36 * mib);
}

CLOISTER_TEST(tst_Dispatcher)
#include "tst_Dispatcher.moc"
