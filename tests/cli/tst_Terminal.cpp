#include "app/cloisterd/ListenAddress.h"
#include "app/cloisterd/Progress.h"
#include "app/cloisterd/Terminal.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::cli;

/// How things are written for people, and what an address to listen on looks like.
class tst_Terminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void visible_whatTerminalsObey_isEscaped();
    void table_columns_areAligned();
    void numbers_areReadable();
    void progressText_tellsRateAndTimeLeft();
    void listenAddress_good_data();
    void listenAddress_good();
    void listenAddress_bad_isRefused_data();
    void listenAddress_bad_isRefused();
};

void tst_Terminal::visible_whatTerminalsObey_isEscaped()
{
    QCOMPARE(visible(QStringLiteral("Müller & 客户")), QStringLiteral("Müller & 客户"));
    QCOMPARE(visible(QStringLiteral("a\x1b[2Jb\nc")), QStringLiteral("a\\u001b[2Jb\\u000ac"));
    QCOMPARE(visible(QString(QChar(0x202e)) + QLatin1Char('x')), QStringLiteral("\\u202ex"));
    QCOMPARE(visible(QString(QChar(0x2028))), QStringLiteral("\\u2028"));
}

void tst_Terminal::table_columns_areAligned()
{
    const QString text = table({QStringLiteral("ID"), QStringLiteral("NAME")},
        {{QStringLiteral("1"), QStringLiteral("one")}, {QStringLiteral("1000"), QStringLiteral("a\nb")}});
    QCOMPARE(text, QStringLiteral("ID    NAME\n1     one\n1000  a\\u000ab"));
}

void tst_Terminal::numbers_areReadable()
{
    QCOMPARE(grouped(0), QStringLiteral("0"));
    QCOMPARE(grouped(999), QStringLiteral("999"));
    QCOMPARE(grouped(1234567), QStringLiteral("1,234,567"));
    QCOMPARE(grouped(-1234), QStringLiteral("-1,234"));
    QCOMPARE(sizeText(999), QStringLiteral("999 bytes"));
    QCOMPARE(sizeText(1234), QStringLiteral("1.2 kB"));
    QCOMPARE(sizeText(999'999), QStringLiteral("1.0 MB"));
    QCOMPARE(sizeText(5'600'000'000), QStringLiteral("5.6 GB"));
    QCOMPARE(counted(1, "memory", "memories"), QStringLiteral("1 memory"));
    QCOMPARE(counted(2000, "memory", "memories"), QStringLiteral("2,000 memories"));
    QCOMPARE(counted(0, "line"), QStringLiteral("0 lines"));
    QCOMPARE(timeText(0), QStringLiteral("1970-01-01 00:00:00Z"));
}

void tst_Terminal::progressText_tellsRateAndTimeLeft()
{
    QCOMPARE(progressText(ProgressUnit::Bytes, 3'000'000, 12'000'000, 1000),
        QStringLiteral("25 %, 3.0 MB of 12.0 MB, 3.0 MB/s, 3 s left"));
    QCOMPARE(progressText(ProgressUnit::Records, 100, 1'000'100, 1000),
        QStringLiteral("0 %, 100 of 1,000,100, 100/s, 2 h 46 min left"));
    QCOMPARE(progressText(ProgressUnit::Records, 200, 0, 2000), QStringLiteral("200, 100/s"));
    QCOMPARE(progressText(ProgressUnit::Records, 12, 10, 1000), QStringLiteral("100 %, 10 of 10, 12/s, 0 s left"));
    QCOMPARE(progressText(ProgressUnit::Records, 0, 10, 0), QStringLiteral("0 %, 0 of 10, 0/s"));
}

void tst_Terminal::listenAddress_good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("fromLoopback");
    QTest::newRow("v4") << QStringLiteral("127.0.0.1:8443") << QStringLiteral("https://127.0.0.1:8443") << true;
    QTest::newRow("name") << QStringLiteral("localhost:0") << QStringLiteral("https://127.0.0.1:0") << true;
    QTest::newRow("v6") << QStringLiteral("[::1]:1") << QStringLiteral("https://[::1]:1") << true;
    QTest::newRow("any") << QStringLiteral("0.0.0.0:65535") << QStringLiteral("https://127.0.0.1:65535") << true;
    QTest::newRow("any v6") << QStringLiteral("[::]:2") << QStringLiteral("https://[::1]:2") << true;
    QTest::newRow("one") << QStringLiteral("10.1.2.3:443") << QStringLiteral("https://10.1.2.3:443") << false;
}

void tst_Terminal::listenAddress_good()
{
    QFETCH(QString, text);
    QFETCH(QString, url);
    QFETCH(bool, fromLoopback);
    const Result<ListenAddress> address = ListenAddress::parse(text);
    QVERIFY(address.has_value());
    QCOMPARE(ListenAddress::urlOf(QStringLiteral("https"), address->host, address->port), url);
    QCOMPARE(address->isReachedFromLoopback(), fromLoopback);
}

void tst_Terminal::listenAddress_bad_isRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "8443", ":8443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x",
             "example.org:8443", "::1:8443", "[127.0.0.1]:1", "[::1]", "127.0.0.1:-1"})
        QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text);
}

void tst_Terminal::listenAddress_bad_isRefused()
{
    QFETCH(QString, text);
    const Result<ListenAddress> address = ListenAddress::parse(text);
    QVERIFY(!address);
    QCOMPARE(address.error().code, ErrorCode::InvalidParameter);
}

CLOISTER_TEST(tst_Terminal)
#include "tst_Terminal.moc"
