#pragma once

#include "engine/service/ControlFile.h"
#include "engine/tables/ApiKeyTable.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <optional>

namespace cloister {

/// API keys by id in memory, so that a request needs no query to be authenticated. Forgets a key before the change of
/// it is answered, so a revocation holds from the next request. Ids that no key has are not kept. Any thread.
class KeyCache
{
public:
    /// The key as stored; null when there is none of that id.
    Result<std::shared_ptr<const tables::ApiKeyRow>> find(ControlFile &control, const QString &id);

    /// To be called once the change of any key is durable, before it is answered.
    void forget();

    /// Whether the use of a key at `now` is to be written down: at most once a minute for each.
    bool isUseDue(const ApiKey &key, qint64 now);

private:
    static constexpr qsizetype kMaxKeys = 10'000;

    std::mutex m_mutex; ///< guards everything below
    quint64 m_changes = 0; ///< a row read before the newest change is not kept
    QHash<QString, std::shared_ptr<const tables::ApiKeyRow>> m_rows;
    QHash<QString, qint64> m_usedAt;
};

} // namespace cloister
