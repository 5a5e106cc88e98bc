#pragma once

#include "engine/base/Result.h"
#include "engine/model/Filter.h"

#include <QString>

namespace cloister::search {

/// The span of time that an English phrase or an ISO date names at the instant `nowMs`, in an IANA time zone (older names
/// and links of the database are zones too). Periods
/// are whole (a day from its first instant to the next day's, whatever daylight saving does to it) and weeks start on
/// Monday. "last 30 days" begins with the day 30 days ago and ends now; "last month" is the month before this one;
/// "past month" ends now. A bare weekday or month is the latest one that has begun; one that a span
/// starts with is the latest before the span's end, which must not come before its start.
/// InvalidParameter when the zone is unknown or the phrase is not understood. Any thread.
Result<TimeRange> readDatePhrase(const QString &phrase, const QString &timezone, qint64 nowMs);

/// The range a filter's phrase or bounds leave. `gte: X` starts with X, `gt: X` after all of X, `lte: X` ends with the
/// whole of X, `lt: X` before it. InvalidParameter as above; a range without any instant in it is allowed.
Result<TimeRange> readDateFilter(const DateFilter &filter, const QString &timezone, qint64 nowMs);

} // namespace cloister::search
