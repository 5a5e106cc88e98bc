#pragma once

#include <QtGlobal>

#include <chrono>

namespace cloister::http {

using TransportClock = std::chrono::steady_clock;

/// Demands a rate in every window of time, so that a quick start buys no slow rest.
class RateWindow
{
public:
    RateWindow(std::chrono::milliseconds window, qint64 bytesPerSecond)
        : m_window(window), m_bytesPerWindow(bytesPerSecond * window.count() / 1000)
    {
    }

    void start(TransportClock::time_point now)
    {
        m_end = now + m_window;
        m_bytes = 0;
    }
    void add(qint64 bytes) { m_bytes += bytes; }

    /// Whether the window that ended by now had too few bytes; begins the next one when it had enough.
    bool isTooSlow(TransportClock::time_point now)
    {
        if (now < m_end)
            return false;
        if (m_bytes < m_bytesPerWindow)
            return true;
        start(now);
        return false;
    }

private:
    std::chrono::milliseconds m_window;
    qint64 m_bytesPerWindow;
    TransportClock::time_point m_end;
    qint64 m_bytes = 0;
};

} // namespace cloister::http
