#include "engine/search/CalendarPhrase.h"

#include <QDateTime>
#include <QRegularExpression>

#include <array>

namespace cloister::search {

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
constexpr int kMonthsInQuarter = 3;
constexpr int kMonthsInYear = 12;
constexpr int kLeapYears = 8; ///< the longest time between two 29ths of February

/// 1 to 12, or 0. Three letters are enough, as is "sept".
int monthNumber(const QString &word)
{
    static const QStringList names = QStringLiteral("january february march april may june july august september october "
                                                    "november december").split(QLatin1Char(' '));
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (word == names.at(i) || word == names.at(i).left(3) || (word == QLatin1String("sept") && i == 8))
            return static_cast<int>(i) + 1;
    }
    return 0;
}

/// 1 (Monday) to 7, or 0.
int weekdayNumber(const QString &word)
{
    static const QStringList names =
        QStringLiteral("monday tuesday wednesday thursday friday saturday sunday").split(QLatin1Char(' '));
    static const QStringList others = {QStringLiteral("tues"), QStringLiteral("thur"), QStringLiteral("thurs"), QStringLiteral("weds")};
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (word == names.at(i) || word == names.at(i).left(3) || (others.contains(word) && names.at(i).startsWith(word.left(3))))
            return static_cast<int>(i) + 1;
    }
    return 0;
}

std::optional<int> smallNumber(const QString &word)
{
    static const QStringList names = QStringLiteral("zero one two three four five six seven eight nine ten eleven twelve")
                                         .split(QLatin1Char(' '));
    if (word == QLatin1String("a") || word == QLatin1String("an"))
        return 1;
    if (const qsizetype named = names.indexOf(word); named >= 0)
        return static_cast<int>(named);
    static const QRegularExpression digits(QStringLiteral("^[0-9]{1,5}$"));
    if (!digits.match(word).hasMatch())
        return std::nullopt;
    return word.toInt();
}

std::optional<int> yearNumber(const QString &word)
{
    static const QRegularExpression digits(QStringLiteral("^[1-9][0-9]{3}$"));
    if (!digits.match(word).hasMatch())
        return std::nullopt;
    return word.toInt();
}

/// "5", "5th", "21st".
std::optional<int> dayNumber(const QString &word)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,2})(st|nd|rd|th)?$"));
    const QRegularExpressionMatch match = pattern.match(word);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1).toInt();
}

/// "first" or "1st" to "fourth", or 0.
int ordinalQuarter(const QString &word)
{
    static const QStringList names = QStringLiteral("first second third fourth").split(QLatin1Char(' '));
    static const QStringList numbers = QStringLiteral("1st 2nd 3rd 4th").split(QLatin1Char(' '));
    return static_cast<int>(std::max(names.indexOf(word), numbers.indexOf(word))) + 1;
}

} // namespace

CalendarPhrase::CalendarPhrase(QTimeZone zone, qint64 nowMs) :
    m_zone(std::move(zone)),
    m_now(nowMs),
    m_today(QDateTime::fromMSecsSinceEpoch(nowMs, m_zone).date())
{
}

int CalendarPhrase::yearOf(qint64 instantMs) const
{
    return QDateTime::fromMSecsSinceEpoch(instantMs, m_zone).date().year();
}

std::optional<TimeRange> CalendarPhrase::read(const QStringList &words) const
{
    if (words.isEmpty())
        return std::nullopt;
    if (words.size() == 1) {
        const QString &word = words.front();
        if (word == QLatin1String("now"))
            return TimeRange{m_now, m_now + 1};
        if (word == QLatin1String("today"))
            return range({m_today, m_today.addDays(1)});
        if (word == QLatin1String("yesterday"))
            return range({m_today.addDays(-1), m_today});
        if (word == QLatin1String("tomorrow"))
            return range({m_today.addDays(1), m_today.addDays(2)});
        if (word == QLatin1String("ytd") || word == QLatin1String("mtd"))
            return readToDate(word.startsWith(QLatin1Char('y')) ? QStringLiteral("year") : QStringLiteral("month"));
        if (const int weekday = weekdayNumber(word)) {
            const QDate day = m_today.addDays(-((m_today.dayOfWeek() - weekday + 7) % 7));
            return range({day, day.addDays(1)});
        }
        if (const auto iso = readIso(word))
            return iso;
    }
    if (words == QStringList{QStringLiteral("day"), QStringLiteral("before"), QStringLiteral("yesterday")})
        return range({m_today.addDays(-2), m_today.addDays(-1)});
    if (words.size() == 3 && words.mid(1) == QStringList{QStringLiteral("to"), QStringLiteral("date")})
        return readToDate(words.front());
    if (const auto instant = readInstant(words.join(QLatin1Char(' '))))
        return instant;
    if (words.back() == QLatin1String("ago"))
        return readAgo(words.mid(0, words.size() - 1));
    if (const auto relative = readRelative(words))
        return relative;
    if (const auto quarter = readQuarter(words))
        return quarter;
    return readMonth(words);
}

std::optional<TimeRange> CalendarPhrase::readRelative(const QStringList &words) const
{
    static const QStringList modifiers = {QStringLiteral("last"),     QStringLiteral("past"),    QStringLiteral("previous"),
                                          QStringLiteral("this"),     QStringLiteral("current"), QStringLiteral("next")};
    const QString &modifier = words.front();
    if (!modifiers.contains(modifier) || words.size() < 2)
        return std::nullopt;
    if (words.size() == 2) {
        if (const auto named = readNamed(modifier, words.at(1)))
            return named;
    }
    const auto count = countOf(words.mid(1));
    if (!count || modifiers.indexOf(modifier) > 2)
        return std::nullopt;
    return rolling(count->first, count->second);
}

/// "last month", "this friday", "next year", "last march".
std::optional<TimeRange> CalendarPhrase::readNamed(const QString &modifier, const QString &name) const
{
    const bool isThis = modifier == QLatin1String("this") || modifier == QLatin1String("current");
    const bool isNext = modifier == QLatin1String("next");
    const int step = isThis ? 0 : isNext ? 1 : -1;
    if (const auto unit = unitOf(name); unit && !name.endsWith(QLatin1Char('s'))) {
        const bool isWhole = modifier != QLatin1String("past") && *unit > Unit::Day;
        if (isWhole || (*unit == Unit::Day && (isThis || isNext)))
            return range(containing(shifted(m_today, *unit, step), *unit));
        return isThis || isNext || *unit == Unit::Weekend ? std::nullopt : rolling(1, *unit);
    }
    if (const int weekday = weekdayNumber(name)) {
        const int today = m_today.dayOfWeek();
        const int ahead = isThis ? weekday - today : (weekday - today + 7) % 7;
        const int days = isThis ? ahead : isNext ? (ahead == 0 ? 7 : ahead) : ahead - 7;
        return range({m_today.addDays(days), m_today.addDays(days + 1)});
    }
    if (const int month = monthNumber(name)) {
        const int current = m_today.month();
        const int years = isThis ? 0 : isNext ? (month > current ? 0 : 1) : (month < current ? 0 : -1);
        return months(m_today.year() + years, month, 1);
    }
    return std::nullopt;
}

std::optional<TimeRange> CalendarPhrase::readAgo(const QStringList &words) const
{
    const auto count = countOf(words);
    if (!count || count->second == Unit::Weekend)
        return std::nullopt;
    const auto [number, unit] = *count;
    if (unit <= Unit::Hour) {
        const qint64 size = unit == Unit::Minute ? kMinuteMs : kHourMs;
        return TimeRange{m_now - number * size, m_now - (number - 1) * size};
    }
    return range(containing(shifted(m_today, unit, -number), unit));
}

std::optional<TimeRange> CalendarPhrase::readToDate(const QString &name) const
{
    const auto unit = unitOf(name);
    if (!unit || *unit < Unit::Week || *unit == Unit::Weekend)
        return std::nullopt;
    const auto from = startOfDay(containing(m_today, *unit).from);
    return from ? std::optional(TimeRange{*from, m_now + 1}) : std::nullopt;
}

std::optional<TimeRange> CalendarPhrase::readIso(const QString &word) const
{
    if (const auto year = yearNumber(word))
        return months(*year, 1, kMonthsInYear);
    static const QRegularExpression month(QStringLiteral("^([0-9]{4})[-/]([0-9]{2})$"));
    if (const auto match = month.match(word); match.hasMatch())
        return months(match.captured(1).toInt(), match.captured(2).toInt(), 1);
    static const QRegularExpression day(QStringLiteral("^([0-9]{4})([-/])([0-9]{2})\\2([0-9]{2})$"));
    if (const auto match = day.match(word); match.hasMatch()) {
        const QDate date(match.captured(1).toInt(), match.captured(3).toInt(), match.captured(4).toInt());
        return range({date, date.addDays(1)});
    }
    static const QRegularExpression week(QStringLiteral("^([0-9]{4})-?w([0-9]{2})$"));
    if (const auto match = week.match(word); match.hasMatch()) {
        const int number = match.captured(2).toInt();
        const int year = match.captured(1).toInt();
        // The week with the 4th of January is the year's first.
        const QDate monday = containing(QDate(year, 1, 4), Unit::Week).from.addDays(7 * (number - 1));
        int yearOfWeek = 0;
        if (monday.weekNumber(&yearOfWeek) != number || yearOfWeek != year)
            return std::nullopt;
        return range({monday, monday.addDays(7)});
    }
    return std::nullopt;
}

std::optional<TimeRange> CalendarPhrase::readInstant(const QString &text) const
{
    static const QRegularExpression pattern(
        QStringLiteral("^([0-9]{4})-([0-9]{2})-([0-9]{2})[t ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
                       " ?(z|[+-][0-9]{2}:?[0-9]{2})?$"));
    const QRegularExpressionMatch match = pattern.match(text.toLower().trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&match](int group) { return match.captured(group).toInt(); };
    const int ms = match.captured(7).leftJustified(3, QLatin1Char('0'), true).toInt();
    const QDate date(number(1), number(2), number(3));
    const QTime time(number(4), number(5), number(6), ms);
    if (!date.isValid() || date.year() < 1 || !time.isValid())
        return std::nullopt;
    const QString offset = match.captured(8);
    if (offset.isEmpty()) {
        const QDateTime local(date, time, m_zone);
        if (!local.isValid())
            return std::nullopt;
        return TimeRange{local.toMSecsSinceEpoch(), local.toMSecsSinceEpoch() + 1};
    }
    qint64 utc = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
    if (offset != QLatin1String("z")) {
        const int hours = offset.mid(1, 2).toInt();
        const int minutes = offset.right(2).toInt();
        if (hours > 23 || minutes > 59)
            return std::nullopt;
        utc += (offset.startsWith(QLatin1Char('-')) ? 1 : -1) * (hours * kHourMs + minutes * kMinuteMs);
    }
    return TimeRange{utc, utc + 1};
}

/// "q3", "q3 2025", "2025 q3", "2025-q3", "third quarter of 2025".
std::optional<TimeRange> CalendarPhrase::readQuarter(const QStringList &given) const
{
    QStringList words = given;
    if (words.size() >= 2 && words.at(1) == QLatin1String("quarter") && ordinalQuarter(words.front()) > 0) {
        words[0] = QLatin1Char('q') + QString::number(ordinalQuarter(words.front()));
        words.removeAt(1);
        if (words.size() == 3 && words.at(1) == QLatin1String("of"))
            words.removeAt(1);
    }
    static const QRegularExpression pattern(QStringLiteral("^(?:q([1-4])(?:[ -]([1-9][0-9]{3}))?|([1-9][0-9]{3})[ -]?q([1-4]))$"));
    const QRegularExpressionMatch match = pattern.match(words.join(QLatin1Char(' ')));
    if (!match.hasMatch())
        return std::nullopt;
    const QString number = match.captured(1).isEmpty() ? match.captured(4) : match.captured(1);
    const QString year = match.captured(2).isEmpty() ? match.captured(3) : match.captured(2);
    const int month = (number.toInt() - 1) * kMonthsInQuarter + 1;
    const int thisYear = month <= m_today.month() ? m_today.year() : m_today.year() - 1;
    return months(year.isEmpty() ? thisYear : year.toInt(), month, kMonthsInQuarter);
}

/// A month, maybe with a day and a year: "march", "march 2025", "5 march", "march 5th 2025", "5th of march 2025".
std::optional<TimeRange> CalendarPhrase::readMonth(const QStringList &given) const
{
    QStringList words = given;
    words.removeAll(QStringLiteral("of"));
    if (words.isEmpty() || words.size() > 3 || given.size() > 4)
        return std::nullopt;
    int month = 0;
    std::optional<int> day;
    std::optional<int> year;
    for (const QString &word : words) {
        if (const int named = monthNumber(word); named != 0 && month == 0)
            month = named;
        else if (const auto asYear = yearNumber(word); asYear && !year)
            year = asYear;
        else if (const auto asDay = dayNumber(word); asDay && !day)
            day = asDay;
        else
            return std::nullopt;
    }
    if (month == 0)
        return std::nullopt;
    if (!year)
        return monthWithoutYear(month, day);
    if (!day)
        return months(*year, month, 1);
    const QDate date(*year, month, *day);
    return range({date, date.addDays(1)});
}

/// The latest such month or day that has begun.
std::optional<TimeRange> CalendarPhrase::monthWithoutYear(int month, std::optional<int> day) const
{
    for (int back = 0; back <= kLeapYears; ++back) {
        const QDate date(m_today.year() - back, month, day.value_or(1));
        if (!date.isValid() || date > m_today)
            continue;
        return day ? range({date, date.addDays(1)}) : months(date.year(), month, 1);
    }
    return std::nullopt;
}

std::optional<TimeRange> CalendarPhrase::rolling(int count, Unit unit) const
{
    if (unit <= Unit::Hour)
        return TimeRange{m_now - count * (unit == Unit::Minute ? kMinuteMs : kHourMs), m_now + 1};
    if (unit == Unit::Weekend)
        return std::nullopt;
    const auto from = startOfDay(shifted(m_today, unit, -count));
    return from ? std::optional(TimeRange{*from, m_now + 1}) : std::nullopt;
}

std::optional<TimeRange> CalendarPhrase::range(const Days &days) const
{
    const auto from = startOfDay(days.from);
    const auto until = startOfDay(days.until);
    if (!from || !until)
        return std::nullopt;
    return TimeRange{*from, *until};
}

std::optional<TimeRange> CalendarPhrase::months(int year, int month, int count) const
{
    const QDate first(year, month, 1);
    return range({first, first.addMonths(count)});
}

CalendarPhrase::Days CalendarPhrase::containing(QDate date, Unit unit) const
{
    const QDate monday = date.addDays(1 - date.dayOfWeek());
    switch (unit) {
    case Unit::Week:
        return {monday, monday.addDays(7)};
    case Unit::Weekend:
        return {monday.addDays(5), monday.addDays(7)};
    case Unit::Month:
        return {QDate(date.year(), date.month(), 1), QDate(date.year(), date.month(), 1).addMonths(1)};
    case Unit::Quarter: {
        const int month = (date.month() - 1) / kMonthsInQuarter * kMonthsInQuarter + 1;
        return {QDate(date.year(), month, 1), QDate(date.year(), month, 1).addMonths(kMonthsInQuarter)};
    }
    case Unit::Year:
        return {QDate(date.year(), 1, 1), QDate(date.year() + 1, 1, 1)};
    default:
        return {date, date.addDays(1)};
    }
}

/// Nothing beyond the years 1 to 9999. A day that the zone left out begins with the next one.
std::optional<qint64> CalendarPhrase::startOfDay(QDate date) const
{
    if (!date.isValid() || date.year() < 1 || date.year() > 9999)
        return std::nullopt;
    for (int later = 0; later < 2; ++later) {
        const QDateTime start = date.addDays(later).startOfDay(m_zone);
        if (start.isValid())
            return start.toMSecsSinceEpoch();
    }
    return std::nullopt;
}

std::optional<CalendarPhrase::Unit> CalendarPhrase::unitOf(const QString &word)
{
    static const std::array<std::pair<const char *, Unit>, 10> names = {{{"minute", Unit::Minute}, {"min", Unit::Minute},
        {"hour", Unit::Hour}, {"hr", Unit::Hour}, {"day", Unit::Day}, {"week", Unit::Week}, {"weekend", Unit::Weekend},
        {"month", Unit::Month}, {"quarter", Unit::Quarter}, {"year", Unit::Year}}};
    for (const auto &[name, unit] : names) {
        if (word == QLatin1String(name) || (word.size() > 2 && word == QLatin1String(name) + QLatin1Char('s')))
            return unit;
    }
    return std::nullopt;
}

/// "30 days", "a week", "couple of months", "24h".
std::optional<std::pair<int, CalendarPhrase::Unit>> CalendarPhrase::countOf(QStringList words)
{
    if (!words.isEmpty() && words.front() == QLatin1String("a") && words.size() > 2)
        words.removeFirst();
    if (words.size() == 3 && words.mid(0, 2) == QStringList{QStringLiteral("couple"), QStringLiteral("of")})
        words = {QStringLiteral("2"), words.at(2)};
    if (words.size() == 1) {
        static const QRegularExpression compact(QStringLiteral("^([0-9]{1,5})(h|d|w|y|min)$"));
        const QRegularExpressionMatch match = compact.match(words.front());
        if (!match.hasMatch())
            return std::nullopt;
        static const QStringList letters = {QStringLiteral("h"), QStringLiteral("d"), QStringLiteral("w"), QStringLiteral("y"), QStringLiteral("min")};
        static const QStringList names = {QStringLiteral("hour"), QStringLiteral("day"), QStringLiteral("week"), QStringLiteral("year"), QStringLiteral("min")};
        words = {match.captured(1), names.at(letters.indexOf(match.captured(2)))};
    }
    if (words.size() != 2)
        return std::nullopt;
    const auto number = smallNumber(words.front());
    const auto unit = unitOf(words.at(1));
    if (!number || *number < 1 || !unit)
        return std::nullopt;
    return std::pair{*number, *unit};
}

QDate CalendarPhrase::shifted(QDate date, Unit unit, int by)
{
    switch (unit) {
    case Unit::Week:
    case Unit::Weekend:
        return date.addDays(7 * qint64{by});
    case Unit::Month:
        return date.addMonths(by);
    case Unit::Quarter:
        return date.addMonths(by * kMonthsInQuarter);
    case Unit::Year:
        return date.addYears(by);
    default:
        return date.addDays(by);
    }
}

} // namespace cloister::search
