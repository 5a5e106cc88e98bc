#include "engine/storage/ReaderPool.h"

#include <algorithm>
#include <utility>

namespace cloister::storage {

static constexpr auto kIdleTime = std::chrono::minutes(1);

ReaderPool::Lease::Lease(ReaderPool &pool, std::unique_ptr<Connection> connection, Transaction snapshot)
    : m_pool(&pool), m_connection(std::move(connection)), m_snapshot(std::move(snapshot))
{
}

ReaderPool::Lease::Lease(Lease &&other) noexcept
    : m_pool(std::exchange(other.m_pool, nullptr)), m_connection(std::move(other.m_connection)),
      m_snapshot(std::move(other.m_snapshot))
{
    other.m_snapshot.reset();
}

ReaderPool::Lease::~Lease()
{
    if (!m_pool)
        return;
    m_snapshot.reset();
    m_pool->giveBack(std::move(m_connection));
}

ReaderPool::ReaderPool(const OpenOptions &options, int limit)
    : m_path(options.path), m_cacheKiB(options.cacheKiB), m_isRequest(options.request), m_limit(std::max(limit, 1)),
      m_key(options.key)
{
}

ReaderPool::~ReaderPool()
{
    closeIdle();
}

Result<ReaderPool::Lease> ReaderPool::lease(std::chrono::milliseconds patience)
{
    CLOISTER_ASSIGN(std::unique_ptr<Connection> connection, take(Clock::now() + patience));
    auto snapshot = Transaction::begin(*connection);
    if (!snapshot) {
        giveBack(std::move(connection));
        return snapshot.unexpected();
    }
    return Lease(*this, std::move(connection), *std::move(snapshot));
}

Result<std::unique_ptr<Connection>> ReaderPool::take(Clock::time_point deadline)
{
    {
        const MutexLocker locker(m_mutex);
        while (m_inUse >= m_limit) {
            if (!m_returned.waitUntil(m_mutex, deadline) && m_inUse >= m_limit)
                return fail(ErrorCode::Overloaded, QStringLiteral("all readers of the project are busy"));
        }
        ++m_inUse;
        if (!m_idle.empty()) {
            std::unique_ptr<Connection> connection = std::move(m_idle.back().connection);
            m_idle.pop_back();
            return connection;
        }
    }
    // Outside the lock: opening reads the file.
    auto opened = open();
    if (!opened)
        giveUp();
    return opened;
}

Result<std::unique_ptr<Connection>> ReaderPool::open() const
{
    return Connection::open({.path = m_path, .key = m_key.bytes(), .role = Role::Reader, .cacheKiB = m_cacheKiB,
                             .request = m_isRequest});
}

void ReaderPool::giveBack(std::unique_ptr<Connection> connection)
{
    // A connection that met an I/O error or damage may hold bad pages: the next reader gets a new one.
    if (connection->worstFailure() >= Failure::Damaged)
        connection.reset();
    std::vector<Idle> stale; // closed outside the lock
    {
        const MutexLocker locker(m_mutex);
        --m_inUse;
        const auto now = Clock::now();
        const auto firstFresh = std::find_if(m_idle.begin(), m_idle.end(),
                                             [now](const Idle &idle) { return now - idle.since < kIdleTime; });
        std::move(m_idle.begin(), firstFresh, std::back_inserter(stale));
        m_idle.erase(m_idle.begin(), firstFresh);
        if (connection)
            m_idle.push_back({std::move(connection), now});
        m_returned.notifyOne();
    }
}

void ReaderPool::giveUp()
{
    const MutexLocker locker(m_mutex);
    --m_inUse;
    m_returned.notifyOne();
}

void ReaderPool::closeIdle()
{
    std::vector<Idle> idle;
    {
        const MutexLocker locker(m_mutex);
        idle.swap(m_idle);
    }
}

} // namespace cloister::storage
