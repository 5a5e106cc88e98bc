#pragma once

#include <QString>
#include <QStringView>

namespace cloister {

class Random;

/// Whether `text` is a ULID as we write them: 26 upper-case characters of Crockford's base 32, at most 7ZZZ....
bool isUlid(QStringView text);

/// The id after `last`: 48 bits of `nowMs` and 80 random bits; when that would not be greater (same millisecond, or
/// a clock that stepped back), `last` plus one. Strictly greater than `last` as text, if `last` is a ULID; any other
/// `last` (empty, a caller's own id) is as none. `nowMs` below 0 counts as 0.
QString nextUlid(const QString &last, qint64 nowMs, Random &random);

/// Milliseconds since the epoch that a ULID was made at; -1 when `text` is none.
qint64 ulidTimeMs(QStringView text);

/// Makes ULIDs of which each is greater than the one before. One owner, one thread.
class UlidSource
{
public:
    /// `last` is the greatest id given out so far, or empty. `random` must outlive this.
    explicit UlidSource(Random &random, QString last = {});

    QString next(qint64 nowMs);
    const QString &last() const { return m_last; }

private:
    Random &m_random;
    QString m_last;
};

} // namespace cloister
