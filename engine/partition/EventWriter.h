#pragma once

#include "engine/audit/EventLog.h"
#include "engine/storage/WriteQueue.h"

#include <functional>

namespace cloister {

/// Who is told of a log, on the writer thread, once what it tells of is durable; must be quick. Empty ones are skipped.
struct LogHooks
{
    const crypto::SigningKey *key = nullptr; ///< signs checkpoints; null = none are made. Outlives the file
    std::function<void(const QString &chain, const audit::SignedCheckpoint &checkpoint)> onCheckpoint = {};
    std::function<void(const QString &chain)> onEvent = {};
};

/// Adds events to the audit log of one open file, inside the jobs of its write queue. Owned by the file; its writer
/// thread.
class EventWriter
{
public:
    EventWriter(const QString &chain, LogHooks hooks) : m_log(chain, hooks.key), m_hooks(std::move(hooks)) {}

    /// In the same transaction as the change that `event` tells of.
    Result<void> append(storage::WriteContext &context, const AuditEvent &event) const;
    /// Signs what was logged since the newest checkpoint, if anything.
    Result<void> seal(storage::WriteContext &context, qint64 timeMs, const QString &reason) const;

private:
    void tell(storage::WriteContext &context, const audit::SignedCheckpoint &checkpoint) const;

    audit::EventLog m_log;
    LogHooks m_hooks;
};

} // namespace cloister
