#include "engine/http/Metrics.h"

#include <algorithm>

namespace cloister::http {

static constexpr qint64 kMinuteMs = 60'000;

Metrics::Metrics(const Clock &clock) :
    m_clock(clock),
    m_started(clock.nowMs())
{
}

MinuteCount &Metrics::minuteAt(qint64 time)
{
    const qint64 begins = time - time % kMinuteMs;
    MinuteCount &minute = m_minutes.at(static_cast<size_t>(begins / kMinuteMs % kMinutes));
    if (minute.time != begins)
        minute = {begins, 0, 0, 0};
    return minute;
}

void Metrics::record(const RequestTrace &trace)
{
    const auto slower = [&](int boundMs) { return trace.duration > std::chrono::milliseconds(boundMs); };
    const auto bucket = static_cast<size_t>(std::count_if(kBoundsMs.cbegin(), kBoundsMs.cend(), slower));
    const MutexLocker locker(m_mutex);
    MinuteCount &minute = minuteAt(trace.time);
    ++minute.requests;
    if (trace.status == 401 || trace.status == 403 || trace.status == 429)
        ++minute.refused;
    if (trace.status >= 500)
        ++minute.failed;
    ++m_latency.at(bucket);
    m_recent.prepend(trace);
    if (m_recent.size() > kRecent)
        m_recent.removeLast();
}

void Metrics::setAddresses(const QStringList &addresses)
{
    const MutexLocker locker(m_mutex);
    m_addresses = addresses;
}

Metrics::Snapshot Metrics::snapshot() const
{
    const qint64 now = m_clock.nowMs();
    const qint64 newest = now - now % kMinuteMs;
    Snapshot snapshot;
    const MutexLocker locker(m_mutex);
    snapshot.started = m_started;
    snapshot.addresses = m_addresses;
    for (qint64 back = kMinutes - 1; back >= 0; --back) {
        const qint64 begins = newest - back * kMinuteMs;
        const MinuteCount &minute = m_minutes.at(static_cast<size_t>(begins / kMinuteMs % kMinutes));
        snapshot.minutes.append(minute.time == begins ? minute : MinuteCount{begins, 0, 0, 0});
    }
    snapshot.latency = m_latency;
    snapshot.recent = m_recent;
    return snapshot;
}

} // namespace cloister::http
