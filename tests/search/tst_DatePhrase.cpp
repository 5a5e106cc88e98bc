#include "engine/base/Time.h"
#include "engine/search/DatePhrase.h"
#include "tests/search/DatePhraseTable.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;

namespace {

qint64 instantOf(const char *iso)
{
    return parseInstant(QString::fromLatin1(iso)).value();
}

std::optional<qint64> endOf(const char *iso)
{
    return *iso == '\0' ? std::nullopt : std::optional(instantOf(iso));
}

const char *const kNow = "2025-06-11T22:30:00Z";

} // namespace

class tst_DatePhrase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_phrase_isThatRange_data();
    void read_phrase_isThatRange();
    void read_unknownPhrase_isRefused_data();
    void read_unknownPhrase_isRefused();
    void read_zone_isThatOffset_data();
    void read_zone_isThatOffset();
    void read_unknownZone_isRefused();
    void read_onSunday_weekStartsMonday();
    void read_dayOfChange_hasItsHours();
    void filter_bounds_includeWholePeriods();
    void filter_instantBounds_areExact();
    void filter_openBound_isRefused();
    void filter_severalBounds_allHold();
};

void tst_DatePhrase::read_phrase_isThatRange_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("phrase");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("until");
    for (const auto &row : cloister::test::kDatePhrases)
        QTest::addRow("%s: %s", row.zone, row.phrase)
            << QString::fromLatin1(row.zone) << QString::fromLatin1(row.phrase) << QString::fromLatin1(row.from)
            << QString::fromLatin1(row.until);
}

void tst_DatePhrase::read_phrase_isThatRange()
{
    QFETCH(QString, zone);
    QFETCH(QString, phrase);
    QFETCH(QString, from);
    QFETCH(QString, until);
    const auto range = readDatePhrase(phrase, zone, instantOf(kNow));
    QVERIFY2(range, qPrintable(range ? QString() : range.error().detail));
    QCOMPARE(range->from ? toIso(*range->from) : QString(), from);
    QCOMPARE(range->until ? toIso(*range->until) : QString(), until);
}

void tst_DatePhrase::read_unknownPhrase_isRefused_data()
{
    QTest::addColumn<QString>("phrase");
    for (const char *phrase : {"", " ", "soon", "last few days", "a while ago", "last 0 days", "2025-13", "2025-02-30",
                               "Q5 2025", "31 june", "february 30 2025", "99999 years ago", "since", "before", "between march",
                               "between and", "last", "30 days", "days", "march march", "1 2 3", "2025-W54", "25",
                               "since since monday", "2025-03-04T25:00:00Z", "2025-03-04T10:61", "last -3 days", "0000",
                               "0000-01-01", "last 999999 days", "next 3 days", "yesterday today", "month", "to date",
                               "between 2025-05-01 and 2025-01-01", "from May 2025 to January 2025", "2025 - 2024",
                               "between yesterday and last monday", "between today and yesterday"})
        QTest::addRow("%s", phrase) << QString::fromLatin1(phrase);
    QTest::addRow("long") << QString(100'000, QLatin1Char('a'));
}

void tst_DatePhrase::read_unknownPhrase_isRefused()
{
    QFETCH(QString, phrase);
    const auto range = readDatePhrase(phrase, QStringLiteral("UTC"), instantOf(kNow));
    QVERIFY(!range);
    QCOMPARE(range.error().code, ErrorCode::InvalidParameter);
    QVERIFY(range.error().detail.size() < 300);
}

void tst_DatePhrase::read_zone_isThatOffset_data()
{
    QTest::addColumn<int>("minutes"); // east of UTC, in June
    const auto row = [](const char *zone, int minutes) { QTest::addRow("%s", zone) << minutes; };
    row("UTC", 0);
    row("Etc/UTC", 0);
    row("Zulu", 0);
    row("GMT", 0);
    row("Etc/GMT+5", -300);
    row("CET", 120);
    row("EST", -300);
    row("EST5EDT", -240);
    row("US/Eastern", -240);
    row("Asia/Calcutta", 330);
    row("Asia/Kolkata", 330);
    row("Asia/Katmandu", 345);
    row("Europe/Kiev", 180);
    row("Europe/Berlin", 120);
    row("America/Argentina/Buenos_Aires", -180);
    row("America/Port-au-Prince", -240);
}

void tst_DatePhrase::read_zone_isThatOffset()
{
    QFETCH(int, minutes);
    const auto range = readDatePhrase(
        QStringLiteral("2025-06-11"), QString::fromLatin1(QTest::currentDataTag()), instantOf(kNow));
    QVERIFY2(range, qPrintable(range ? QString() : range.error().detail));
    QCOMPARE(*range->from, instantOf("2025-06-11T00:00:00Z") - minutes * 60'000);
}

void tst_DatePhrase::read_unknownZone_isRefused()
{
    for (const char *zone : {"", "Mars/Olympus", "Mars/Phobos", "europe", "Europe", "../etc/passwd", "../../etc/passwd",
             "/usr/share/zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/Berlin\n", "UTC+3",
             "UTC+03:00", "UTC-5", "ABC5", "<+03>-3", "right/Europe/Berlin", "posix/UTC", "localtime", "posixrules",
             "leapseconds", "zone.tab", "Europe/Berlin\xe4", "utc"}) {
        const auto range = readDatePhrase(QStringLiteral("today"), QString::fromLatin1(zone), instantOf(kNow));
        QVERIFY2(!range, zone);
        QCOMPARE(range.error().code, ErrorCode::InvalidParameter);
        QCOMPARE(range.error().fields.front().field, QStringLiteral("timezone"));
    }
}

void tst_DatePhrase::read_onSunday_weekStartsMonday()
{
    const auto range = readDatePhrase(QStringLiteral("this week"), QStringLiteral("UTC"), instantOf("2025-06-15T12:00:00Z"));
    QVERIFY(range);
    QCOMPARE(toIso(*range->from), QStringLiteral("2025-06-09T00:00:00.000Z"));
    const auto monday = readDatePhrase(QStringLiteral("monday"), QStringLiteral("UTC"), instantOf("2025-06-09T00:00:00Z"));
    QCOMPARE(toIso(*monday->from), QStringLiteral("2025-06-09T00:00:00.000Z"));
    const auto last = readDatePhrase(QStringLiteral("last monday"), QStringLiteral("UTC"), instantOf("2025-06-09T00:00:00Z"));
    QCOMPARE(toIso(*last->from), QStringLiteral("2025-06-02T00:00:00.000Z"));
}

void tst_DatePhrase::read_dayOfChange_hasItsHours()
{
    constexpr qint64 kHour = 3'600'000;
    const auto length = [](const char *zone, const char *day) {
        const auto range = readDatePhrase(QString::fromLatin1(day), QString::fromLatin1(zone), instantOf(kNow));
        return (*range->until - *range->from) / kHour;
    };
    QCOMPARE(length("Europe/Berlin", "2025-03-30"), 23);
    QCOMPARE(length("Europe/Berlin", "2025-10-26"), 25);
    QCOMPARE(length("America/New_York", "2025-03-09"), 23);
    QCOMPARE(length("America/New_York", "2025-06-09"), 24);
}

void tst_DatePhrase::filter_bounds_includeWholePeriods()
{
    const QString march = QStringLiteral("March 2025");
    const auto read = [](const DateFilter &filter) {
        return readDateFilter(filter, QStringLiteral("UTC"), instantOf(kNow)).value();
    };
    DateFilter gte, gt, lte, lt;
    gte.gte = gt.gt = lte.lte = lt.lt = march;
    QCOMPARE(read(gte), (TimeRange{endOf("2025-03-01"), std::nullopt}));
    QCOMPARE(read(gt), (TimeRange{endOf("2025-04-01"), std::nullopt}));
    QCOMPARE(read(lte), (TimeRange{std::nullopt, endOf("2025-04-01")}));
    QCOMPARE(read(lt), (TimeRange{std::nullopt, endOf("2025-03-01")}));
}

void tst_DatePhrase::filter_instantBounds_areExact()
{
    DateFilter filter;
    filter.gt = QStringLiteral("2025-03-04T10:00:00.000Z");
    filter.lte = QStringLiteral("2025-03-04T10:00:00.002Z");
    const TimeRange range = readDateFilter(filter, QStringLiteral("UTC"), instantOf(kNow)).value();
    const qint64 ten = instantOf("2025-03-04T10:00:00Z");
    QVERIFY(!range.contains(ten));
    QVERIFY(range.contains(ten + 1));
    QVERIFY(range.contains(ten + 2));
    QVERIFY(!range.contains(ten + 3));
}

void tst_DatePhrase::filter_openBound_isRefused()
{
    DateFilter filter;
    filter.gte = QStringLiteral("since monday");
    QVERIFY(!readDateFilter(filter, QStringLiteral("UTC"), instantOf(kNow)));
}

void tst_DatePhrase::filter_severalBounds_allHold()
{
    DateFilter filter;
    filter.gte = QStringLiteral("2025-01");
    filter.gt = QStringLiteral("2024");
    filter.lt = QStringLiteral("2025-05");
    filter.lte = QStringLiteral("2025-03");
    const TimeRange range = readDateFilter(filter, QStringLiteral("UTC"), instantOf(kNow)).value();
    QCOMPARE(range, (TimeRange{endOf("2025-01-01"), endOf("2025-04-01")}));
}

CLOISTER_TEST(tst_DatePhrase)
#include "tst_DatePhrase.moc"
