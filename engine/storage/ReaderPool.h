#pragma once

#include "engine/base/ThreadAnnotations.h"
#include "engine/storage/Connection.h"
#include "engine/storage/RawKey.h"
#include "engine/storage/Transaction.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace cloister::storage {

/// A bounded number of read-only connections of one file, opened when first needed and kept for the next reader; those
/// unused for a minute are closed as others come back. Thread-safe. Must outlive its leases.
class ReaderPool
{
public:
    /// One connection with one snapshot, for one thread at a time, given back on destruction. Its statements must go
    /// before it.
    class Lease
    {
    public:
        ~Lease();
        Lease(Lease &&other) noexcept;
        Lease &operator=(Lease &&) = delete;
        Lease(const Lease &) = delete;

        Connection &connection() const noexcept { return *m_connection; }

    private:
        friend class ReaderPool;
        Lease(ReaderPool &pool, std::unique_ptr<Connection> connection, Transaction snapshot);

        ReaderPool *m_pool; ///< null once moved from
        std::unique_ptr<Connection> m_connection;
        std::optional<Transaction> m_snapshot;
    };

    /// `options` names the file, key and cache; its role is Reader whatever it says. Opens nothing yet.
    explicit ReaderPool(const OpenOptions &options, int limit = 4);
    ~ReaderPool();
    ReaderPool(const ReaderPool &) = delete;
    ReaderPool &operator=(const ReaderPool &) = delete;

    /// A connection whose snapshot holds everything committed before this call. While all are in use it waits, at most
    /// `patience`, and then fails with Overloaded; errors of opening and reading come as they are.
    Result<Lease> lease(std::chrono::milliseconds patience = std::chrono::seconds(5)) CLOISTER_EXCLUDES(m_mutex);

    /// Closes the connections that nobody uses, as before the file is moved or its log truncated for good.
    void closeIdle() CLOISTER_EXCLUDES(m_mutex);

private:
    using Clock = std::chrono::steady_clock;
    struct Idle
    {
        std::unique_ptr<Connection> connection;
        Clock::time_point since;
    };

    Result<std::unique_ptr<Connection>> take(Clock::time_point deadline) CLOISTER_EXCLUDES(m_mutex);
    void giveBack(std::unique_ptr<Connection> connection) CLOISTER_EXCLUDES(m_mutex);
    void giveUp() CLOISTER_EXCLUDES(m_mutex);
    Result<std::unique_ptr<Connection>> open() const;

    const QString m_path;
    const int m_cacheKiB;
    const bool m_isRequest;
    const int m_limit;
    const RawKey m_key;

    Mutex m_mutex;
    Condition m_returned;
    std::vector<Idle> m_idle CLOISTER_GUARDED_BY(m_mutex); ///< the one used last stands last
    int m_inUse CLOISTER_GUARDED_BY(m_mutex) = 0;
};

} // namespace cloister::storage
