#include "engine/auth/RateLimiter.h"
#include "tests/support/Test.h"

using namespace cloister::auth;

class tst_RateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBurst_isAllowed_thenRefused();
    void time_fillsTheBucket();
    void names_doNotShareABucket();
    void answers_tellWhatIsLeft();
    void aClockSetBack_givesNothing();
    void manyNames_areBounded();
    void aFloodOfNames_keepsWhoIsUsedNow();
    void aNewRate_holdsAtOnce();
};

void tst_RateLimiter::aBurst_isAllowed_thenRefused()
{
    RateLimiter limiter({60, 5});
    for (int i = 0; i < 5; ++i)
        QVERIFY(limiter.take("a", 1000).isAllowed);
    QVERIFY(!limiter.take("a", 1000).isAllowed);
    QVERIFY(!limiter.peek("a", 1000).isAllowed);
    limiter.forget("a");
    QVERIFY(limiter.peek("a", 1000).isAllowed);
    QVERIFY(limiter.take("a", 1000).isAllowed);
}

void tst_RateLimiter::time_fillsTheBucket()
{
    RateLimiter limiter({60, 2});
    QVERIFY(limiter.take("a", 0).isAllowed);
    QVERIFY(limiter.take("a", 0).isAllowed);
    QVERIFY(!limiter.take("a", 999).isAllowed);
    QVERIFY(limiter.take("a", 1000).isAllowed);
    QVERIFY(!limiter.take("a", 1000).isAllowed);
    for (int i = 0; i < 2; ++i)
        QVERIFY(limiter.take("a", 3'600'000).isAllowed);
    QVERIFY(!limiter.take("a", 3'600'000).isAllowed); // never more than the burst
}

void tst_RateLimiter::names_doNotShareABucket()
{
    RateLimiter limiter({60, 1});
    QVERIFY(limiter.take("a", 0).isAllowed);
    QVERIFY(!limiter.take("a", 0).isAllowed);
    QVERIFY(limiter.take("b", 0).isAllowed);
}

void tst_RateLimiter::answers_tellWhatIsLeft()
{
    RateLimiter limiter({30, 10});
    Allowance allowance = limiter.take("a", 0);
    QCOMPARE(allowance.limit, 10);
    QCOMPARE(allowance.remaining, 9);
    QCOMPARE(allowance.resetSeconds, 2);
    QCOMPARE(allowance.waitSeconds, 0);
    for (int i = 0; i < 9; ++i)
        allowance = limiter.take("a", 0);
    QCOMPARE(allowance.remaining, 0);
    QCOMPARE(allowance.resetSeconds, 20);
    allowance = limiter.take("a", 0);
    QVERIFY(!allowance.isAllowed);
    QCOMPARE(allowance.waitSeconds, 2);
    QVERIFY(!limiter.take("a", 1999).isAllowed);
    QVERIFY(limiter.take("a", 2000).isAllowed);
}

void tst_RateLimiter::aClockSetBack_givesNothing()
{
    RateLimiter limiter({60, 1});
    QVERIFY(limiter.take("a", 100'000).isAllowed);
    QVERIFY(!limiter.take("a", 5'000).isAllowed);
    QVERIFY(limiter.take("a", 6'000).isAllowed); // and time goes on from there
}

void tst_RateLimiter::manyNames_areBounded()
{
    RateLimiter limiter({60, 2}, 1000);
    for (int i = 0; i < 100'000; ++i) {
        limiter.take(QByteArray::number(i), 0);
        QVERIFY(limiter.size() <= 1000);
    }
}

// What one name has used up is not given back to it because others come.
void tst_RateLimiter::aFloodOfNames_keepsWhoIsUsedNow()
{
    RateLimiter limiter({1, 3}, 1000);
    for (int i = 0; i < 3; ++i)
        QVERIFY(limiter.take("attacker", 0).isAllowed);
    for (int i = 0; i < 50'000; ++i) {
        limiter.take(QByteArray::number(i), i / 100);
        if (i % 100 == 0)
            QVERIFY(!limiter.take("attacker", i / 100).isAllowed);
    }
}

void tst_RateLimiter::aNewRate_holdsAtOnce()
{
    RateLimiter limiter({60, 100});
    QVERIFY(limiter.take("a", 0).isAllowed);
    limiter.setRate({60, 1});
    QVERIFY(limiter.take("a", 0).isAllowed);
    QVERIFY(!limiter.take("a", 0).isAllowed);
}

CLOISTER_TEST(tst_RateLimiter)
#include "tst_RateLimiter.moc"
