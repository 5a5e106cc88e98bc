#include "engine/base/Time.h"

#include <optional>

namespace cloister {

/// Reads a fixed layout from the front of a text; after the first misfit everything fails.
class InstantReader
{
public:
    explicit InstantReader(QStringView text) : m_rest(text) {}

    bool isOk() const { return m_isOk; }
    bool isAtEnd() const { return m_rest.isEmpty(); }
    bool isNext(QChar c) const { return m_rest.startsWith(c); }

    /// Exactly `count` digits whose value lies between `low` and `high`.
    int number(int count, int low, int high)
    {
        int value = 0;
        for (int i = 0; i < count; ++i)
            value = value * 10 + digit();
        m_isOk = m_isOk && value >= low && value <= high;
        return value;
    }

    void expect(QChar c)
    {
        if (!m_isOk || !isNext(c))
            m_isOk = false;
        else
            m_rest = m_rest.sliced(1);
    }

    /// `.` and one to nine digits, or nothing.
    int milliseconds()
    {
        if (!isNext(u'.'))
            return 0;
        expect(u'.');
        int value = 0;
        int count = 0;
        while (m_isOk && !m_rest.isEmpty() && m_rest.front() >= u'0' && m_rest.front() <= u'9') {
            const int next = digit();
            if (++count <= 3)
                value = value * 10 + next;
        }
        m_isOk = m_isOk && count >= 1 && count <= 9;
        for (; count < 3; ++count)
            value *= 10;
        return value;
    }

    /// `Z` or `+HH:MM`, in minutes.
    int offsetMinutes()
    {
        if (isNext(u'Z')) {
            expect(u'Z');
            return 0;
        }
        const bool isWest = isNext(u'-');
        expect(isWest ? u'-' : u'+');
        const int hours = number(2, 0, 23);
        expect(u':');
        const int minutes = hours * 60 + number(2, 0, 59);
        return isWest ? -minutes : minutes;
    }

private:
    int digit()
    {
        if (!m_isOk || m_rest.isEmpty() || m_rest.front() < u'0' || m_rest.front() > u'9') {
            m_isOk = false;
            return 0;
        }
        const int value = m_rest.front().unicode() - u'0';
        m_rest = m_rest.sliced(1);
        return value;
    }

    QStringView m_rest;
    bool m_isOk = true;
};

struct ParsedInstant
{
    qint64 ms = 0;
    bool isDate = false;
};

static int daysInMonth(int year, int month)
{
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && isLeap ? 29 : kDays[month - 1];
}

qint64 daysFromCivil(int year, int month, int day)
{
    // Years start in March here, so that the leap day is the last one.
    const int y = month <= 2 ? year - 1 : year;
    const int monthFromMarch = (month + 9) % 12;
    const int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return qint64(365) * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719'468;
}

static std::optional<ParsedInstant> readInstant(QStringView text)
{
    InstantReader reader(text);
    const int year = reader.number(4, 1, 9999);
    reader.expect(u'-');
    const int month = reader.number(2, 1, 12);
    reader.expect(u'-');
    if (!reader.isOk())
        return std::nullopt;
    const int day = reader.number(2, 1, daysInMonth(year, month));
    if (!reader.isOk())
        return std::nullopt;
    ParsedInstant parsed{daysFromCivil(year, month, day) * kDayMs, reader.isAtEnd()};
    if (parsed.isDate)
        return parsed;
    reader.expect(u'T');
    parsed.ms += reader.number(2, 0, 23) * qint64(3'600'000);
    reader.expect(u':');
    parsed.ms += reader.number(2, 0, 59) * qint64(60'000);
    reader.expect(u':');
    parsed.ms += reader.number(2, 0, 59) * qint64(1000) + reader.milliseconds();
    parsed.ms -= reader.offsetMinutes() * qint64(60'000);
    if (!reader.isOk() || !reader.isAtEnd() || parsed.ms < kMinInstantMs || parsed.ms > kMaxInstantMs)
        return std::nullopt;
    return parsed;
}

static Unexpected notATime()
{
    return fail(ErrorCode::InvalidParameter, QStringLiteral("must be a date (YYYY-MM-DD) or an ISO 8601 time with Z or an offset"));
}

Result<qint64> parseInstant(QStringView text)
{
    const auto parsed = readInstant(text);
    if (!parsed)
        return notATime();
    return parsed->ms;
}

Result<InstantRange> parseDateOrInstant(QStringView text)
{
    const auto parsed = readInstant(text);
    if (!parsed)
        return notATime();
    return InstantRange{parsed->ms, parsed->isDate ? parsed->ms + kDayMs - 1 : parsed->ms};
}

QString toIso(qint64 ms)
{
    const qint64 bounded = qBound(kMinInstantMs, ms, kMaxInstantMs);
    const qint64 sinceMin = bounded - kMinInstantMs;
    const qint64 inDay = sinceMin % kDayMs;
    // The inverse of daysFromCivil, counted from 0000-03-01 in eras of 400 years.
    const qint64 days = sinceMin / kDayMs + 306;
    const qint64 dayOfEra = days % 146'097;
    const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const qint64 monthFromMarch = (5 * dayOfYear + 2) / 153;
    const int day = static_cast<int>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    const int month = static_cast<int>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    const int year = static_cast<int>(days / 146'097 * 400 + yearOfEra + (month <= 2 ? 1 : 0));
    return QString::asprintf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day,
                             static_cast<int>(inDay / 3'600'000), static_cast<int>(inDay / 60'000 % 60),
                             static_cast<int>(inDay / 1000 % 60), static_cast<int>(inDay % 1000));
}

} // namespace cloister
