#pragma once

#include "engine/model/Filter.h"

#include <QDate>
#include <QStringList>
#include <QTimeZone>

#include <optional>

namespace cloister::search {

/// Reads one period ("last 30 days", "march 2025", "2025-03-04") against a fixed now and time zone. DatePhrase adds
/// the words that stand around periods (since, before, between). Words are lower case. One thread at a time.
class CalendarPhrase
{
public:
    CalendarPhrase(QTimeZone zone, qint64 nowMs);

    /// The period the words name, or nothing when they are not understood. The end is always there.
    std::optional<TimeRange> read(const QStringList &words) const;

    /// The year that an instant lies in.
    int yearOf(qint64 instantMs) const;

    /// An instant written as ISO date and time, as a range of one millisecond; nothing for anything else.
    std::optional<TimeRange> readInstant(const QString &text) const;

private:
    enum class Unit { Minute, Hour, Day, Week, Weekend, Month, Quarter, Year };
    /// Whole time zone days: `until` is the first day after.
    struct Days
    {
        QDate from;
        QDate until;
    };

    std::optional<TimeRange> readRelative(const QStringList &words) const;
    std::optional<TimeRange> readNamed(const QString &modifier, const QString &name) const;
    std::optional<TimeRange> readAgo(const QStringList &words) const;
    std::optional<TimeRange> readToDate(const QString &unit) const;
    std::optional<TimeRange> readIso(const QString &word) const;
    std::optional<TimeRange> readQuarter(const QStringList &words) const;
    std::optional<TimeRange> readMonth(const QStringList &words) const;
    std::optional<TimeRange> monthWithoutYear(int month, std::optional<int> day) const;

    std::optional<TimeRange> rolling(int count, Unit unit) const;
    std::optional<TimeRange> range(const Days &days) const;
    std::optional<TimeRange> months(int year, int month, int count) const;
    Days containing(QDate date, Unit unit) const;
    std::optional<qint64> startOfDay(QDate date) const;

    static std::optional<Unit> unitOf(const QString &word);
    static std::optional<std::pair<int, Unit>> countOf(QStringList words);
    static QDate shifted(QDate date, Unit unit, int by);

    QTimeZone m_zone;
    qint64 m_now;
    QDate m_today;
};

} // namespace cloister::search
