#include "engine/partition/EventWriter.h"

namespace cloister {

Result<void> EventWriter::append(storage::WriteContext &context, const AuditEvent &event) const
{
    CLOISTER_ASSIGN(const audit::EventLog::Appended appended, m_log.append(context.connection, event));
    if (appended.checkpoint)
        tell(context, *appended.checkpoint);
    if (m_hooks.onEvent)
        context.afterCommit([this] { m_hooks.onEvent(m_log.chain()); });
    return {};
}

Result<void> EventWriter::seal(storage::WriteContext &context, qint64 timeMs, const QString &reason) const
{
    CLOISTER_ASSIGN(const auto made, m_log.seal(context.connection, timeMs, reason));
    if (made)
        tell(context, *made);
    return {};
}

void EventWriter::tell(storage::WriteContext &context, const audit::SignedCheckpoint &checkpoint) const
{
    if (m_hooks.onCheckpoint)
        context.afterCommit([this, checkpoint] { m_hooks.onCheckpoint(m_log.chain(), checkpoint); });
}

} // namespace cloister
