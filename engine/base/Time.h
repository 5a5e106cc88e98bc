#pragma once

#include "engine/base/Result.h"

#include <QString>
#include <QStringView>

namespace cloister {

/// A range of time in milliseconds since the epoch, both ends included.
struct InstantRange
{
    qint64 startMs = 0;
    qint64 endMs = 0;
};

inline constexpr qint64 kDayMs = 24 * 60 * 60 * qint64(1000);
/// 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what can be read and written.
inline constexpr qint64 kMinInstantMs = -62'135'596'800'000;
inline constexpr qint64 kMaxInstantMs = 253'402'300'799'999;

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar; the date must be a real one.
qint64 daysFromCivil(int year, int month, int day);

/// `2023-05-08T13:56:00.000Z`. Times outside the readable range are written as its nearest end.
QString toIso(qint64 ms);

/// Reads ISO 8601: `YYYY-MM-DDTHH:MM:SS`, up to nine decimals (cut to milliseconds), then `Z` or an offset `+HH:MM`;
/// or `YYYY-MM-DD`, the start of that day in UTC. Years 0001 to 9999, real dates only, no leap seconds.
/// InvalidParameter otherwise.
Result<qint64> parseInstant(QStringView text);

/// The same for filters: a bare date is the whole UTC day, an instant is itself.
Result<InstantRange> parseDateOrInstant(QStringView text);

} // namespace cloister
