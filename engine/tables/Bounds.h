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

/// The content of a list, counted while its rows are read: the first always fits, the others up to 32 MiB in all. So
/// what a list loads is bounded whatever its limit.
class ListBytes
{
public:
    /// Whether a row of that size is still taken.
    bool takes(qint64 bytes)
    {
        m_total += bytes;
        const bool fits = m_isEmpty || m_total <= kMost;
        m_isEmpty = false;
        return fits;
    }

private:
    static constexpr qint64 kMost = 32 * 1024 * 1024;

    qint64 m_total = 0;
    bool m_isEmpty = true;
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
