#include "engine/partition/IndexHub.h"

namespace cloister {

void IndexHub::setOptions(search::PartitionIndex::Options options)
{
    const std::lock_guard lock(m_mutex);
    m_options = std::move(options);
    m_cache.clear();
}

search::PartitionIndex::Options IndexHub::options() const
{
    const std::lock_guard lock(m_mutex);
    return m_options;
}

void IndexHub::listen(Listener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

void IndexHub::committed(const PartitionKey &partition, const search::IndexChange &change)
{
    m_cache.apply(partition.bytes(), change);
    const std::lock_guard lock(m_mutex);
    if (m_listener)
        m_listener(partition);
}

void IndexHub::forgetProject(const QString &projectId)
{
    // A partition's key ends with its project, and no project id holds the sign before it.
    m_cache.dropEndingWith('#' + projectId.toUtf8());
}

} // namespace cloister
