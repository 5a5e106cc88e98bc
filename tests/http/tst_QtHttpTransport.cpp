#include "tests/http/EchoDoor.h"
#include "tests/http/RawClient.h"
#include "tests/support/Test.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <thread>

using namespace cloister;
using namespace cloister::http;
using test::EchoDoor;
using test::RawAnswer;
using test::RawClient;

/// The door as a well-behaved client sees it.
class tst_QtHttpTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void get_onKeepAlive_answersEachRequest();
    void post_withBody_handsItOnWhole();
    void post_chunked_handsOnDecodedBody();
    void target_isHandedOnAsSent();
    void answer_carriesSafeHeaders();
    void head_answersLengthWithoutBody();
    void connectionClose_closesAfterAnswer();
    void http10_closesAfterAnswer();
    void expectContinue_answers100BeforeBody();
    void expectContinue_bodyTooLarge_answers413Instead();
    void pipelined_firstDeferred_answersInOrder();
    void handler_fails_answers500WithoutItsText_data();
    void handler_fails_answers500WithoutItsText();
    void client_leavesBeforeAnswer_answerIsDropped();
    void client_leavesAndNothingAnswers_transportEnds();
    void listenPlain_otherThanLoopback_isForbidden();
    void listen_portTaken_isConflict();
    void stop_requestInHand_isAnsweredFirst();
    void stop_handlerNeverAnswers_endsAfterPatience();
};

static QByteArray getRequest(const QByteArray &path, const QByteArray &headers = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

void tst_QtHttpTransport::get_onKeepAlive_answersEachRequest()
{
    EchoDoor door;
    RawClient client(door.port());
    for (int i = 0; i < 20; ++i) {
        const QByteArray path = "/n/" + QByteArray::number(i);
        QVERIFY(client.send(getRequest(path + "?a=1", "X-Echo: \t v \r\n")));
        const RawAnswer answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "GET " + path + "|a=1|127.0.0.1|");
        QCOMPARE(answer.header("x-echo"), QByteArray("v"));
        QCOMPARE(answer.header("connection"), QByteArray("keep-alive"));
    }
    QCOMPARE(door.transport().statistics().accepted, 1);
    QCOMPARE(door.transport().statistics().requests, 20);
}

void tst_QtHttpTransport::post_withBody_handsItOnWhole()
{
    TransportLimits limits = test::patientLimits();
    limits.bodyBytes = 8 * 1024 * 1024;
    EchoDoor door(limits);
    RawClient client(door.port());
    for (const qsizetype size : {qsizetype(1), qsizetype(16384), qsizetype(65537), qsizetype(8 * 1024 * 1024)}) {
        QByteArray body(size, 'x');
        for (qsizetype i = 0; i < size; i += 7)
            body[i] = static_cast<char>(i % 251);
        QVERIFY(client.send("POST /b HTTP/1.1\r\nHost: l\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n"
                            + body));
        const RawAnswer answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == "POST /b||127.0.0.1|" + body);
    }
}

void tst_QtHttpTransport::post_chunked_handsOnDecodedBody()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("PUT /c HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: Chunked\r\n\r\n"
                        "5\r\nab\r\nc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"));
    QCOMPARE(client.readAnswer().body, QByteArray("PUT /c||127.0.0.1|ab\r\nc0123456789"));
    QVERIFY(client.send(getRequest("/after")));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /after||127.0.0.1|"));
}

void tst_QtHttpTransport::target_isHandedOnAsSent()
{
    EchoDoor door;
    RawClient client(door.port());
    for (const QByteArray path : {"//evil/echo", "/a%2Fb%zz%00%41", "/a/../b", "/:80//@x", "/ok;p={1}|'\"^"}) {
        QVERIFY(client.send(getRequest(path + "?q=%20+&r=/?")));
        QCOMPARE(client.readAnswer().body, "GET " + path + "|q=%20+&r=/?|127.0.0.1|");
    }
}

void tst_QtHttpTransport::answer_carriesSafeHeaders()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send(getRequest("/h")));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.header("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(answer.header("cache-control"), QByteArray("no-store"));
    QCOMPARE(answer.header("content-type"), QByteArray("text/plain"));
    QVERIFY(!answer.head.contains("\r\nserver:"));
}

void tst_QtHttpTransport::head_answersLengthWithoutBody()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("HEAD /h HTTP/1.1\r\nHost: l\r\n\r\n" + getRequest("/next")));
    const RawAnswer head = client.readAnswer(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), QByteArray::number(QByteArray("HEAD /h||127.0.0.1|").size()));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /next||127.0.0.1|"));
}

void tst_QtHttpTransport::connectionClose_closesAfterAnswer()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send(getRequest("/c", "Connection: x, Close\r\n")));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.header("connection"), QByteArray("close"));
    QVERIFY(client.isClosedByServer());
}

void tst_QtHttpTransport::http10_closesAfterAnswer()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /old||127.0.0.1|"));
    QVERIFY(client.isClosedByServer());
}

void tst_QtHttpTransport::expectContinue_answers100BeforeBody()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("POST /e HTTP/1.1\r\nHost: l\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n"));
    QCOMPARE(client.readAnswer().status, 100);
    QVERIFY(door.requests().isEmpty());
    QVERIFY(client.send("body"));
    QCOMPARE(client.readAnswer().body, QByteArray("POST /e||127.0.0.1|body"));
}

void tst_QtHttpTransport::expectContinue_bodyTooLarge_answers413Instead()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("POST /e HTTP/1.1\r\nHost: l\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n"));
    QCOMPARE(client.readAnswer().status, 413);
    QVERIFY(client.isClosedByServer());
}

void tst_QtHttpTransport::pipelined_firstDeferred_answersInOrder()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send(getRequest("/deferred/1") + getRequest("/2") + "POST /3 HTTP/1.1\r\nHost: l\r\n"
                        "Content-Length: 2\r\n\r\nhi" + getRequest("/4")));
    QTRY_COMPARE(door.requests().size(), 1);
    QCOMPARE(door.release(), 1);
    QCOMPARE(client.readAnswer().body, QByteArray("GET /deferred/1||127.0.0.1|"));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /2||127.0.0.1|"));
    QCOMPARE(client.readAnswer().body, QByteArray("POST /3||127.0.0.1|hi"));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /4||127.0.0.1|"));
}

void tst_QtHttpTransport::handler_fails_answers500WithoutItsText_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("throws") << QByteArray("/throw");
    QTest::newRow("cancels") << QByteArray("/cancel");
    QTest::newRow("future fails") << QByteArray("/fail");
}

void tst_QtHttpTransport::handler_fails_answers500WithoutItsText()
{
    QFETCH(QByteArray, path);
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send(getRequest(path) + getRequest("/next")));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 500);
    const QJsonObject error = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("error")).toObject();
    QCOMPARE(error.value(QLatin1String("code")).toString(), QStringLiteral("INTERNAL"));
    QCOMPARE(error.value(QLatin1String("type")).toString(), QStringLiteral("server_error"));
    QVERIFY(error.value(QLatin1String("details")).isArray());
    QCOMPARE(error.value(QLatin1String("requestId")).toString().toLower().toUtf8(), answer.header("x-request-id"));
    QVERIFY(!answer.body.contains("own text"));
    QCOMPARE(client.readAnswer().status, 200);
}

void tst_QtHttpTransport::client_leavesBeforeAnswer_answerIsDropped()
{
    EchoDoor door;
    for (int i = 0; i < 50; ++i) {
        RawClient client(door.port());
        QVERIFY(client.send("POST /deferred HTTP/1.1\r\nHost: l\r\nContent-Length: 3\r\n\r\nabc"));
        QTRY_COMPARE(door.requests().size(), i + 1);
        client.close();
        if (i % 2 == 0) // else the answer and the end of the connection race
            QTRY_COMPARE(door.transport().statistics().openConnections, 0);
        QCOMPARE(door.release(), 1);
    }
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
    QTRY_VERIFY(door.transport().statistics().droppedAnswers >= 25);
    RawClient client(door.port());
    QVERIFY(client.send(getRequest("/still")));
    QCOMPARE(client.readAnswer().status, 200);
}

void tst_QtHttpTransport::client_leavesAndNothingAnswers_transportEnds()
{
    EchoDoor door;
    for (int i = 0; i < 10; ++i) {
        RawClient client(door.port());
        QVERIFY(client.send(getRequest("/never")));
        QTRY_COMPARE(door.requests().size(), i + 1);
    }
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
    QCOMPARE(door.transport().statistics().droppedAnswers, 0);
}

void tst_QtHttpTransport::listenPlain_otherThanLoopback_isForbidden()
{
    QtHttpTransport transport([](const Request &) { return Future<Response>(); }, {});
    for (const auto address : {QHostAddress::Any, QHostAddress::AnyIPv4, QHostAddress::AnyIPv6}) {
        const auto port = transport.listenPlain(QHostAddress(address), 0);
        QVERIFY(!port);
        QCOMPARE(port.error().code, ErrorCode::Forbidden);
    }
}

void tst_QtHttpTransport::listen_portTaken_isConflict()
{
    EchoDoor door;
    QtHttpTransport other([](const Request &) { return Future<Response>(); }, {});
    const auto port = other.listenPlain(QHostAddress(QHostAddress::LocalHost), door.port());
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::Conflict);
}

void tst_QtHttpTransport::stop_requestInHand_isAnsweredFirst()
{
    EchoDoor door;
    RawClient idle(door.port());
    RawClient busy(door.port());
    QVERIFY(busy.send(getRequest("/deferred")));
    QTRY_COMPARE(door.requests().size(), 1);
    std::thread stopper([&door] { door.transport().stop(std::chrono::seconds(60)); });
    QVERIFY(idle.isClosedByServer());
    QCOMPARE(door.release(), 1);
    const RawAnswer answer = busy.readAnswer();
    stopper.join();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("connection"), QByteArray("close"));
    QVERIFY(!RawClient(door.port()).isConnected());
    QCOMPARE(door.transport().listenPlain(QHostAddress(QHostAddress::LocalHost), 0).error().code,
             ErrorCode::ShuttingDown);
}

void tst_QtHttpTransport::stop_handlerNeverAnswers_endsAfterPatience()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send(getRequest("/never")));
    QTRY_COMPARE(door.requests().size(), 1);
    door.transport().stop(std::chrono::milliseconds(50));
    QVERIFY(client.isClosedByServer());
    QCOMPARE(door.transport().statistics().openConnections, 0);
}

CLOISTER_TEST(tst_QtHttpTransport)
#include "tst_QtHttpTransport.moc"
