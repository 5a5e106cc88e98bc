#pragma once

#include "engine/base/Clock.h"
#include "engine/base/Result.h"
#include "engine/model/Caller.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace cloister {

enum class JobState { Running, Done, Failed, Cancelled };

/// What a long task tells of itself while it runs. Written by the task's thread, read by any.
class JobProgress
{
public:
    std::atomic<qint64> done = 0;
    std::atomic<qint64> total = 0; ///< 0 while unknown
    std::atomic<bool> isCancelled = false; ///< the task looks at it and stops at the next safe place
};

struct JobInfo
{
    QString id;
    QString kind;      ///< import, export, check
    QString projectId; ///< empty for the workspace
    JobState state = JobState::Running;
    qint64 started = 0;
    qint64 ended = 0;
    qint64 done = 0;
    qint64 total = 0;
    QByteArray result; ///< JSON object once Done
    Error error;       ///< once Failed
};

/// Long tasks: started by a request, watched and cancelled by later ones. Keeps the last 200. Any thread.
class JobService
{
public:
    using Task = std::function<Result<QByteArray>(JobProgress &)>;

    explicit JobService(const Clock &clock);
    /// Cancels what runs and waits for it.
    ~JobService();

    /// Runs `task` on a thread of its own (two at a time, others wait); its result is a JSON object.
    JobInfo start(const QString &kind, const QString &projectId, Task task);
    /// JobNotFound for an id that is unknown or long gone.
    Result<JobInfo> get(const QString &id) const;
    QList<JobInfo> list() const;
    /// Asks a running job to stop; the answer is how it stands now.
    Result<JobInfo> cancel(const QString &id);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cloister
