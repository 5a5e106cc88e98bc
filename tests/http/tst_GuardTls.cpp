#include "tests/http/EchoDoor.h"
#include "tests/http/RawClient.h"
#include "tests/http/TestCertificate.h"
#include "tests/support/Test.h"

#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

using namespace cloister;
using namespace cloister::http;
using test::EchoDoor;
using test::RawClient;

/// NET-4: the TLS side of the door.
class tst_GuardTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void connect_tls13_isServed();
    void connect_tls12_isRefusedByDefault();
    void connect_tls12_isServedBySetting();
    void connect_openssl_isServed();
    void largeBody_comesBackWhole();
    void errorAnswer_reachesTheClient();
    void mappedAddress_isFoldedForAdmission();
    void setTls_newConnectionsShowTheNewCertificate();
    void settings_unusable_areRefused_data();
    void settings_unusable_areRefused();
    void handshake_thatNeverComes_isCutOff();
    void handshake_thatIsPlainText_isCutOff();
    void client_leavesDuringHandshake_isForgotten();

private:
    quint16 listenOn(EchoDoor &door, TlsMinimum minimum = TlsMinimum::Tls13);

    TlsSettings m_first;
    TlsSettings m_second;
};

/// A TLS client that trusts anybody.
class TlsClient : public QSslSocket
{
public:
    TlsClient(quint16 port, QSsl::SslProtocol protocol, const QString &host = QStringLiteral("127.0.0.1"))
    {
        setPeerVerifyMode(QSslSocket::VerifyNone);
        setProtocol(protocol);
        connectToHostEncrypted(host, port);
        m_isEncrypted = waitForEncrypted(120'000);
    }
    bool isUp() const { return m_isEncrypted; }
    /// Sends a request and reads until the answer ends like `end`.
    QByteArray exchange(const QByteArray &request, const QByteArray &end = "127.0.0.1|")
    {
        write(request);
        QByteArray answer;
        while (!answer.endsWith(end)) {
            if (bytesAvailable() == 0 && !waitForReadyRead(120'000))
                break;
            answer += readAll();
        }
        return answer;
    }

private:
    bool m_isEncrypted = false;
};

static const QByteArray kGet = "GET /t HTTP/1.1\r\nHost: localhost\r\n\r\n";

void tst_GuardTls::initTestCase()
{
    m_first = test::makeTestCertificate("first");
    m_second = test::makeTestCertificate("second");
    QVERIFY(!m_first.certPem.isEmpty() && !m_second.certPem.isEmpty());
}

quint16 tst_GuardTls::listenOn(EchoDoor &door, TlsMinimum minimum)
{
    TlsSettings settings = m_first;
    settings.minimum = minimum;
    return door.transport().listenTls(QHostAddress(QHostAddress::LocalHost), 0, settings).value_or(quint16(0));
}

void tst_GuardTls::connect_tls13_isServed()
{
    EchoDoor door;
    TlsClient client(listenOn(door), QSsl::TlsV1_3);
    QVERIFY2(client.isUp(), qPrintable(client.errorString()));
    QCOMPARE(client.sessionProtocol(), QSsl::TlsV1_3);
    QVERIFY(client.exchange(kGet).endsWith("GET /t||127.0.0.1|"));
    QVERIFY(client.exchange(kGet).endsWith("GET /t||127.0.0.1|"));
}

void tst_GuardTls::connect_tls12_isRefusedByDefault()
{
    EchoDoor door;
    TlsClient client(listenOn(door), QSsl::TlsV1_2);
    QVERIFY(!client.isUp());
    QTRY_COMPARE(door.transport().statistics().failedHandshakes, 1);
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
}

void tst_GuardTls::connect_tls12_isServedBySetting()
{
    EchoDoor door;
    const quint16 port = listenOn(door, TlsMinimum::Tls12);
    TlsClient client(port, QSsl::TlsV1_2);
    QVERIFY2(client.isUp(), qPrintable(client.errorString()));
    QVERIFY(client.exchange(kGet).contains(" 200 "));
    TlsClient modern(port, QSsl::TlsV1_2OrLater);
    QVERIFY(modern.isUp());
    QCOMPARE(modern.sessionProtocol(), QSsl::TlsV1_3);
}

void tst_GuardTls::connect_openssl_isServed()
{
    EchoDoor door;
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"), {QStringLiteral("s_client"), QStringLiteral("-quiet"), QStringLiteral("-connect"),
                                              QStringLiteral("127.0.0.1:%1").arg(listenOn(door))});
    QVERIFY(openssl.waitForStarted());
    openssl.write("GET /cli HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QVERIFY(openssl.waitForFinished(30'000));
    QVERIFY(openssl.readAllStandardOutput().endsWith("GET /cli||127.0.0.1|"));
}

void tst_GuardTls::largeBody_comesBackWhole()
{
    TransportLimits limits = test::patientLimits();
    limits.bodyBytes = 8 * 1024 * 1024;
    EchoDoor door(limits);
    TlsClient client(listenOn(door), QSsl::TlsV1_3);
    QVERIFY(client.isUp());
    QByteArray body(limits.bodyBytes, 'x');
    for (qsizetype i = 0; i < body.size(); i += 13)
        body[i] = static_cast<char>('a' + i % 23);
    body.replace(body.size() - 3, 3, "end");
    const QByteArray answer = client.exchange("POST /b HTTP/1.1\r\nHost: l\r\nContent-Length: "
                                                  + QByteArray::number(body.size()) + "\r\n\r\n" + body,
                                              body.right(64));
    QVERIFY(answer.endsWith("POST /b||127.0.0.1|" + body));
}

void tst_GuardTls::errorAnswer_reachesTheClient()
{
    EchoDoor door;
    TlsClient client(listenOn(door), QSsl::TlsV1_3);
    QVERIFY(client.isUp());
    QVERIFY(client.exchange("GET / HTTP/1.1\nHost: l\n\n", "}}").startsWith("HTTP/1.1 400 "));
    QVERIFY(client.state() == QAbstractSocket::UnconnectedState || client.waitForDisconnected(120'000));
}

void tst_GuardTls::mappedAddress_isFoldedForAdmission()
{
    std::atomic<int> asked = 0;
    std::atomic<bool> isFolded = false;
    TransportHooks hooks;
    hooks.admit = [&](const QHostAddress &address) {
        ++asked;
        isFolded = address == QHostAddress(QStringLiteral("127.0.0.1"))
            && address.isInSubnet(QHostAddress(QStringLiteral("127.0.0.0")), 8);
        return true;
    };
    EchoDoor door(test::patientLimits(), hooks);
    const auto port = door.transport().listenTls(QHostAddress(QHostAddress::Any), 0, m_first);
    QVERIFY(port);
    TlsClient client(*port, QSsl::TlsV1_3);
    QVERIFY(client.isUp());
    QVERIFY(client.exchange(kGet).endsWith("GET /t||127.0.0.1|"));
    QCOMPARE(asked, 1);
    QVERIFY(isFolded);
}

void tst_GuardTls::setTls_newConnectionsShowTheNewCertificate()
{
    EchoDoor door;
    const quint16 port = listenOn(door);
    TlsClient before(port, QSsl::TlsV1_3);
    QVERIFY(before.isUp());
    QCOMPARE(before.peerCertificate().subjectDisplayName(), QStringLiteral("first"));
    QVERIFY(door.transport().setTls(m_second));
    TlsClient after(port, QSsl::TlsV1_3);
    QVERIFY(after.isUp());
    QCOMPARE(after.peerCertificate().subjectDisplayName(), QStringLiteral("second"));
    QVERIFY(before.exchange(kGet).contains(" 200 "));

    QVERIFY(!door.transport().setTls({"nonsense", m_first.keyPem, TlsMinimum::Tls13}));
    TlsClient unchanged(port, QSsl::TlsV1_3);
    QCOMPARE(unchanged.peerCertificate().subjectDisplayName(), QStringLiteral("second"));
}

void tst_GuardTls::settings_unusable_areRefused_data()
{
    QTest::addColumn<bool>("hasCertificate");
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("no certificate") << false << QByteArray();
    QTest::newRow("certificate is text") << false << QByteArray("hello");
    QTest::newRow("no key") << true << QByteArray();
    QTest::newRow("key is text") << true << QByteArray("-----BEGIN PRIVATE KEY-----\nhello\n-----END PRIVATE KEY-----\n");
}

void tst_GuardTls::settings_unusable_areRefused()
{
    QFETCH(bool, hasCertificate);
    QFETCH(QByteArray, other);
    EchoDoor door;
    const TlsSettings settings{hasCertificate ? m_first.certPem : other, hasCertificate ? other : m_first.keyPem,
                               TlsMinimum::Tls13};
    const auto port = door.transport().listenTls(QHostAddress(QHostAddress::LocalHost), 0, settings);
    QVERIFY(!port);
    QCOMPARE(port.error().code, ErrorCode::InvalidParameter);
}

void tst_GuardTls::handshake_thatNeverComes_isCutOff()
{
    TransportLimits limits = test::patientLimits();
    limits.handshakeTime = std::chrono::milliseconds(100);
    EchoDoor door(limits);
    RawClient client(listenOn(door));
    QVERIFY(client.isConnected());
    QVERIFY(client.isClosedByServer());
    QTRY_COMPARE(door.transport().statistics().failedHandshakes, 1);
}

void tst_GuardTls::handshake_thatIsPlainText_isCutOff()
{
    EchoDoor door;
    RawClient client(listenOn(door));
    QVERIFY(client.send(kGet));
    QVERIFY(!client.readAll().contains("200"));
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
    QVERIFY(door.requests().isEmpty());
}

void tst_GuardTls::client_leavesDuringHandshake_isForgotten()
{
    EchoDoor door;
    const quint16 port = listenOn(door);
    for (int i = 0; i < 20; ++i) {
        RawClient client(port);
        QVERIFY(client.send(QByteArray("\x16\x03\x01\x02\x00\x01", 6)));
    }
    QTRY_COMPARE(door.transport().statistics().accepted, 20);
    QTRY_COMPARE(door.transport().statistics().openConnections, 0);
    TlsClient client(port, QSsl::TlsV1_3);
    QVERIFY(client.exchange(kGet).contains(" 200 "));
}

CLOISTER_TEST(tst_GuardTls)
#include "tst_GuardTls.moc"
