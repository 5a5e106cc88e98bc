#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Test.h"

#include <QSet>

using namespace cloister;

class tst_Ulid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_knownBytes_isTheKnownText();
    void next_sameMillisecond_countsUp();
    void next_clockStepsBack_staysGreater();
    void next_carry_runsIntoTheNextCharacters();
    void next_lastIsNoUlid_isFresh();
    void next_manyIds_areDistinctAndRising();
    void isUlid_table();
    void timeOf_ulid_isWhatItWasMadeWith();
    void systemRandom_twoDraws_differ();
};

/// Gives the same byte for ever.
class FixedRandom final : public Random
{
public:
    explicit FixedRandom(char byte) : m_byte(byte) {}
    QByteArray bytes(qsizetype count) override { return QByteArray(count, m_byte); }

private:
    char m_byte;
};

void tst_Ulid::next_knownBytes_isTheKnownText()
{
    FixedRandom zero(0);
    FixedRandom ones(char(0xff));
    QCOMPARE(nextUlid({}, 1'469'918'176'385, zero), QStringLiteral("01ARYZ6S410000000000000000"));
    QCOMPARE(nextUlid({}, 0, ones), QStringLiteral("0000000000ZZZZZZZZZZZZZZZZ"));
    QCOMPARE(nextUlid({}, (qint64(1) << 48) - 1, zero), QStringLiteral("7ZZZZZZZZZ0000000000000000"));
    QCOMPARE(nextUlid({}, -5, zero), QStringLiteral("00000000000000000000000000"));
}

void tst_Ulid::next_sameMillisecond_countsUp()
{
    FixedRandom zero(0);
    UlidSource source(zero);
    QCOMPARE(source.next(1'469'918'176'385), QStringLiteral("01ARYZ6S410000000000000000"));
    QCOMPARE(source.next(1'469'918'176'385), QStringLiteral("01ARYZ6S410000000000000001"));
    QCOMPARE(source.next(1'469'918'176'386), QStringLiteral("01ARYZ6S420000000000000000"));
    QCOMPARE(source.last(), QStringLiteral("01ARYZ6S420000000000000000"));
}

void tst_Ulid::next_clockStepsBack_staysGreater()
{
    SystemRandom random;
    test::ManualClock clock;
    UlidSource source(random);
    QString last = source.next(clock.nowMs());
    for (int i = 0; i < 100; ++i) {
        clock.advance(-1000);
        const QString next = source.next(clock.nowMs());
        QVERIFY(next > last);
        QVERIFY(isUlid(next));
        last = next;
    }
}

void tst_Ulid::next_carry_runsIntoTheNextCharacters()
{
    FixedRandom zero(0);
    QCOMPARE(nextUlid(QStringLiteral("01ARYZ6S41000000000000000Z"), 5, zero), QStringLiteral("01ARYZ6S410000000000000010"));
    QCOMPARE(nextUlid(QStringLiteral("01ARYZ6S41ZZZZZZZZZZZZZZZZ"), 5, zero), QStringLiteral("01ARYZ6S420000000000000000"));
}

void tst_Ulid::next_lastIsNoUlid_isFresh()
{
    FixedRandom zero(0);
    QCOMPARE(nextUlid(QStringLiteral("zzzzz-own-id"), 0, zero), QStringLiteral("00000000000000000000000000"));
}

void tst_Ulid::next_manyIds_areDistinctAndRising()
{
    SystemRandom random;
    UlidSource source(random);
    QSet<QString> seen;
    QString last;
    for (int i = 0; i < 20'000; ++i) {
        const QString id = source.next(1000 + i / 100);
        QVERIFY(id > last);
        seen.insert(id);
        last = id;
    }
    QCOMPARE(seen.size(), 20'000);
}

void tst_Ulid::isUlid_table()
{
    QVERIFY(isUlid(u"01ARYZ6S410000000000000000"));
    QVERIFY(isUlid(u"7ZZZZZZZZZZZZZZZZZZZZZZZZZ"));
    QVERIFY(!isUlid(u"8ZZZZZZZZZZZZZZZZZZZZZZZZZ"));
    QVERIFY(!isUlid(u"01ARYZ6S41000000000000000"));
    QVERIFY(!isUlid(u"01ARYZ6S4100000000000000000"));
    QVERIFY(!isUlid(u"01aryz6s410000000000000000"));
    for (const char16_t *bad : {u"I", u"L", u"O", u"U", u"-", u"\u0661", u"\0"})
        QVERIFY(!isUlid(QString(QStringLiteral("01ARYZ6S41000000000000000") + QChar(bad[0]))));
    QVERIFY(!isUlid(u""));
}

void tst_Ulid::timeOf_ulid_isWhatItWasMadeWith()
{
    SystemRandom random;
    QCOMPARE(ulidTimeMs(nextUlid({}, 1'683'554'160'000, random)), 1'683'554'160'000);
    QCOMPARE(ulidTimeMs(u"no ulid"), -1);
}

void tst_Ulid::systemRandom_twoDraws_differ()
{
    SystemRandom random;
    QCOMPARE(random.bytes(0).size(), 0);
    QCOMPARE(random.bytes(1000).size(), 1000);
    QVERIFY(random.bytes(32) != random.bytes(32));
}

CLOISTER_TEST(tst_Ulid)
#include "tst_Ulid.moc"
