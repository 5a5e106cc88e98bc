// NET-4 end to end: who gets in from where, over real sockets from 127.0.0.2 upwards through the dispatcher's own rules.
#include "tests/http/RawClient.h"
#include "tests/http/TestCertificate.h"
#include "tests/support/ApiFixture.h"

#include "engine/http/QtHttpTransport.h"

#include <QSslConfiguration>
#include <QSslSocket>

#include <vector>

using namespace cloister;
using namespace cloister::test;

class tst_DoorAddresses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void notListed_endsBeforeAByteIsRead();
    void theKeysProject_decides();
    void mappedAddresses_areFolded();
    void forwardedHeaders_areBelievedOfNamedProxiesOnly();
    void hammered_aGoodClientIsServed();

private:
    void openDoor(http::TransportHooks hooks);
    bool setList(const QByteArray &items);
    RawAnswer ask(RawClient &client, const QByteArray &more = {});
    RawAnswer ask(const QByteArray &from, const QByteArray &more = {});
    int askOverTls(quint16 port, const char *from);
    QByteArray project() const { return "/projects/" + m_api->projectId.toLatin1(); }

    std::unique_ptr<ApiFixture> m_api;
    std::unique_ptr<http::QtHttpTransport> m_door; ///< before the dispatcher
    quint16 m_port = 0;
};

void tst_DoorAddresses::init()
{
    m_api = std::make_unique<ApiFixture>();
    QVERIFY(m_api->start());
    openDoor(m_api->dispatcher().hooks());
}

void tst_DoorAddresses::cleanup()
{
    m_door.reset();
    m_api.reset();
}

void tst_DoorAddresses::openDoor(http::TransportHooks hooks)
{
    m_door = std::make_unique<http::QtHttpTransport>(
        [this](const http::Request &request) { return m_api->dispatcher().handle(request); }, std::move(hooks));
    const auto port = m_door->listenPlain(QHostAddress(QHostAddress::LocalHost), 0);
    QVERIFY(port.has_value());
    m_port = *port;
}

bool tst_DoorAddresses::setList(const QByteArray &items)
{
    return m_api->admit("PUT", project() + "/allow-list", "{\"items\":" + items + ",\"confirm\":true}").status == 200;
}

RawAnswer tst_DoorAddresses::ask(RawClient &client, const QByteArray &more)
{
    client.send("GET /api/v1/memory HTTP/1.1\r\nHost: l\r\nAuthorization: Bearer " + m_api->key + "\r\n" + more + "\r\n");
    return client.readAnswer();
}

RawAnswer tst_DoorAddresses::ask(const QByteArray &from, const QByteArray &more)
{
    RawClient client(m_port, from);
    return ask(client, more);
}

void tst_DoorAddresses::notListed_endsBeforeAByteIsRead()
{
    // The whole of 127.0.0.0/8 is this machine, which may always connect: the rules are asked about addresses elsewhere.
    const http::TransportHooks real = m_api->dispatcher().hooks();
    http::TransportHooks hooks = real;
    hooks.admit = [real](const QHostAddress &address) {
        return real.admit(QHostAddress(address.toIPv4Address() - 0x7f000000U + 0xcb007100U)); // 203.0.113.x
    };
    openDoor(hooks);
    // The control: a project without a list leaves the door open.
    QCOMPARE(ask("127.0.0.9").status, 200);
    QVERIFY(setList(R"([{"network":"203.0.113.8"},{"network":"127.0.0.0/8"}])"));
    const auto before = m_door->statistics();
    RawClient refused(m_port, "127.0.0.9");
    refused.send("GET /api/v1/memory HTTP/1.1\r\nHost: l\r\n\r\n");
    QVERIFY(refused.isClosedByServer());
    QCOMPARE(m_door->statistics().requests, before.requests);
    QCOMPARE(m_door->statistics().refusedConnections, before.refusedConnections + 1);
    QVERIFY(m_api->engine->refusals.write().has_value());
    QVERIFY(m_api->admit("GET", "/events?action=access.refused").body.contains("NOT_ADMITTED"));
    QCOMPARE(ask("127.0.0.8").status, 200);
    // A project that is open to all opens the door again.
    QVERIFY(m_api->project(QStringLiteral("open")).has_value());
    QCOMPARE(ask("127.0.0.9").status, 200);
}

void tst_DoorAddresses::theKeysProject_decides()
{
    QCOMPARE(ask("127.0.0.3").status, 200); // the control: without a list
    QVERIFY(setList(R"([{"network":"127.0.0.2"}])"));
    QCOMPARE(ask("127.0.0.2").status, 200);
    const RawAnswer refused = ask("127.0.0.3");
    QCOMPARE(refused.status, 403);
    QVERIFY2(refused.body.contains("IP_NOT_ALLOWED"), refused.body.constData());
    // On a connection that was let in before the list changed, too.
    RawClient open(m_port, "127.0.0.2");
    QCOMPARE(ask(open).status, 200);
    QVERIFY(setList(R"([{"network":"127.0.0.3"}])"));
    QCOMPARE(ask(open).status, 403);
    QCOMPARE(ask("127.0.0.3").status, 200);
}

int tst_DoorAddresses::askOverTls(quint16 port, const char *from)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    QSslSocket socket;
    socket.setSslConfiguration(configuration);
    if (!socket.bind(QHostAddress(QString::fromLatin1(from))))
        return -1;
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForEncrypted(60'000))
        return -2;
    socket.write("GET /api/v1/memory HTTP/1.1\r\nHost: l\r\nConnection: close\r\nAuthorization: Bearer " + m_api->key + "\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(60'000))
        answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

// A listener on both families sees IPv4 clients as ::ffff:127.0.0.2.
void tst_DoorAddresses::mappedAddresses_areFolded()
{
    const auto port = m_door->listenTls(QHostAddress(QHostAddress::Any), 0, makeTestCertificate("localhost"));
    QVERIFY(port.has_value());
    QVERIFY(setList(R"([{"network":"127.0.0.2"}])"));
    QCOMPARE(askOverTls(*port, "127.0.0.2"), 200);
    QCOMPARE(askOverTls(*port, "127.0.0.3"), 403);
    QVERIFY(setList(R"([{"network":"::ffff:127.0.0.3"}])"));
    QCOMPARE(askOverTls(*port, "127.0.0.2"), 403);
    QCOMPARE(askOverTls(*port, "127.0.0.3"), 200);
}

void tst_DoorAddresses::forwardedHeaders_areBelievedOfNamedProxiesOnly()
{
    QVERIFY(setList(R"([{"network":"192.0.2.7"},{"network":"127.0.0.5"}])"));
    const QByteArray good = "X-Forwarded-For: 192.0.2.7\r\n";
    const QByteArray bad = "X-Forwarded-For: 203.0.113.9\r\n";
    QCOMPARE(ask("127.0.0.2", good).status, 403); // nobody is named
    QCOMPARE(ask("127.0.0.5", bad).status, 200);
    VERIFY_STATUS(m_api->admit("PATCH", "/settings", R"({"trustedProxies":["127.0.0.2"]})"), 200);
    QCOMPARE(ask("127.0.0.2", good).status, 200);
    QCOMPARE(ask("127.0.0.2", bad).status, 403);
    QCOMPARE(ask("127.0.0.2").status, 403); // the proxy itself
    QCOMPARE(ask("127.0.0.3", good).status, 403); // another one
    QCOMPARE(ask("127.0.0.5", bad).status, 200);
    VERIFY_STATUS(m_api->admit("PATCH", "/settings", R"({"trustedProxies":[]})"), 200);
    QCOMPARE(ask("127.0.0.2", good).status, 403);
}

// Half-open connections, slow bodies and wrong keys at once; tst_GuardLoad has thousands of the first two.
void tst_DoorAddresses::hammered_aGoodClientIsServed()
{
    constexpr int kHalfOpen = 300;
    constexpr int kSlow = 50;
    constexpr int kGuesses = 400;
    RawClient good(m_port);
    QCOMPARE(ask(good).status, 200);
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < kHalfOpen + kSlow; ++i) {
        idle.push_back(std::make_unique<RawClient>(m_port, "127.0.1." + QByteArray::number(1 + i / 50)));
        QVERIFY(idle.back()->isConnected());
        idle.back()->send(i < kHalfOpen ? "GET /half HTTP/1.1\r\nHost: l\r\nX-A: b"
                                        : "POST /api/v1/memory HTTP/1.1\r\nHost: l\r\nContent-Length: 100000\r\n\r\n");
    }
    RawClient guesser(m_port, "127.0.0.66");
    int unauthenticated = 0;
    int limited = 0;
    for (int i = 0; i < kGuesses; ++i) {
        guesser.send("GET /api/v1/memory HTTP/1.1\r\nHost: l\r\nAuthorization: Bearer cl_wrong" + QByteArray::number(i) + "\r\n\r\n");
        const int status = guesser.readAnswer().status;
        unauthenticated += status == 401 ? 1 : 0;
        limited += status == 429 ? 1 : 0;
        if (i % 20 == 0)
            QCOMPARE(ask(good).status, 200);
    }
    QCOMPARE(unauthenticated, 100);
    QCOMPARE(limited, kGuesses - 100);
    QCOMPARE(ask(good).status, 200);
    // The control: the attackers did not get what they asked for.
    QCOMPARE(m_api->get("/memory").at("items")->size(), 0);
    for (const auto &client : idle) {
        const QByteArray left = client->readAll();
        QVERIFY2(client->hasEnded() && (left.isEmpty() || left.startsWith("HTTP/1.1 408 ")), left.constData());
    }
}

CLOISTER_TEST(tst_DoorAddresses)
#include "tst_DoorAddresses.moc"
