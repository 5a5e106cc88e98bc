#pragma once

#include "engine/base/Clock.h"

#include <atomic>

namespace cloister::test {

/// A clock that stands still until it is moved.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(qint64 nowMs = 1'683'554'160'000) : m_nowMs(nowMs) {}

    qint64 nowMs() const override { return m_nowMs; }
    void set(qint64 nowMs) { m_nowMs = nowMs; }
    void advance(qint64 ms) { m_nowMs += ms; }

private:
    std::atomic<qint64> m_nowMs;
};

} // namespace cloister::test
