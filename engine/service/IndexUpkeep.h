#pragma once

#include "engine/partition/Partition.h"

#include <QHash>

#include <chrono>

namespace cloister {

/// Keeps the graphs of large indexes in shape and saves them, sealed. One thread.
class IndexUpkeep
{
public:
    /// `worthSaving`: messages from which on a graph takes long enough to build that it is saved.
    explicit IndexUpkeep(qint64 worthSaving = 12'000) : m_worthSaving(worthSaving) {}

    /// Builds, rebuilds or drops the partition's graph as it needs, and saves it when it has changed much. Nothing when
    /// its index is not in memory.
    Result<void> run(const Partition &partition);

    /// Saves the graph of `index`. False, and nothing is saved, when a message was removed meanwhile, and when `index` is no
    /// longer the partition's: then it may hold what was removed since.
    static Result<bool> save(const Partition &partition, const search::PartitionIndex &index);

private:
    using Clock = std::chrono::steady_clock;
    struct Saved
    {
        qint64 size = 0;
        Clock::time_point time;
    };

    Result<bool> isDue(const Partition &partition, qint64 size) const;

    const qint64 m_worthSaving;
    QHash<QByteArray, Saved> m_saved;
};

} // namespace cloister
