#pragma once

#include <QByteArray>
#include <QHash>

#include <mutex>

namespace cloister::auth {

/// How often something may be done: `burst` times at once, and `perMinute` times in the long run.
struct Rate
{
    qint64 perMinute = 0;
    qint64 burst = 0;

    friend bool operator==(const Rate &, const Rate &) = default;
};

/// What a limiter says to one attempt.
struct Allowance
{
    bool isAllowed = true;
    qint64 limit = 0;        ///< the burst
    qint64 remaining = 0;    ///< attempts left just now
    qint64 resetSeconds = 0; ///< until all are there again
    qint64 waitSeconds = 0;  ///< until the next attempt can succeed; 0 when this one was allowed
};

/// Counts attempts by name (a key's id, an address) and refuses those beyond the rate: one bucket each that fills by
/// time. Memory is bounded: beyond `maxNames` full buckets are forgotten first, which changes no answer, then those
/// used longest ago. Any thread.
class RateLimiter
{
public:
    static constexpr qsizetype kDefaultNames = 10'000;

    explicit RateLimiter(Rate rate, qsizetype maxNames = kDefaultNames) : m_rate(rate), m_maxNames(maxNames) {}

    /// Takes one attempt from the bucket of `name`, if there is one left.
    Allowance take(const QByteArray &name, qint64 nowMs);
    /// The same without taking: whether there is one left.
    Allowance peek(const QByteArray &name, qint64 nowMs);
    /// Fills the bucket again.
    void forget(const QByteArray &name);

    /// Buckets keep what they hold, up to the new burst.
    void setRate(Rate rate);
    qsizetype size() const;

private:
    struct Bucket
    {
        double tokens = 0;
        qint64 at = 0; ///< when `tokens` was right
    };

    double tokensNow(const Bucket &bucket, qint64 nowMs) const;
    Allowance answer(double tokens, bool isAllowed) const;
    void makeRoom(qint64 nowMs);

    mutable std::mutex m_mutex; ///< guards everything below
    Rate m_rate;
    const qsizetype m_maxNames;
    QHash<QByteArray, Bucket> m_buckets;
};

} // namespace cloister::auth
