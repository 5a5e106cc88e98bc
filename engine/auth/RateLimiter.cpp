#include "engine/auth/RateLimiter.h"

#include <QList>

#include <algorithm>
#include <cmath>

namespace cloister::auth {

static constexpr double kMsPerMinute = 60'000;

double RateLimiter::tokensNow(const Bucket &bucket, qint64 nowMs) const
{
    // A clock that was set back fills nothing and takes nothing.
    const double passed = static_cast<double>(std::max<qint64>(nowMs - bucket.at, 0));
    const double filled = passed * static_cast<double>(m_rate.perMinute) / kMsPerMinute;
    return std::min(bucket.tokens + filled, static_cast<double>(m_rate.burst));
}

Allowance RateLimiter::answer(double tokens, bool isAllowed) const
{
    const double perSecond = static_cast<double>(m_rate.perMinute) / 60;
    const auto secondsFor = [&](double missing) { return static_cast<qint64>(std::ceil(std::max(missing, 0.0) / perSecond)); };
    Allowance allowance;
    allowance.isAllowed = isAllowed;
    allowance.limit = m_rate.burst;
    allowance.remaining = static_cast<qint64>(std::floor(tokens));
    allowance.resetSeconds = secondsFor(static_cast<double>(m_rate.burst) - tokens);
    allowance.waitSeconds = isAllowed ? 0 : std::max<qint64>(secondsFor(1 - tokens), 1);
    return allowance;
}

Allowance RateLimiter::take(const QByteArray &name, qint64 nowMs)
{
    const std::lock_guard lock(m_mutex);
    auto bucket = m_buckets.find(name);
    if (bucket == m_buckets.end()) {
        makeRoom(nowMs);
        bucket = m_buckets.insert(name, {static_cast<double>(m_rate.burst), nowMs});
    }
    double tokens = tokensNow(*bucket, nowMs);
    const bool isAllowed = tokens >= 1;
    if (isAllowed)
        tokens -= 1;
    *bucket = {tokens, nowMs};
    return answer(tokens, isAllowed);
}

Allowance RateLimiter::peek(const QByteArray &name, qint64 nowMs)
{
    const std::lock_guard lock(m_mutex);
    const auto bucket = m_buckets.constFind(name);
    const double tokens = bucket == m_buckets.cend() ? static_cast<double>(m_rate.burst) : tokensNow(*bucket, nowMs);
    return answer(tokens, tokens >= 1);
}

void RateLimiter::forget(const QByteArray &name)
{
    const std::lock_guard lock(m_mutex);
    m_buckets.remove(name);
}

void RateLimiter::setRate(Rate rate)
{
    const std::lock_guard lock(m_mutex);
    m_rate = rate;
}

qsizetype RateLimiter::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_buckets.size();
}

// Clears a quarter at once, so that a flood of new names pays for one walk in many attempts.
void RateLimiter::makeRoom(qint64 nowMs)
{
    if (m_buckets.size() < m_maxNames)
        return;
    const double full = static_cast<double>(m_rate.burst);
    m_buckets.removeIf([&](const auto &entry) { return tokensNow(entry.value(), nowMs) >= full; });
    if (m_buckets.size() <= m_maxNames - m_maxNames / 4)
        return;
    QList<qint64> times;
    times.reserve(m_buckets.size());
    for (const Bucket &bucket : std::as_const(m_buckets))
        times.append(bucket.at);
    const auto middle = times.begin() + times.size() / 4;
    std::nth_element(times.begin(), middle, times.end());
    const qint64 oldest = *middle;
    qsizetype surplus = m_buckets.size() - (m_maxNames - m_maxNames / 4);
    m_buckets.removeIf([&](const auto &entry) { return surplus > 0 && entry.value().at <= oldest && surplus-- > 0; });
}

} // namespace cloister::auth
