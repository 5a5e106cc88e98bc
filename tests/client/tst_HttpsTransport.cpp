#include "engine/base/Future.h"
#include "engine/client/HttpsTransport.h"
#include "engine/http/RequestHead.h"
#include "tests/client/TlsDoor.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTcpServer>

#include <atomic>
#include <future>

using namespace cloister;
using namespace std::chrono_literals;
using client::HttpsTransport;
using client::Reply;
using test::TlsDoor;

/// The client's own socket against the product's own door.
class tst_HttpsTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void send_known_givesStatusHeadersAndBody();
    void send_errorStatus_isAnAnswer_data();
    void send_errorStatus_isAnAnswer();
    void send_pathAndQuery_goAsEncoded();
    void send_manyAtOnce_eachGetsItsOwn();
    void send_byFingerprint_isTrusted();
    void send_otherFingerprint_isForbidden();
    void send_otherAuthority_isForbidden();
    void send_nobodyListens_saysSo();
    void send_noHandshake_timesOut();
    void send_noAnswer_timesOut();
    void destroy_whileWaiting_failsTheRequest();
    void create_badAddress_isRefused_data();
    void create_badAddress_isRefused();
    void create_caFile_mustHoldACertificate();
};

static Future<http::Response> echo(const http::Request &request)
{
    http::Response response;
    response.body = http::methodName(request.method) + ' ' + request.path + '?' + request.query + ' '
        + request.header("authorization") + ' ' + request.body;
    response.setHeader("X-Request-Id", "R1");
    return readyFuture(response);
}

static std::unique_ptr<HttpsTransport> open(const client::HttpsAddress &address)
{
    Result<std::unique_ptr<HttpsTransport>> transport = HttpsTransport::create(address);
    return transport ? std::move(transport).value() : nullptr;
}

void tst_HttpsTransport::send_known_givesStatusHeadersAndBody()
{
    TlsDoor door(echo);
    const auto transport = open({.url = door.url(), .caFile = door.caFile()});
    QVERIFY(transport);
    const Result<Reply> reply = transport->send({"PUT", "/a", {}, "{}", "secret"}).result();
    QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().detail));
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, QByteArray("PUT /a? Bearer secret {}"));
    QCOMPARE(reply->header("x-request-id"), QByteArray("R1"));
    QCOMPARE(reply->header("content-type"), QByteArray("application/json; charset=utf-8"));
}

void tst_HttpsTransport::send_errorStatus_isAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 400, 401, 403, 404, 405, 409, 413, 429, 500, 503})
        QTest::addRow("%d", status) << status;
}

void tst_HttpsTransport::send_errorStatus_isAnAnswer()
{
    QFETCH(int, status);
    TlsDoor door([status](const http::Request &) {
        http::Response response;
        response.status = status;
        response.body = "why";
        if (status == 401)
            response.setHeader("WWW-Authenticate", "Bearer");
        if (status == 301)
            response.setHeader("Location", "/elsewhere");
        return readyFuture(response);
    });
    const auto transport = open({.url = door.url(), .caFile = door.caFile()});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, "t"}).result();
    QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().detail));
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->body, QByteArray("why"));
}

void tst_HttpsTransport::send_pathAndQuery_goAsEncoded()
{
    TlsDoor door(echo);
    const auto transport = open({.url = door.url(), .caFile = door.caFile()});
    const Result<Reply> reply
        = transport->send({"DELETE", "/d/a%2Fb%3F%25%23", "namespace=%E2%82%AC%26%2B%20x", {}, {}}).result();
    QVERIFY(reply.has_value());
    QCOMPARE(reply->body, QByteArray("DELETE /d/a%2Fb%3F%25%23?namespace=%E2%82%AC%26%2B%20x  "));
}

void tst_HttpsTransport::send_manyAtOnce_eachGetsItsOwn()
{
    TlsDoor door(echo);
    const auto transport = open({.url = door.url(), .caFile = door.caFile()});
    QList<Future<Result<Reply>>> futures;
    for (int i = 0; i < 100; ++i)
        futures.append(transport->send({"POST", "/n", {}, QByteArray::number(i), {}}));
    for (int i = 0; i < futures.size(); ++i) {
        const Result<Reply> reply = futures[i].result();
        QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().detail));
        QCOMPARE(reply->body, "POST /n?  " + QByteArray::number(i));
    }
}

void tst_HttpsTransport::send_byFingerprint_isTrusted()
{
    TlsDoor door(echo);
    const auto transport = open({.url = door.url(), .caFile = {}, .fingerprint = door.fingerprint().toUpper()});
    QVERIFY(transport);
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, {}}).result();
    QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().detail));
}

void tst_HttpsTransport::send_otherFingerprint_isForbidden()
{
    std::atomic<int> asked = 0;
    TlsDoor door([&asked](const http::Request &request) {
        ++asked;
        return echo(request);
    });
    const auto transport = open({.url = door.url(), .caFile = {}, .fingerprint = QByteArray(64, 'a')});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, "secret"}).result();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Forbidden);
    QVERIFY2(reply.error().detail.contains(QLatin1String("not trusted")), qPrintable(reply.error().detail));
    QCOMPARE(asked.load(), 0);
}

void tst_HttpsTransport::send_otherAuthority_isForbidden()
{
    std::atomic<int> asked = 0;
    TlsDoor door([&asked](const http::Request &request) {
        ++asked;
        return echo(request);
    });
    TlsDoor other(echo);
    const auto transport = open({.url = door.url(), .caFile = other.caFile()});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, "secret"}).result();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Forbidden);
    QVERIFY2(reply.error().detail.contains(QLatin1String("not trusted")), qPrintable(reply.error().detail));
    QCOMPARE(asked.load(), 0);
}

void tst_HttpsTransport::send_nobodyListens_saysSo()
{
    TlsDoor door(echo);
    quint16 freePort = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
        freePort = server.serverPort();
    }
    const QString url = QStringLiteral("https://127.0.0.1:%1").arg(freePort);
    const auto transport = open({.url = url, .caFile = door.caFile()});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, {}}).result();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::ShuttingDown);
    QVERIFY2(reply.error().detail.startsWith(QLatin1String("cannot reach ") + url), qPrintable(reply.error().detail));
}

void tst_HttpsTransport::send_noHandshake_timesOut()
{
    TlsDoor door(echo);
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress(QHostAddress::LocalHost)));
    const auto transport = open({.url = QStringLiteral("https://127.0.0.1:%1").arg(silent.serverPort()),
        .caFile = door.caFile(), .fingerprint = {}, .connectTime = 200ms});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, {}}).result();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::RequestTimeout);
    QVERIFY2(reply.error().detail.contains(QLatin1String("200 ms")), qPrintable(reply.error().detail));
}

void tst_HttpsTransport::send_noAnswer_timesOut()
{
    Promise<http::Response> never;
    never.start();
    TlsDoor door([&never](const http::Request &) { return never.future(); });
    const auto transport = open(
        {.url = door.url(), .caFile = door.caFile(), .fingerprint = {}, .connectTime = 10s, .answerTime = 300ms});
    const Result<Reply> reply = transport->send({"GET", "/", {}, {}, {}}).result();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::RequestTimeout);
    QVERIFY2(reply.error().detail.contains(QLatin1String("did not answer")), qPrintable(reply.error().detail));
    never.finish();
}

void tst_HttpsTransport::destroy_whileWaiting_failsTheRequest()
{
    Promise<http::Response> never;
    never.start();
    std::promise<void> asked;
    TlsDoor door([&](const http::Request &) {
        asked.set_value();
        return never.future();
    });
    auto transport = open({.url = door.url(), .caFile = door.caFile()});
    Future<Result<Reply>> waiting = transport->send({"GET", "/", {}, {}, {}});
    asked.get_future().wait();
    transport.reset();
    QVERIFY(waiting.isFinished());
    QVERIFY(!waiting.result());
    QCOMPARE(waiting.result().error().code, ErrorCode::ShuttingDown);
    never.finish();
}

void tst_HttpsTransport::create_badAddress_isRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("plain") << QStringLiteral("http://127.0.0.1:8443");
    QTest::newRow("none") << QString();
    QTest::newRow("no scheme") << QStringLiteral("127.0.0.1:8443");
    QTest::newRow("path") << QStringLiteral("https://127.0.0.1/api");
    QTest::newRow("user") << QStringLiteral("https://me@127.0.0.1");
    QTest::newRow("query") << QStringLiteral("https://127.0.0.1?x=1");
}

void tst_HttpsTransport::create_badAddress_isRefused()
{
    QFETCH(QString, url);
    const auto transport = HttpsTransport::create({.url = url, .caFile = {}, .fingerprint = QByteArray(64, '0')});
    QVERIFY(!transport);
    QCOMPARE(transport.error().code, ErrorCode::InvalidParameter);
}

void tst_HttpsTransport::create_caFile_mustHoldACertificate()
{
    const QString url = QStringLiteral("https://127.0.0.1:1");
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("ca.pem"));
    QCOMPARE(HttpsTransport::create({.url = url, .caFile = path}).error().code, ErrorCode::NotFound);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(HttpsTransport::create({.url = url, .caFile = path}).error().code, ErrorCode::InvalidParameter);
    QCOMPARE(HttpsTransport::create({.url = url, .caFile = {}}).error().code, ErrorCode::InvalidParameter);
    const auto fingerprint = HttpsTransport::create({.url = url, .caFile = {}, .fingerprint = "abc"});
    QCOMPARE(fingerprint.error().code, ErrorCode::InvalidParameter);
}

CLOISTER_TEST(tst_HttpsTransport)
#include "tst_HttpsTransport.moc"
