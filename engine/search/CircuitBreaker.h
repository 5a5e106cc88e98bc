#pragma once

#include <chrono>
#include <mutex>

namespace cloister::search {

/// Stops asking a server that keeps failing: after `limit` failures in a row it refuses for `pause`, then lets one call
/// through to try, and refuses again until that one succeeds. Any thread.
class CircuitBreaker
{
public:
    using Clock = std::chrono::steady_clock;

    CircuitBreaker(int limit, std::chrono::milliseconds pause) : m_limit(limit), m_pause(pause) {}

    /// Whether a call may be made now. A call that was allowed reports succeeded() or failed().
    bool allows(Clock::time_point now)
    {
        const std::lock_guard lock(m_mutex);
        if (m_failures < m_limit)
            return true;
        if (now < m_closedUntil)
            return false;
        m_closedUntil = now + m_pause;
        return true;
    }

    void succeeded()
    {
        const std::lock_guard lock(m_mutex);
        m_failures = 0;
    }

    void failed(Clock::time_point now)
    {
        const std::lock_guard lock(m_mutex);
        ++m_failures;
        m_closedUntil = now + m_pause;
    }

private:
    const int m_limit;
    const std::chrono::milliseconds m_pause;
    std::mutex m_mutex;
    int m_failures = 0;
    Clock::time_point m_closedUntil;
};

} // namespace cloister::search
