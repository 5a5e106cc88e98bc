#pragma once

#include "engine/model/PartitionKey.h"
#include "engine/search/IndexCache.h"

#include <functional>
#include <memory>
#include <mutex>

namespace cloister {

/// The search indexes in memory of all projects of a workspace, and the ear of whoever makes vectors. Shared by the
/// project files; any thread.
class IndexHub
{
public:
    static constexpr qint64 kDefaultBudget = qint64(512) * 1024 * 1024;

    explicit IndexHub(qint64 budgetBytes = kDefaultBudget) : m_cache(budgetBytes) {}

    /// How indexes are made from now on; those that are there go.
    void setOptions(search::PartitionIndex::Options options);
    search::PartitionIndex::Options options() const;

    search::IndexCache &cache() { return m_cache; }

    /// Called after every durable write that changed search entries, on a project's writer thread: it must be short.
    /// An empty function ends the calls; none is under way once this returns.
    using Listener = std::function<void(const PartitionKey &)>;
    void listen(Listener listener);

    /// Brings a durable write to the partition's index. Called in the order of the commits.
    void committed(const PartitionKey &partition, const search::IndexChange &change);

    /// Forgets the indexes of a project that is going.
    void forgetProject(const QString &projectId);

private:
    search::IndexCache m_cache;
    mutable std::mutex m_mutex; ///< guards what follows
    search::PartitionIndex::Options m_options;
    Listener m_listener;
};

} // namespace cloister
