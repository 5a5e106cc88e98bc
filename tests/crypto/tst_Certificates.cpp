#include "engine/base/AtomicFile.h"
#include "engine/crypto/Certificates.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QTemporaryDir>

using namespace cloister;
using crypto::Certificates;
using crypto::SecureBytes;

class tst_Certificates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void server_isAcceptedByOpensslForEveryName_data();
    void server_isAcceptedByOpensslForEveryName();
    void server_otherAuthority_isRefusedByOpenssl();
    void server_hasTheExtensionsOfAServer();
    void authority_hasTheExtensionsOfAnAuthority();
    void server_cannotSignAnother();
    void twoServers_differInSerialAndKey();
    void makeAuthority_badName_isRefused();
    void makeServer_badInput_isRefused_data();
    void makeServer_badInput_isRefused();
    void makeServer_keyOfAnother_isRefused();
    void expiresAt_areTheDaysAskedFor();
    void sha256Fingerprint_isThatOfTheDer();
    void read_notACertificate_isRefused();
    void localNames_holdTheLoopback();

private:
    QString put(const char *name, QByteArrayView bytes) const;
    /// What openssl printed and whether it succeeded.
    static std::pair<QByteArray, bool> run(const QString &program, const QStringList &arguments);
    QByteArray describe(const QByteArray &certPem) const;

    QTemporaryDir m_directory;
    Certificates::Pair m_authority;
    Certificates::Pair m_server;
};

void tst_Certificates::initTestCase()
{
    QVERIFY(crypto::initialise().has_value());
    m_authority = std::move(Certificates::makeAuthority(QStringLiteral("Cloister test \u00e9"))).value();
    const QStringList names {QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1"),
        QStringLiteral("box-1.example.org"), QStringLiteral("*.inner.example.org")};
    m_server = std::move(Certificates::makeServer(m_authority, names)).value();
}

QString tst_Certificates::put(const char *name, QByteArrayView bytes) const
{
    const QString path = m_directory.filePath(QLatin1String(name));
    return files::writeAtomically(path, bytes) ? path : QString();
}

std::pair<QByteArray, bool> tst_Certificates::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool succeeded =
        process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return {process.readAll(), succeeded};
}

QByteArray tst_Certificates::describe(const QByteArray &certPem) const
{
    return run(QStringLiteral("openssl"),
        {QStringLiteral("x509"), QStringLiteral("-in"), put("described.pem", certPem), QStringLiteral("-noout"),
            QStringLiteral("-text")})
        .first;
}

void tst_Certificates::server_isAcceptedByOpensslForEveryName_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isAccepted");
    const QString host = QStringLiteral("-verify_hostname");
    const QString ip = QStringLiteral("-verify_ip");
    QTest::newRow("localhost") << host << QStringLiteral("localhost") << true;
    QTest::newRow("host name") << host << QStringLiteral("box-1.example.org") << true;
    QTest::newRow("wildcard") << host << QStringLiteral("a.inner.example.org") << true;
    QTest::newRow("IPv4") << ip << QStringLiteral("127.0.0.1") << true;
    QTest::newRow("IPv6") << ip << QStringLiteral("::1") << true;
    QTest::newRow("another host") << host << QStringLiteral("example.org") << false;
    QTest::newRow("another address") << ip << QStringLiteral("127.0.0.2") << false;
}

void tst_Certificates::server_isAcceptedByOpensslForEveryName()
{
    QFETCH(QString, option);
    QFETCH(QString, name);
    QFETCH(bool, isAccepted);
    const auto [output, succeeded] = run(QStringLiteral("openssl"),
        {QStringLiteral("verify"), QStringLiteral("-x509_strict"), QStringLiteral("-purpose"),
            QStringLiteral("sslserver"), option, name, QStringLiteral("-CAfile"), put("ca.pem", m_authority.certPem),
            put("server.pem", m_server.certPem)});
    QVERIFY2(succeeded == isAccepted, output.constData());
}

void tst_Certificates::server_otherAuthority_isRefusedByOpenssl()
{
    const auto other = Certificates::makeAuthority(QStringLiteral("Cloister test \u00e9"));
    QVERIFY(other.has_value());
    const auto [output, succeeded] = run(QStringLiteral("openssl"),
        {QStringLiteral("verify"), QStringLiteral("-CAfile"), put("other.pem", other->certPem),
            put("server.pem", m_server.certPem)});
    QVERIFY2(!succeeded, output.constData());
}

void tst_Certificates::server_hasTheExtensionsOfAServer()
{
    const QByteArray text = describe(m_server.certPem);
    for (const char *part : {"Version: 3", "ecdsa-with-SHA256", "NIST CURVE: P-256", "CA:FALSE", "Digital Signature",
             "TLS Web Server Authentication", "X509v3 Subject Key Identifier", "X509v3 Authority Key Identifier",
             "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:box-1.example.org, "
             "DNS:*.inner.example.org"})
        QVERIFY2(text.contains(part), (part + ("\n" + text)).constData());
    QVERIFY(!text.contains("Certificate Sign"));
}

void tst_Certificates::authority_hasTheExtensionsOfAnAuthority()
{
    const QByteArray text = describe(m_authority.certPem);
    for (const char *part : {"Version: 3", "CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "NIST CURVE: P-256",
             "X509v3 Subject Key Identifier"})
        QVERIFY2(text.contains(part), (part + ("\n" + text)).constData());
    QVERIFY(!text.contains("Digital Signature"));
}

void tst_Certificates::server_cannotSignAnother()
{
    const auto below = Certificates::makeServer(m_server, {QStringLiteral("localhost")});
    QVERIFY(!below);
    QCOMPARE(below.error().code, ErrorCode::InvalidParameter);
}

void tst_Certificates::twoServers_differInSerialAndKey()
{
    const auto other = Certificates::makeServer(m_authority, {QStringLiteral("localhost")});
    QVERIFY(other.has_value());
    QVERIFY(other->keyPem.view() != m_server.keyPem.view());
    const auto serial = [this](const QByteArray &pem) {
        return run(QStringLiteral("openssl"),
            {QStringLiteral("x509"), QStringLiteral("-in"), put("serial.pem", pem), QStringLiteral("-noout"),
                QStringLiteral("-serial")})
            .first.trimmed();
    };
    const QByteArray first = serial(m_server.certPem);
    QVERIFY(first.startsWith("serial="));
    QCOMPARE(first.size(), 7 + 32);
    QVERIFY(first != serial(other->certPem));
}

void tst_Certificates::makeAuthority_badName_isRefused()
{
    QCOMPARE(Certificates::makeAuthority(QString()).error().code, ErrorCode::InvalidParameter);
    QCOMPARE(Certificates::makeAuthority(QString(65, QLatin1Char('n'))).error().code, ErrorCode::InvalidParameter);
    QVERIFY(Certificates::makeAuthority(QString(64, QLatin1Char('n'))).has_value());
}

void tst_Certificates::makeServer_badInput_isRefused_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<int>("days");
    const QStringList good {QStringLiteral("localhost")};
    QTest::newRow("no name") << QStringList() << 10;
    QTest::newRow("no days") << good << 0;
    QTest::newRow("too many days") << good << 398;
    const QStringList badNames {QString(), QStringLiteral("a b"), QStringLiteral("a,DNS:evil.example"),
        QStringLiteral("-a.example"), QStringLiteral("a..b"), QStringLiteral(".a"), QStringLiteral("a."),
        QStringLiteral("127.0.0.256"), QStringLiteral("b\u00fccher.example"), QStringLiteral("a.*.b"),
        QStringLiteral("*"), QStringLiteral("a/b"), QString(64, QLatin1Char('l')),
        QString(QStringLiteral("a.")).repeated(130) + QLatin1Char('a'),
        QString(QStringLiteral("local")) + QChar(0) + QStringLiteral("host"), QStringLiteral("::g"),
        QStringLiteral("[::1]")};
    for (const QString &bad : badNames)
        QTest::newRow(qPrintable(QLatin1Char('"') + bad.left(40) + QLatin1Char('"')))
            << QStringList {QStringLiteral("localhost"), bad} << 10;
}

void tst_Certificates::makeServer_badInput_isRefused()
{
    QFETCH(QStringList, names);
    QFETCH(int, days);
    const auto server = Certificates::makeServer(m_authority, names, days);
    QVERIFY(!server);
    QCOMPARE(server.error().code, ErrorCode::InvalidParameter);
}

void tst_Certificates::makeServer_keyOfAnother_isRefused()
{
    const QStringList names {QStringLiteral("localhost")};
    auto other = Certificates::makeAuthority(QStringLiteral("other"));
    QVERIFY(other.has_value());
    const Certificates::Pair mixed {m_authority.certPem, std::move(other->keyPem)};
    QCOMPARE(Certificates::makeServer(mixed, names).error().code, ErrorCode::InvalidParameter);
    const Certificates::Pair none {QByteArray("no"), SecureBytes(QByteArrayView("nothing"))};
    QCOMPARE(Certificates::makeServer(none, names).error().code, ErrorCode::InvalidParameter);
}

void tst_Certificates::expiresAt_areTheDaysAskedFor()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto daysOf = [&now](const QByteArray &pem) { return now.daysTo(*Certificates::expiresAt(pem)); };
    QVERIFY(qAbs(daysOf(m_server.certPem) - Certificates::kServerDays) <= 1);
    QVERIFY(qAbs(daysOf(m_authority.certPem) - 3653) <= 1);
    const auto brief = Certificates::makeServer(m_authority, {QStringLiteral("localhost")}, 1);
    QVERIFY(daysOf(brief->certPem) <= 1);
    QVERIFY(*Certificates::expiresAt(brief->certPem) > now);
    QCOMPARE(Certificates::expiresAt(m_server.certPem)->timeSpec(), Qt::UTC);
}

void tst_Certificates::sha256Fingerprint_isThatOfTheDer()
{
    QByteArray base64;
    for (const QByteArray &line : m_server.certPem.split('\n')) {
        if (!line.startsWith("-----"))
            base64 += line;
    }
    QCOMPARE(*Certificates::sha256Fingerprint(m_server.certPem),
        QCryptographicHash::hash(QByteArray::fromBase64(base64), QCryptographicHash::Sha256));
}

void tst_Certificates::read_notACertificate_isRefused()
{
    for (const QByteArray &bad :
        {QByteArray(), QByteArray("x"), m_server.certPem.left(200), m_server.keyPem.view().toByteArray(),
            QByteArray(m_server.certPem)
                .replace("-----BEGIN CERTIFICATE-----\nMII", "-----BEGIN CERTIFICATE-----\nAAA")}) {
        QCOMPARE(Certificates::expiresAt(bad).error().code, ErrorCode::InvalidParameter);
        QCOMPARE(Certificates::sha256Fingerprint(bad).error().code, ErrorCode::InvalidParameter);
    }
}

void tst_Certificates::localNames_holdTheLoopback()
{
    const QStringList names = Certificates::localNames();
    QCOMPARE(
        names.first(3), QStringList({QStringLiteral("localhost"), QStringLiteral("127.0.0.1"), QStringLiteral("::1")}));
    QVERIFY(Certificates::makeServer(m_authority, names).has_value());
}

CLOISTER_TEST(tst_Certificates)
#include "tst_Certificates.moc"
