#pragma once

#include "engine/base/Result.h"
#include "engine/model/AuditEvent.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace cloister {

class Workspace;

/// Refusals of those who did not say who they are, in the workspace's log: one event for each address, reason and
/// minute, with a count. At most kMaxEvents a minute: what goes beyond is one event of its own, without address, so
/// that a flood of refusals is no flood of writes. Any thread, but for construction and destruction.
class RefusalLog
{
public:
    static constexpr std::chrono::minutes kWriteEvery{1};
    static constexpr qsizetype kMaxEvents = 60;

    explicit RefusalLog(Workspace &workspace);
    /// Writes what is still to be written.
    ~RefusalLog();

    /// Counts one; waits for nothing.
    void note(const QHostAddress &address, const QString &reason);

    /// Writes what was counted since the last time, and waits for it. What cannot be written is counted on.
    Result<void> write();

private:
    using Who = std::pair<QString, QString>; ///< address and reason; both empty for the many
    using Counts = QHash<Who, qint64>;

    void work();
    void add(const Who &who, qint64 count);
    QList<AuditEvent> eventsOf(const Counts &counts) const;

    Workspace &m_workspace;
    std::mutex m_writing; ///< held while events are written
    std::mutex m_mutex;   ///< guards the members below but the thread
    std::condition_variable m_changed;
    Counts m_counts;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace cloister
