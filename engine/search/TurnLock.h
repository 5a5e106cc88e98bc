#pragma once

#include <mutex>
#include <shared_mutex>

namespace cloister::search {

/// A read-write lock that readers without end cannot keep a writer from: who comes after a waiting writer waits too.
/// For std::shared_lock and std::unique_lock; not recursive.
class TurnLock
{
public:
    void lock()
    {
        const std::lock_guard turn(m_turn);
        m_mutex.lock();
    }
    void unlock() { m_mutex.unlock(); }

    void lock_shared()
    {
        const std::lock_guard turn(m_turn);
        m_mutex.lock_shared();
    }
    void unlock_shared() { m_mutex.unlock_shared(); }

private:
    std::mutex m_turn;
    std::shared_mutex m_mutex;
};

} // namespace cloister::search
