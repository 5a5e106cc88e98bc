#include "engine/base/Clock.h"
#include "engine/base/Time.h"
#include "tests/support/Test.h"

#include <QDateTime>
#include <QTimeZone>

using namespace cloister;

class tst_Time : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_table_data();
    void parse_table();
    void parse_malformed_isRefused_data();
    void parse_malformed_isRefused();
    void toIso_parse_areInverse();
    void toIso_everyDayOf800Years_agreesWithQt();
    void toIso_outsideTheRange_isItsEnd();
    void range_bareDate_isTheWholeDay();
    void range_instant_isItself();
    void systemClock_isTheTimeOfDay();
};

void tst_Time::parse_table_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("iso");
    const auto row = [](const char *text, const char *iso) { QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(iso); };
    row("2023-05-08T13:56:00.000Z", "2023-05-08T13:56:00.000Z");
    row("2023-05-08T13:56:00Z", "2023-05-08T13:56:00.000Z");
    row("2023-05-08T13:56:07.1Z", "2023-05-08T13:56:07.100Z");
    row("2023-05-08T13:56:07.123456789Z", "2023-05-08T13:56:07.123Z");
    row("2023-05-08T13:56:00.000+02:00", "2023-05-08T11:56:00.000Z");
    row("2023-05-08T13:56:00-05:30", "2023-05-08T19:26:00.000Z");
    row("2023-01-01T00:30:00+01:00", "2022-12-31T23:30:00.000Z");
    row("2023-05-08", "2023-05-08T00:00:00.000Z");
    row("2024-02-29", "2024-02-29T00:00:00.000Z");
    row("2000-02-29", "2000-02-29T00:00:00.000Z");
    row("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
    row("0001-01-01", "0001-01-01T00:00:00.000Z");
    row("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z");
}

void tst_Time::parse_table()
{
    QFETCH(QString, text);
    QFETCH(QString, iso);
    const auto ms = parseInstant(text);
    QVERIFY(ms.has_value());
    QCOMPARE(toIso(*ms), iso);
}

void tst_Time::parse_malformed_isRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "2023", "2023-05", "2023-5-8", "23-05-08", "2023-13-01", "2023-00-01", "2023-04-31", "2023-02-29",
                             "1900-02-29", "2023-05-00", "0000-01-01", "10000-01-01", "2023-05-08T13:56Z", "2023-05-08T13:56:00",
                             "2023-05-08 13:56:00Z", "2023-05-08T24:00:00Z", "2023-05-08T23:60:00Z", "2023-05-08T23:59:60Z",
                             "2023-05-08T13:56:00.Z", "2023-05-08T13:56:00.1234567890Z", "2023-05-08T13:56:00z", "2023-05-08T13:56:00+2:00",
                             "2023-05-08T13:56:00+0200", "2023-05-08T13:56:00+24:00", "2023-05-08T13:56:00Zx", "2023-05-08Z", " 2023-05-08",
                             "2023-05-08 ", "+2023-05-08", "2023-05-+8", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "today",
                             "2023/05/08", "\xc2\xb2" "023-05-08"})
        QTest::newRow(text) << QString::fromUtf8(text);
    QTest::newRow("Arabic digits") << QString::fromUtf8("\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa3-05-08");
}

void tst_Time::parse_malformed_isRefused()
{
    QFETCH(QString, text);
    const auto ms = parseInstant(text);
    QVERIFY(!ms.has_value());
    QCOMPARE(ms.error().code, ErrorCode::InvalidParameter);
    QVERIFY(!parseDateOrInstant(text).has_value());
}

void tst_Time::toIso_parse_areInverse()
{
    for (qint64 ms = kMinInstantMs; ms <= kMaxInstantMs; ms += 86'399'999 * qint64(997) + 123)
        QCOMPARE(parseInstant(toIso(ms)).value(), ms);
    QCOMPARE(parseInstant(toIso(-1)).value(), -1);
    QCOMPARE(parseInstant(toIso(kMinInstantMs)).value(), kMinInstantMs);
    QCOMPARE(parseInstant(toIso(kMaxInstantMs)).value(), kMaxInstantMs);
}

void tst_Time::toIso_everyDayOf800Years_agreesWithQt()
{
    for (QDate day(1600, 1, 1); day.year() < 2400; day = day.addDays(1)) {
        const qint64 ms = QDate(1970, 1, 1).daysTo(day) * kDayMs;
        QCOMPARE(toIso(ms).left(10), day.toString(Qt::ISODate));
        QCOMPARE(daysFromCivil(day.year(), day.month(), day.day()) * kDayMs, ms);
    }
}

void tst_Time::toIso_outsideTheRange_isItsEnd()
{
    QCOMPARE(toIso(std::numeric_limits<qint64>::min()), QStringLiteral("0001-01-01T00:00:00.000Z"));
    QCOMPARE(toIso(std::numeric_limits<qint64>::max()), QStringLiteral("9999-12-31T23:59:59.999Z"));
}

void tst_Time::range_bareDate_isTheWholeDay()
{
    const InstantRange range = parseDateOrInstant(u"2023-05-08").value();
    QCOMPARE(toIso(range.startMs), QStringLiteral("2023-05-08T00:00:00.000Z"));
    QCOMPARE(toIso(range.endMs), QStringLiteral("2023-05-08T23:59:59.999Z"));
}

void tst_Time::range_instant_isItself()
{
    const InstantRange range = parseDateOrInstant(u"2023-05-08T00:00:00Z").value();
    QCOMPARE(toIso(range.startMs), QStringLiteral("2023-05-08T00:00:00.000Z"));
    QCOMPARE(range.endMs, range.startMs);
}

void tst_Time::systemClock_isTheTimeOfDay()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 now = SystemClock().nowMs();
    QVERIFY(now >= before && now <= QDateTime::currentMSecsSinceEpoch());
}

CLOISTER_TEST(tst_Time)
#include "tst_Time.moc"
