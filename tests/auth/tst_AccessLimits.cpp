#include "engine/auth/AccessLimits.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::auth;

class tst_AccessLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutSettings_onlyFailuresAreLimited();
    void keys_haveTheirRate();
    void addresses_haveTheirRate();
    void failures_areCountedByAddress();
    void mappedAddresses_areTheSame();
    void aNetworkOfIpv6_isOneAddress();
    void thisProcess_isNotCounted();
    void settings_holdAtOnce();
    void memory_isBounded();

private:
    static QHostAddress address(const char *text) { return QHostAddress(QString::fromLatin1(text)); }
};

void tst_AccessLimits::withoutSettings_onlyFailuresAreLimited()
{
    AccessLimits limits;
    for (int i = 0; i < 10'000; ++i) {
        QVERIFY(!limits.takeForKey(QStringLiteral("abcdefgh"), 0));
        QVERIFY(!limits.takeForAddress(address("192.0.2.7"), 0));
    }
    QCOMPARE(limits.size(), 0);
    QCOMPARE(limits.failuresLeft(address("192.0.2.7"), 0).remaining, 100);
}

void tst_AccessLimits::keys_haveTheirRate()
{
    AccessLimits limits;
    limits.set({2, 0, 100});
    const QString key = QStringLiteral("abcdefgh");
    QCOMPARE(limits.takeForKey(key, 0)->remaining, 1);
    QCOMPARE(limits.takeForKey(key, 0)->remaining, 0);
    QVERIFY(!limits.takeForKey(key, 0)->isAllowed);
    QCOMPARE(limits.takeForKey(key, 0)->waitSeconds, 30);
    QVERIFY(limits.takeForKey(QStringLiteral("hgfedcba"), 0)->isAllowed);
    QVERIFY(limits.takeForKey(key, 30'000)->isAllowed);
    QVERIFY(!limits.takeForAddress(address("192.0.2.7"), 0));
}

void tst_AccessLimits::addresses_haveTheirRate()
{
    AccessLimits limits;
    limits.set({0, 1, 100});
    QVERIFY(limits.takeForAddress(address("192.0.2.7"), 0)->isAllowed);
    QVERIFY(!limits.takeForAddress(address("192.0.2.7"), 0)->isAllowed);
    QVERIFY(limits.takeForAddress(address("192.0.2.8"), 0)->isAllowed);
    QVERIFY(!limits.takeForKey(QStringLiteral("abcdefgh"), 0));
}

void tst_AccessLimits::failures_areCountedByAddress()
{
    AccessLimits limits;
    limits.set({0, 0, 3});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(limits.failuresLeft(address("192.0.2.7"), 0).isAllowed);
        limits.noteFailure(address("192.0.2.7"), 0);
    }
    QVERIFY(!limits.failuresLeft(address("192.0.2.7"), 0).isAllowed);
    QVERIFY(limits.failuresLeft(address("192.0.2.8"), 0).isAllowed);
    // Looking takes nothing; time gives back one each twenty seconds.
    QVERIFY(!limits.failuresLeft(address("192.0.2.7"), 19'999).isAllowed);
    QVERIFY(limits.failuresLeft(address("192.0.2.7"), 20'000).isAllowed);
}

void tst_AccessLimits::mappedAddresses_areTheSame()
{
    AccessLimits limits;
    limits.set({0, 1, 100});
    QVERIFY(limits.takeForAddress(address("192.0.2.7"), 0)->isAllowed);
    QVERIFY(!limits.takeForAddress(address("::ffff:192.0.2.7"), 0)->isAllowed);
}

void tst_AccessLimits::aNetworkOfIpv6_isOneAddress()
{
    AccessLimits limits;
    limits.set({0, 1, 100});
    QVERIFY(limits.takeForAddress(address("2001:db8:0:1::1"), 0)->isAllowed);
    QVERIFY(!limits.takeForAddress(address("2001:db8:0:1:ffff::2"), 0)->isAllowed);
    QVERIFY(limits.takeForAddress(address("2001:db8:0:2::1"), 0)->isAllowed);
}

void tst_AccessLimits::thisProcess_isNotCounted()
{
    AccessLimits limits;
    limits.set({0, 1, 1});
    for (int i = 0; i < 5; ++i) {
        QVERIFY(!limits.takeForAddress(QHostAddress(), 0));
        limits.noteFailure(QHostAddress(), 0);
        QVERIFY(limits.failuresLeft(QHostAddress(), 0).isAllowed);
    }
    QCOMPARE(limits.size(), 0);
}

void tst_AccessLimits::settings_holdAtOnce()
{
    AccessLimits limits;
    const LimitSettings asked{7, 8, 9};
    limits.set(asked);
    QVERIFY(limits.settings() == asked);
    QCOMPARE(limits.takeForKey(QStringLiteral("abcdefgh"), 0)->limit, 7);
    QCOMPARE(limits.takeForAddress(address("192.0.2.7"), 0)->limit, 8);
    QCOMPARE(limits.failuresLeft(address("192.0.2.7"), 0).limit, 9);
    limits.set({});
    QVERIFY(!limits.takeForKey(QStringLiteral("abcdefgh"), 0));
}

void tst_AccessLimits::memory_isBounded()
{
    AccessLimits limits;
    limits.set({1, 1, 1});
    for (quint32 i = 0; i < 30'000; ++i) {
        limits.takeForKey(QString::number(i), 0);
        limits.takeForAddress(QHostAddress(i + 1), 0);
        limits.noteFailure(QHostAddress(i + 1), 0);
    }
    QVERIFY(limits.size() <= 3 * RateLimiter::kDefaultNames);
}

CLOISTER_TEST(tst_AccessLimits)
#include "tst_AccessLimits.moc"
