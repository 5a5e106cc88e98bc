#pragma once

#include "engine/partition/Partition.h"
#include "engine/service/PartitionMint.h"

#include <QSet>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace cloister {

/// Work behind the requests, on one thread of low priority: a little for one partition, then a little for the next, so
/// that a large one holds up nobody. Thread-safe, but for destruction.
class PartitionQueue
{
public:
    /// One step for a partition; true when there is more to do.
    using Step = std::function<Result<bool>(const Partition &)>;

    /// `mint` outlives the queue.
    PartitionQueue(PartitionMint &mint, Step step);
    /// Ends after the step in progress; what waits is dropped.
    ~PartitionQueue();
    PartitionQueue(const PartitionQueue &) = delete;
    PartitionQueue &operator=(const PartitionQueue &) = delete;

    /// Has steps run for the partition until there is nothing to do. One that waits already waits once.
    void add(const PartitionKey &key);

private:
    using Clock = std::chrono::steady_clock;
    struct Item
    {
        PartitionKey key;
        int failures = 0;
        Clock::time_point notBefore = {};
    };

    void work();
    bool take(Item &item);
    void putBack(Item item);
    Result<bool> run(const PartitionKey &key);
    void onFailure(Item item, const Error &error);

    PartitionMint &m_mint;
    const Step m_step;
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_arrived;
    std::deque<Item> m_items;
    QSet<QByteArray> m_waiting; ///< keys of m_items
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace cloister
