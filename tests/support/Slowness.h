#pragma once

#include <QtGlobal>

#include <time.h>

namespace cloister::test {

inline qint64 nanosecondsOf(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// How much longer than its share of a processor this thread has to wait: about 1 on a quiet machine. Bounds on time are
/// stretched by it, so that they speak of the door and not of what else the machine has to do.
class Slowness
{
public:
    void sample()
    {
        const qint64 wall = nanosecondsOf(CLOCK_MONOTONIC);
        const qint64 used = nanosecondsOf(CLOCK_THREAD_CPUTIME_ID);
        while (nanosecondsOf(CLOCK_THREAD_CPUTIME_ID) - used < 2'000'000) { }
        m_wall += nanosecondsOf(CLOCK_MONOTONIC) - wall;
        m_used += nanosecondsOf(CLOCK_THREAD_CPUTIME_ID) - used;
    }
    qint64 stretched(qint64 bound) const { return qMax(bound, bound * m_wall / m_used); }

private:
    qint64 m_wall = 1;
    qint64 m_used = 1;
};

} // namespace cloister::test
