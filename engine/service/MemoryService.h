#pragma once

#include "engine/base/Future.h"
#include "engine/base/Page.h"
#include "engine/model/Memory.h"
#include "engine/partition/Partition.h"
#include "engine/service/Idempotency.h"
#include "engine/service/ListQuery.h"

namespace cloister {

/// Memories. Without state of its own; any thread. Writes resolve when they are durable and leave nothing behind when
/// they fail. A miss is MemoryNotFound.
class MemoryService
{
public:
    Future<Result<Memory>> create(
        const Partition &partition, const NewMemory &asked, const std::optional<IdempotencyKey> &key) const;
    Result<Memory> get(const Partition &partition, const QString &id) const;
    /// `tags`: any of them; empty = all.
    Result<Page<Memory>> list(const Partition &partition, const ListQuery &query, const QStringList &tags) const;
    Future<Result<Memory>> setTags(const Partition &partition, const QString &id, const QStringList &tags) const;
    Future<Result<void>> remove(const Partition &partition, const QString &id) const;
};

} // namespace cloister
