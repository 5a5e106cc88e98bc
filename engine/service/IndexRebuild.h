#pragma once

#include "engine/partition/Partition.h"
#include "engine/partition/SearchStore.h"

namespace cloister {

/// Makes the search entries of one partition anew from its records, a batch a write, and removes those without a record.
/// What is searched meanwhile is found by the old entries or the new ones. One thread.
class IndexRebuild
{
public:
    explicit IndexRebuild(const Partition &partition) : m_partition(partition) {}

    /// The number of records.
    Result<qint64> run();

private:
    Result<void> rebuildDialogues();
    Result<void> rebuildMessages(const QString &dialogueId);
    Result<void> rebuildMemories();
    Result<void> removeStrays();

    const Partition &m_partition;
    qint64 m_records = 0;
};

} // namespace cloister
