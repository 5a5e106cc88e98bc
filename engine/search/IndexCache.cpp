#include "engine/search/IndexCache.h"

namespace cloister::search {

IndexCache::IndexCache(qint64 budgetBytes) : m_budget(budgetBytes)
{
}

Result<IndexCache::IndexPtr> IndexCache::get(const QByteArray &key, const Builder &builder)
{
    std::promise<Result<IndexPtr>> promise;
    const auto slot = std::make_shared<Slot>();
    {
        std::unique_lock lock(m_mutex);
        if (const auto known = m_slots.value(key)) {
            if (known->index) {
                settle(key, *known);
                return known->index;
            }
            const Shared result = *known->building;
            lock.unlock();
            return result.get();
        }
        slot->building = std::make_shared<Shared>(promise.get_future().share());
        m_slots.insert(key, slot);
    }
    const Result<IndexPtr> built = builder();
    finishBuild(key, slot, built);
    promise.set_value(built);
    return built;
}

void IndexCache::finishBuild(const QByteArray &key, const std::shared_ptr<Slot> &slot, const Result<IndexPtr> &built)
{
    const std::lock_guard lock(m_mutex);
    const bool isKept = m_slots.value(key) == slot;
    if (!built) {
        if (isKept)
            m_slots.remove(key);
        return;
    }
    // When it was dropped meanwhile too: those who wait for it are to find what was written before they asked.
    for (const IndexChange &change : slot->waiting)
        (*built)->apply(change);
    slot->waiting.clear();
    if (!isKept)
        return;
    slot->building.reset();
    slot->index = *built;
    m_recent.push_front(key);
    slot->use = m_recent.begin();
    settle(key, *slot);
}

/// Marks a built index as just used, measures it again, and makes room.
void IndexCache::settle(const QByteArray &key, Slot &slot)
{
    m_recent.splice(m_recent.begin(), m_recent, slot.use);
    const qint64 bytes = slot.index->memoryBytes();
    m_used += bytes - slot.bytes;
    slot.bytes = bytes;
    while (m_used > m_budget && m_recent.back() != key) {
        m_used -= m_slots.value(m_recent.back())->bytes;
        m_slots.remove(m_recent.back());
        m_recent.pop_back();
    }
}

void IndexCache::apply(const QByteArray &key, const IndexChange &change)
{
    IndexPtr index;
    {
        const std::lock_guard lock(m_mutex);
        const auto slot = m_slots.value(key);
        if (!slot)
            return;
        index = slot->index;
        if (!index)
            slot->waiting.push_back(change);
    }
    // Outside the lock: no other partition waits for this one's searches to end.
    if (index)
        index->apply(change);
}

void IndexCache::drop(const QByteArray &key)
{
    const std::lock_guard lock(m_mutex);
    const auto slot = m_slots.take(key);
    if (!slot || !slot->index)
        return;
    m_used -= slot->bytes;
    m_recent.erase(slot->use);
}

void IndexCache::dropEndingWith(const QByteArray &tail)
{
    QByteArrayList keys;
    {
        const std::lock_guard lock(m_mutex);
        for (auto slot = m_slots.keyBegin(); slot != m_slots.keyEnd(); ++slot) {
            if (slot->endsWith(tail))
                keys.append(*slot);
        }
    }
    for (const QByteArray &key : std::as_const(keys))
        drop(key);
}

IndexCache::IndexPtr IndexCache::find(const QByteArray &key) const
{
    const std::lock_guard lock(m_mutex);
    const auto slot = m_slots.value(key);
    return slot ? slot->index : nullptr;
}

void IndexCache::clear()
{
    const std::lock_guard lock(m_mutex);
    m_slots.clear();
    m_recent.clear();
    m_used = 0;
}

qint64 IndexCache::usedBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_used;
}

} // namespace cloister::search
