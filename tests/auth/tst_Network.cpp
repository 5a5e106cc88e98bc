#include "engine/auth/AddressRules.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::auth;

class tst_Network : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_areWrittenOneWay_data();
    void good_areWrittenOneWay();
    void bad_areRefused_data();
    void bad_areRefused();
    void contains_isExact_data();
    void contains_isExact();
    void connections_areRefusedWhereEveryProjectHasAList();
    void projects_withoutAList_admitAll();
    void administration_isForThisMachineAndTheListed();

private:
    static AllowList listOf(const QStringList &networks)
    {
        QList<AllowedNetwork> entries;
        for (const QString &network : networks)
            entries.append({network, {}, 0});
        return AllowList(entries);
    }
};

void tst_Network::good_areWrittenOneWay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *text, const char *written) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(written);
    };
    row("192.0.2.7", "192.0.2.7");
    row("192.0.2.7/32", "192.0.2.7");
    row("192.0.2.0/24", "192.0.2.0/24");
    row("0.0.0.0/0", "0.0.0.0/0");
    row("::/0", "::/0");
    row("2001:DB8:0:0::1", "2001:db8::1");
    row("2001:db8::/32", "2001:db8::/32");
    row("::1/128", "::1");
    row("::ffff:192.0.2.7", "192.0.2.7");
    row("::ffff:192.0.2.0/120", "192.0.2.0/24");
    row("::ffff:0:0/96", "0.0.0.0/0");
}

void tst_Network::good_areWrittenOneWay()
{
    QFETCH(const QString, text);
    QFETCH(const QString, written);
    const auto network = Network::parse(text);
    QVERIFY(network.has_value());
    QCOMPARE(network->text(), written);
}

void tst_Network::bad_areRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", " ", "localhost", "192.0.2", "192.0.2.256", "192.0.2.07", "0x7f.0.0.1", "192.0.2.7 ",
             " 192.0.2.7", "192.0.2.7/", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/+8", "192.0.2.0/024", "192.0.2.7/24",
             "192.0.2.0/24/8", "192.0.2.7:80", "[::1]", "::1%lo", "2001:db8::1/32", "2001:db8::/129", "1::2::3",
             "192.0.2.0/255.255.255.0", "\xd9\xa1.2.3.4"})
        QTest::newRow(text) << QString::fromUtf8(text);
    QTest::newRow("nul") << QStringLiteral("192.0.2.7") + QChar(0) + QStringLiteral("x");
}

void tst_Network::bad_areRefused()
{
    QFETCH(const QString, text);
    const auto network = Network::parse(text);
    QVERIFY(!network.has_value());
    QVERIFY(network.error().code == ErrorCode::InvalidParameter);
}

void tst_Network::contains_isExact_data()
{
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isIn");
    const auto row = [](const char *network, const char *address, bool isIn) {
        QTest::addRow("%s %s", network, address) << QString::fromLatin1(network) << QString::fromLatin1(address) << isIn;
    };
    row("192.0.2.7", "192.0.2.7", true);
    row("192.0.2.7", "::ffff:192.0.2.7", true);
    row("192.0.2.7", "192.0.2.8", false);
    row("192.0.2.0/24", "192.0.2.255", true);
    row("192.0.2.0/24", "192.0.3.0", false);
    row("192.0.2.0/25", "192.0.2.127", true);
    row("192.0.2.0/25", "192.0.2.128", false);
    row("128.0.0.0/1", "255.0.0.1", true);
    row("128.0.0.0/1", "127.0.0.1", false);
    row("0.0.0.0/0", "203.0.113.9", true);
    row("0.0.0.0/0", "2001:db8::1", false);
    row("::/0", "2001:db8::1", true);
    row("::/0", "192.0.2.7", false);
    row("::ffff:192.0.2.0/120", "192.0.2.9", true);
    row("2001:db8::/32", "2001:db8:ffff::1", true);
    row("2001:db8::/32", "2001:db9::1", false);
    row("2001:db8::/33", "2001:db8:8000::1", false);
    row("fe80::/10", "fe80::1", true);
    row("::1", "::1", true);
    row("::1", "127.0.0.1", false);
}

void tst_Network::contains_isExact()
{
    QFETCH(const QString, network);
    QFETCH(const QString, address);
    QFETCH(const bool, isIn);
    QCOMPARE(Network::parse(network)->contains(QHostAddress(address)), isIn);
    QVERIFY(!Network::parse(network)->contains(QHostAddress()));
}

void tst_Network::connections_areRefusedWhereEveryProjectHasAList()
{
    const QHostAddress stranger(QStringLiteral("203.0.113.9"));
    AddressRules rules;
    QVERIFY(rules.mayConnect(stranger)); // no project yet
    rules.projects.insert(QStringLiteral("a"), listOf({QStringLiteral("192.0.2.0/24")}));
    QVERIFY(!rules.mayConnect(stranger));
    QVERIFY(rules.mayConnect(QHostAddress(QStringLiteral("192.0.2.1"))));
    QVERIFY(rules.mayConnect(QHostAddress(QStringLiteral("::ffff:192.0.2.1"))));
    QVERIFY(rules.mayConnect(QHostAddress(QStringLiteral("::ffff:127.0.0.1"))));
    QVERIFY(rules.mayConnect(QHostAddress(QHostAddress::LocalHostIPv6)));
    rules.admin = listOf({QStringLiteral("203.0.113.9")});
    QVERIFY(rules.mayConnect(stranger));
    rules.admin = AllowList();
    rules.proxies = listOf({QStringLiteral("203.0.113.9")});
    QVERIFY(rules.mayConnect(stranger));
    rules.proxies = AllowList();
    rules.projects.insert(QStringLiteral("b"), AllowList());
    QVERIFY(rules.mayConnect(stranger)); // one is open to all
}

void tst_Network::projects_withoutAList_admitAll()
{
    const QHostAddress stranger(QStringLiteral("203.0.113.9"));
    AddressRules rules;
    rules.projects.insert(QStringLiteral("open"), AllowList());
    rules.projects.insert(QStringLiteral("closed"), listOf({QStringLiteral("2001:db8::/32")}));
    QVERIFY(rules.mayUse(QStringLiteral("open"), stranger));
    QVERIFY(!rules.mayUse(QStringLiteral("closed"), stranger));
    QVERIFY(!rules.mayUse(QStringLiteral("closed"), QHostAddress(QHostAddress::LocalHost)));
    QVERIFY(rules.mayUse(QStringLiteral("closed"), QHostAddress(QStringLiteral("2001:db8::7"))));
}

void tst_Network::administration_isForThisMachineAndTheListed()
{
    AddressRules rules;
    QVERIFY(rules.mayAdminister(QHostAddress()));
    QVERIFY(rules.mayAdminister(QHostAddress(QStringLiteral("127.0.0.9"))));
    QVERIFY(rules.mayAdminister(QHostAddress(QStringLiteral("::ffff:127.0.0.1"))));
    QVERIFY(!rules.mayAdminister(QHostAddress(QStringLiteral("192.0.2.7"))));
    rules.admin = listOf({QStringLiteral("192.0.2.7")});
    QVERIFY(rules.mayAdminister(QHostAddress(QStringLiteral("192.0.2.7"))));
    QVERIFY(rules.mayAdminister(QHostAddress(QHostAddress::LocalHost)));
    QVERIFY(!rules.mayAdminister(QHostAddress(QStringLiteral("192.0.2.8"))));
}

CLOISTER_TEST(tst_Network)
#include "tst_Network.moc"
