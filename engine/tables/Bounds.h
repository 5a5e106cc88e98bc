#pragma once

#include "engine/tables/Position.h"

#include <QString>
#include <QStringList>

namespace cloister::tables {

/// A Range as the three values that list statements bind: an exclusive row-value bound in the list's direction and an
/// inclusive bound on `created` at the far end.
struct Bounds
{
    explicit Bounds(const Range &range) :
        created(range.after ? range.after->created : range.isDescending ? range.to : range.from),
        seq(range.after ? range.after->seq : range.isDescending ? std::numeric_limits<qint64>::max() : -1),
        far(range.isDescending ? range.from : range.to)
    {
    }

    qint64 created;
    qint64 seq;
    qint64 far;
};

/// Tags as one text column. Tags hold no control characters, so the unit separator is free.
inline QString packTags(const QStringList &tags)
{
    return tags.join(QChar(0x1f));
}

inline QStringList unpackTags(const QString &packed)
{
    return packed.isEmpty() ? QStringList() : packed.split(QChar(0x1f));
}

} // namespace cloister::tables
