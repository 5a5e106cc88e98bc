#include "tests/http/EchoDoor.h"
#include "tests/http/RawClient.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::http;
using std::chrono::milliseconds;
using test::EchoDoor;
using test::RawAnswer;
using test::RawClient;

/// NET-1: each limit at its value and one over, with limits and times made small.
class tst_Guard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyLimit_byRoute_atAndOneOver();
    void bodyLimit_chunked_atAndOneOver();
    void bodyTooLarge_isRefusedBeforeItIsRead();
    void bodiesInFlight_atAndOneOver();
    void bodiesInFlight_clientLeft_countUntilTheHandlerIsDone();
    void head_slow_answers408();
    void head_slowAfterKeepAlive_answers408();
    void body_slow_answers408();
    void body_quickStartThenSlow_answers408();
    void answer_notRead_endsTheConnection();
    void idle_isClosedWithoutAnswer();
    void idleTime_whileTheHandlerWorks_doesNotCount();
    void connections_inAll_atAndOneOver();
    void connections_perAddress_atAndOneOver();
    void connections_authenticated_doNotCountPerAddress();
    void admit_refusesBeforeAByteIsRead();
    void refusals_areReportedWithTheirReason();

private:
    /// Echoes to what is refused, from the I/O thread.
    struct Reports
    {
        std::mutex mutex;
        QList<std::pair<QString, Refusal>> list;

        qsizetype count(const QString &address, Refusal refusal)
        {
            const std::lock_guard lock(mutex);
            return list.count({address, refusal});
        }
    };
    static TransportHooks hooksFor(Reports &reports)
    {
        TransportHooks hooks;
        hooks.onRefused = [&reports](const QHostAddress &address, Refusal refusal) {
            const std::lock_guard lock(reports.mutex);
            reports.list.append({address.toString(), refusal});
        };
        return hooks;
    }
};

static QByteArray bodyRequest(const QByteArray &path, const QByteArray &body, const QByteArray &headers = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: l\r\n" + headers + "Content-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

static int statusOf(RawClient &client, const QByteArray &request)
{
    client.send(request);
    return client.readAnswer().status;
}

void tst_Guard::bodyLimit_byRoute_atAndOneOver()
{
    TransportHooks hooks;
    hooks.bodyLimit = [](Method method, const QByteArray &path) -> qint64 {
        return method == Method::Post && path == "/large" ? 100 : 10;
    };
    EchoDoor door(test::patientLimits(), hooks);
    RawClient client(door.port());
    QCOMPARE(statusOf(client, bodyRequest("/large?x", QByteArray(100, 'a'))), 200);
    QCOMPARE(statusOf(client, bodyRequest("/small", QByteArray(10, 'a'))), 200);
    QCOMPARE(statusOf(client, bodyRequest("/small", QByteArray(11, 'a'))), 413);
    QVERIFY(client.isClosedByServer());
    RawClient second(door.port());
    QCOMPARE(statusOf(second, bodyRequest("/large", QByteArray(101, 'a'))), 413);
}

void tst_Guard::bodyLimit_chunked_atAndOneOver()
{
    TransportLimits limits = test::patientLimits();
    limits.bodyBytes = 6;
    EchoDoor door(limits);
    const QByteArray head = "POST /c HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n";
    RawClient client(door.port());
    QCOMPARE(statusOf(client, head + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"), 200);
    QCOMPARE(statusOf(client, head + "3\r\nabc\r\n4\r\n"), 413);
}

void tst_Guard::bodyTooLarge_isRefusedBeforeItIsRead()
{
    EchoDoor door;
    RawClient client(door.port());
    QVERIFY(client.send("POST /b HTTP/1.1\r\nHost: l\r\nContent-Length: 1048577\r\n\r\n"));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 413);
    QVERIFY(answer.body.contains("\"PAYLOAD_TOO_LARGE\""));
    QVERIFY(answer.body.contains("\"validation_error\""));
    QVERIFY(door.requests().isEmpty());
}

void tst_Guard::bodiesInFlight_atAndOneOver()
{
    TransportLimits limits = test::patientLimits();
    limits.bodiesInFlightBytes = 100;
    EchoDoor door(limits);
    RawClient first(door.port());
    QVERIFY(first.send(bodyRequest("/deferred", QByteArray(60, 'a'))));
    QTRY_COMPARE(door.requests().size(), 1);

    RawClient over(door.port());
    QVERIFY(over.send(bodyRequest("/over", QByteArray(41, 'b'))));
    const RawAnswer refused = over.readAnswer();
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.body.contains("\"OVERLOADED\""));
    QVERIFY(refused.body.contains("\"service_unavailable\""));
    QVERIFY(!refused.header("retry-after").isEmpty());

    RawClient at(door.port());
    QCOMPARE(statusOf(at, bodyRequest("/at", QByteArray(40, 'c'))), 200);
    QCOMPARE(door.release(), 1);
    QCOMPARE(first.readAnswer().status, 200);
    QCOMPARE(statusOf(at, bodyRequest("/again", QByteArray(100, 'd'))), 200);
}

void tst_Guard::bodiesInFlight_clientLeft_countUntilTheHandlerIsDone()
{
    TransportLimits limits = test::patientLimits();
    limits.bodiesInFlightBytes = 100;
    EchoDoor door(limits);
    {
        RawClient leaver(door.port());
        QVERIFY(leaver.send(bodyRequest("/deferred", QByteArray(60, 'a'))));
        QTRY_COMPARE(door.requests().size(), 1);
    }
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
    RawClient early(door.port());
    QCOMPARE(statusOf(early, bodyRequest("/early", QByteArray(41, 'b'))), 503);
    QCOMPARE(door.release(), 1);
    QTRY_COMPARE(door.transport().statistics().droppedAnswers, 1);
    RawClient late(door.port());
    QCOMPARE(statusOf(late, bodyRequest("/late", QByteArray(41, 'b'))), 200);
}

void tst_Guard::head_slow_answers408()
{
    TransportLimits limits = test::patientLimits();
    limits.headTime = milliseconds(100);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("GET / HTTP/1.1\r\nHost: l\r\n"));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 408);
    QVERIFY(answer.body.contains("\"REQUEST_TIMEOUT\""));
    QVERIFY(client.isClosedByServer());
}

void tst_Guard::head_slowAfterKeepAlive_answers408()
{
    TransportLimits limits = test::patientLimits();
    limits.headTime = milliseconds(100);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("GET /1 HTTP/1.1\r\nHost: l\r\n\r\nG"));
    QCOMPARE(client.readAnswer().status, 200);
    QCOMPARE(client.readAnswer().status, 408);
}

void tst_Guard::body_slow_answers408()
{
    TransportLimits limits = test::patientLimits();
    limits.rateWindow = milliseconds(100);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 1000\r\n\r\nab"));
    QCOMPARE(client.readAnswer().status, 408);
    QVERIFY(client.isClosedByServer());
    QVERIFY(door.requests().isEmpty());
}

void tst_Guard::body_quickStartThenSlow_answers408()
{
    TransportLimits limits = test::patientLimits();
    limits.rateWindow = milliseconds(100);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 1000000\r\n\r\n" + QByteArray(999'000, 'a')));
    QCOMPARE(client.readAnswer().status, 408);
}

void tst_Guard::answer_notRead_endsTheConnection()
{
    TransportLimits limits = test::patientLimits();
    limits.rateWindow = milliseconds(200);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("GET /large HTTP/1.1\r\nHost: l\r\n\r\n"));
    QTRY_COMPARE_WITH_TIMEOUT(door.requests().size(), 1, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(door.transport().statistics().openConnections, 0, 60'000);
    QVERIFY(client.readAll().size() < 64 * 1024 * 1024);
}

void tst_Guard::idle_isClosedWithoutAnswer()
{
    TransportLimits limits = test::patientLimits();
    limits.idleTime = milliseconds(100);
    EchoDoor door(limits);
    RawClient fresh(door.port());
    RawClient used(door.port());
    QCOMPARE(statusOf(used, "GET / HTTP/1.1\r\nHost: l\r\n\r\n"), 200);
    QVERIFY(used.isClosedByServer());
    QVERIFY(fresh.isClosedByServer());
}

void tst_Guard::idleTime_whileTheHandlerWorks_doesNotCount()
{
    TransportLimits limits = test::patientLimits();
    limits.idleTime = limits.headTime = limits.rateWindow = milliseconds(40);
    EchoDoor door(limits);
    RawClient client(door.port());
    QVERIFY(client.send("GET /deferred HTTP/1.1\r\nHost: l\r\n\r\n"));
    QTRY_COMPARE(door.requests().size(), 1);
    QTest::qWait(300);
    QCOMPARE(door.release(), 1);
    QCOMPARE(client.readAnswer().status, 200);
}

void tst_Guard::connections_inAll_atAndOneOver()
{
    Reports reports;
    TransportLimits limits = test::patientLimits();
    limits.connections = 3;
    EchoDoor door(limits, hooksFor(reports));
    const QByteArray request = "GET / HTTP/1.1\r\nHost: l\r\n\r\n";
    RawClient one(door.port(), "127.0.0.2");
    RawClient two(door.port(), "127.0.0.3");
    RawClient three(door.port(), "127.0.0.4");
    for (RawClient *client : {&one, &two, &three})
        QCOMPARE(statusOf(*client, request), 200);
    RawClient over(door.port(), "127.0.0.5");
    QVERIFY(over.isClosedByServer());
    QCOMPARE(reports.count(QStringLiteral("127.0.0.5"), Refusal::TooManyConnections), 1);
    two.close();
    QTRY_COMPARE(door.transport().statistics().openConnections, 2);
    RawClient again(door.port(), "127.0.0.5");
    QCOMPARE(statusOf(again, request), 200);
}

void tst_Guard::connections_perAddress_atAndOneOver()
{
    Reports reports;
    TransportLimits limits = test::patientLimits();
    limits.connectionsPerAddress = 2;
    EchoDoor door(limits, hooksFor(reports));
    const QByteArray request = "GET / HTTP/1.1\r\nHost: l\r\n\r\n";
    RawClient one(door.port(), "127.0.0.2");
    RawClient two(door.port(), "127.0.0.2");
    QCOMPARE(statusOf(one, request), 200);
    QCOMPARE(statusOf(two, request), 200);
    RawClient over(door.port(), "127.0.0.2");
    QVERIFY(over.isClosedByServer());
    QCOMPARE(reports.count(QStringLiteral("127.0.0.2"), Refusal::TooManyFromAddress), 1);
    RawClient elsewhere(door.port(), "127.0.0.3");
    QCOMPARE(statusOf(elsewhere, request), 200);
}

void tst_Guard::connections_authenticated_doNotCountPerAddress()
{
    TransportLimits limits = test::patientLimits();
    limits.connectionsPerAddress = 1;
    EchoDoor door(limits);
    const QByteArray good = "GET / HTTP/1.1\r\nHost: l\r\nAuthorization: Bearer good\r\n\r\n";
    RawClient one(door.port());
    QCOMPARE(statusOf(one, good), 200);
    QCOMPARE(statusOf(one, good), 200);
    RawClient two(door.port());
    QCOMPARE(statusOf(two, good), 200);
    RawClient stranger(door.port());
    QCOMPARE(statusOf(stranger, "GET / HTTP/1.1\r\nHost: l\r\n\r\n"), 200);
    RawClient over(door.port());
    QVERIFY(over.isClosedByServer());
    one.close();
    QTRY_COMPARE(door.transport().statistics().openConnections, 2);
    RawClient stillOver(door.port()); // an authenticated one that leaves makes no room for strangers
    QVERIFY(stillOver.isClosedByServer());
}

void tst_Guard::admit_refusesBeforeAByteIsRead()
{
    Reports reports;
    TransportHooks hooks = hooksFor(reports);
    hooks.admit = [](const QHostAddress &address) { return address != QHostAddress(QStringLiteral("127.0.0.9")); };
    EchoDoor door(test::patientLimits(), hooks);
    RawClient refused(door.port(), "127.0.0.9");
    QVERIFY(refused.isClosedByServer());
    QCOMPARE(reports.count(QStringLiteral("127.0.0.9"), Refusal::NotAdmitted), 1);
    QCOMPARE(door.transport().statistics().accepted, 0);
    QCOMPARE(door.transport().statistics().refusedConnections, 1);
    RawClient admitted(door.port(), "127.0.0.8");
    QCOMPARE(statusOf(admitted, "GET / HTTP/1.1\r\nHost: l\r\nX-Forwarded-For: 127.0.0.9\r\n\r\n"), 200);
}

void tst_Guard::refusals_areReportedWithTheirReason()
{
    Reports reports;
    TransportLimits limits = test::patientLimits();
    limits.headTime = milliseconds(100);
    EchoDoor door(limits, hooksFor(reports));
    RawClient bad(door.port(), "127.0.0.2");
    QCOMPARE(statusOf(bad, "GET / HTTP/1.1\n"), 400);
    RawClient large(door.port(), "127.0.0.3");
    QCOMPARE(statusOf(large, QByteArray(9000, 'G')), 414);
    RawClient slow(door.port(), "127.0.0.4");
    QCOMPARE(statusOf(slow, "GET"), 408);
    QCOMPARE(reports.count(QStringLiteral("127.0.0.2"), Refusal::BadRequest), 1);
    QCOMPARE(reports.count(QStringLiteral("127.0.0.3"), Refusal::LimitExceeded), 1);
    QCOMPARE(reports.count(QStringLiteral("127.0.0.4"), Refusal::TimedOut), 1);
    QCOMPARE(door.transport().statistics().refusedRequests, 3);
}

CLOISTER_TEST(tst_Guard)
#include "tst_Guard.moc"
