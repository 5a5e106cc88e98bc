#pragma once

#include <QtGlobal>

#include <limits>
#include <optional>

namespace cloister::tables {

/// Where a row stands in a list: lists are ordered by (created, seq), both in milliseconds and insertion order.
struct Position
{
    qint64 created = 0;
    qint64 seq = 0;
    friend bool operator==(const Position &, const Position &) = default;
};

/// What part of a list to read. Bounds on `created` are inclusive; `after` is exclusive, in the list's direction.
struct Range
{
    qint64 from = std::numeric_limits<qint64>::min();
    qint64 to = std::numeric_limits<qint64>::max();
    std::optional<Position> after;
    bool isDescending = false;
    int limit = 100;
};

} // namespace cloister::tables
