#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

/// Locks declared on the data they guard: clang checks them (-Wthread-safety), other compilers see plain locks.
#if defined(__clang__)
#define CLOISTER_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define CLOISTER_THREAD_ATTRIBUTE(x)
#endif

#define CLOISTER_CAPABILITY(name) CLOISTER_THREAD_ATTRIBUTE(capability(name))
#define CLOISTER_SCOPED_CAPABILITY CLOISTER_THREAD_ATTRIBUTE(scoped_lockable)
#define CLOISTER_GUARDED_BY(mutex) CLOISTER_THREAD_ATTRIBUTE(guarded_by(mutex))
#define CLOISTER_REQUIRES(...) CLOISTER_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define CLOISTER_EXCLUDES(...) CLOISTER_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define CLOISTER_ACQUIRE(...) CLOISTER_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define CLOISTER_RELEASE(...) CLOISTER_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))

namespace cloister {

/// A std::mutex that clang's analysis knows as a lock. Not recursive.
class CLOISTER_CAPABILITY("mutex") Mutex
{
public:
    Mutex() = default;
    Mutex(const Mutex &) = delete;
    Mutex &operator=(const Mutex &) = delete;

    void lock() CLOISTER_ACQUIRE() { m_mutex.lock(); }
    void unlock() CLOISTER_RELEASE() { m_mutex.unlock(); }

private:
    friend class Condition;
    std::mutex m_mutex;
};

/// Holds a Mutex for a scope.
class CLOISTER_SCOPED_CAPABILITY MutexLocker
{
public:
    explicit MutexLocker(Mutex &mutex) CLOISTER_ACQUIRE(mutex) : m_mutex(mutex) { m_mutex.lock(); }
    ~MutexLocker() CLOISTER_RELEASE() { m_mutex.unlock(); }
    MutexLocker(const MutexLocker &) = delete;
    MutexLocker &operator=(const MutexLocker &) = delete;

private:
    Mutex &m_mutex;
};

/// A condition of data guarded by a Mutex. The caller holds the mutex and waits in a loop that tests the data itself,
/// so that the analysis sees the test under the lock; a wait may end without reason.
class Condition
{
public:
    void wait(Mutex &mutex) CLOISTER_REQUIRES(mutex)
    {
        std::unique_lock<std::mutex> held(mutex.m_mutex, std::adopt_lock);
        m_condition.wait(held);
        held.release();
    }

    /// Returns false once `deadline` has passed.
    bool waitUntil(Mutex &mutex, std::chrono::steady_clock::time_point deadline) CLOISTER_REQUIRES(mutex)
    {
        std::unique_lock<std::mutex> held(mutex.m_mutex, std::adopt_lock);
        const bool inTime = m_condition.wait_until(held, deadline) == std::cv_status::no_timeout;
        held.release();
        return inTime;
    }

    void notifyOne() noexcept { m_condition.notify_one(); }
    void notifyAll() noexcept { m_condition.notify_all(); }

private:
    std::condition_variable m_condition;
};

} // namespace cloister
