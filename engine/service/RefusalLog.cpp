#include "engine/service/RefusalLog.h"

#include "engine/auth/Network.h"
#include "engine/base/Logging.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Workspace.h"

namespace cloister {

RefusalLog::RefusalLog(Workspace &workspace) : m_workspace(workspace), m_thread([this] { work(); }) {}

RefusalLog::~RefusalLog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    m_thread.join();
    if (const auto written = write(); !written)
        qCWarning(lcService) << "refusals were not recorded:" << written.error().detail;
}

void RefusalLog::note(const QHostAddress &address, const QString &reason)
{
    const QString from = address.isNull() ? QString() : auth::Network::folded(address).toString();
    const std::lock_guard lock(m_mutex);
    add({from, reason}, 1);
}

void RefusalLog::add(const Who &who, qint64 count)
{
    static const Who kMany;
    const bool isNew = !m_counts.contains(who);
    // One place is the many's.
    const qsizetype named = m_counts.size() - (m_counts.contains(kMany) ? 1 : 0);
    m_counts[isNew && named >= kMaxEvents - 1 ? kMany : who] += count;
}

QList<AuditEvent> RefusalLog::eventsOf(const Counts &counts) const
{
    QList<AuditEvent> events;
    for (auto entry = counts.cbegin(); entry != counts.cend(); ++entry) {
        AuditEvent event;
        event.time = m_workspace.clock().nowMs();
        event.action = QStringLiteral("access.refused");
        event.address = entry.key().first;
        event.outcome = entry.key().second.isEmpty() ? QStringLiteral("MANY") : entry.key().second;
        event.count = entry.value();
        events.append(event);
    }
    return events;
}

Result<void> RefusalLog::write()
{
    const std::lock_guard writing(m_writing);
    Counts counts;
    {
        const std::lock_guard lock(m_mutex);
        counts.swap(m_counts);
    }
    if (counts.isEmpty())
        return {};
    ControlFile &control = m_workspace.control();
    const Result<void> written = control.writer().submit<void>(
        [&control, events = eventsOf(counts)](storage::WriteContext &context) -> Result<void> {
            for (const AuditEvent &event : events)
                CLOISTER_TRY(control.record(context, event));
            return {};
        }).result();
    if (!written) {
        const std::lock_guard lock(m_mutex);
        for (auto entry = counts.cbegin(); entry != counts.cend(); ++entry)
            add(entry.key(), entry.value());
    }
    return written;
}

void RefusalLog::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, kWriteEvery, [this] { return m_isStopping; })) {
        lock.unlock();
        if (const auto written = write(); !written)
            qCWarning(lcService) << "refusals are not recorded yet:" << written.error().detail;
        lock.lock();
    }
}

} // namespace cloister
