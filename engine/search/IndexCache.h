#pragma once

#include "engine/search/PartitionIndex.h"

#include <QByteArray>
#include <QHash>

#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>

namespace cloister::search {

/// The indexes in memory, by partition key, least recently used ones dropped when they take more than a budget.
/// Any thread. An index that is in use lives on after it was dropped.
class IndexCache
{
public:
    using IndexPtr = std::shared_ptr<PartitionIndex>;
    using Builder = std::function<Result<IndexPtr>()>;

    explicit IndexCache(qint64 budgetBytes);

    /// The index of a partition. When it is not there, `builder` makes it on this thread while other callers for the
    /// same key wait for it; an error goes to all of them and is not kept. The newest index stays even when it alone
    /// is over the budget.
    Result<IndexPtr> get(const QByteArray &key, const Builder &builder);

    /// The index of a partition if it is there, else null; does not count as use.
    IndexPtr find(const QByteArray &key) const;

    /// Brings a committed write to the partition's index: at once when it is there, after the build when one is
    /// running, not at all otherwise (the next build reads it). Called in the order of the commits of a partition.
    void apply(const QByteArray &key, const IndexChange &change);

    /// Forgets a partition; a build that is running is not kept either.
    void drop(const QByteArray &key);
    /// The same for every partition whose key ends with `tail`.
    void dropEndingWith(const QByteArray &tail);
    void clear();

    qint64 usedBytes() const;

private:
    using Shared = std::shared_future<Result<IndexPtr>>;
    struct Slot
    {
        IndexPtr index; ///< empty while it is being built
        qint64 bytes = 0;
        std::list<QByteArray>::iterator use;
        std::shared_ptr<Shared> building;
        std::vector<IndexChange> waiting; ///< writes that came during the build
    };

    void finishBuild(const QByteArray &key, const std::shared_ptr<Slot> &slot, const Result<IndexPtr> &built);
    void settle(const QByteArray &key, Slot &slot);

    const qint64 m_budget;
    mutable std::mutex m_mutex; ///< guards everything below
    QHash<QByteArray, std::shared_ptr<Slot>> m_slots;
    std::list<QByteArray> m_recent; ///< built ones, most recently used first
    qint64 m_used = 0;
};

} // namespace cloister::search
