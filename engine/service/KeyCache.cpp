#include "engine/service/KeyCache.h"

namespace cloister {

static constexpr qint64 kUseEveryMs = 60'000;

Result<std::shared_ptr<const tables::ApiKeyRow>> KeyCache::find(ControlFile &control, const QString &id)
{
    quint64 changes = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_rows.constFind(id); known != m_rows.cend())
            return *known;
        changes = m_changes;
    }
    using Found = std::optional<tables::ApiKeyRow>;
    CLOISTER_ASSIGN(Found row, control.read<Found>([&id](storage::Connection &connection) {
        return tables::ApiKeyTable(connection).find(id);
    }));
    if (!row)
        return std::shared_ptr<const tables::ApiKeyRow>();
    const auto found = std::make_shared<const tables::ApiKeyRow>(std::move(*row));
    const std::lock_guard lock(m_mutex);
    if (changes == m_changes) {
        if (m_rows.size() >= kMaxKeys)
            m_rows.clear();
        m_rows.insert(id, found);
    }
    return found;
}

void KeyCache::forget()
{
    const std::lock_guard lock(m_mutex);
    ++m_changes;
    m_rows.clear();
}

bool KeyCache::isUseDue(const ApiKey &key, qint64 now)
{
    const std::lock_guard lock(m_mutex);
    const qint64 last = m_usedAt.value(key.id, key.lastUsed.value_or(0));
    if (now - last < kUseEveryMs)
        return false;
    if (m_usedAt.size() >= kMaxKeys)
        m_usedAt.clear();
    m_usedAt.insert(key.id, now);
    return true;
}

} // namespace cloister
