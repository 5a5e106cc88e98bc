#pragma once

#include "engine/base/Clock.h"
#include "engine/crypto/SecretKey.h"
#include "engine/model/AuditEvent.h"
#include "engine/partition/EventWriter.h"
#include "engine/storage/Ballast.h"
#include "engine/storage/ReaderPool.h"
#include "engine/storage/WriteQueue.h"

#include <functional>
#include <memory>

namespace cloister {

/// The open control database of a workspace: projects, API keys, settings and the workspace's own audit chain. Owned by
/// Workspace; any thread.
class ControlFile
{
public:
    enum class Mode { OpenExisting, Create };

    /// Brings the schema up to date. Integrity when the file is missing, damaged or of another key; a file newer than
    /// this program is refused untouched.
    static Result<std::unique_ptr<ControlFile>> open(
        const QString &directory, const crypto::SecretKey &key, Mode mode, LogHooks log);

    /// What the workspace's log is called in checkpoints.
    static QString chain() { return QStringLiteral("workspace"); }

    storage::WriteQueue &writer() { return *m_writer; }
    storage::ReaderPool &readers() { return *m_readers; }

    /// Runs `job` on this thread in one snapshot.
    template<typename T>
    Result<T> read(const std::function<Result<T>(storage::Connection &)> &job)
    {
        CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, m_readers->lease());
        return job(lease.connection());
    }

    /// Queues `job` and appends `event` to the workspace's chain in the same transaction: both are kept or neither.
    template<typename T>
    Future<Result<T>> change(const AuditEvent &event, std::function<Result<T>(storage::WriteContext &)> job,
        storage::WritePurpose purpose = storage::WritePurpose::Ordinary)
    {
        return m_writer->submit<T>(
            [this, event, job = std::move(job)](storage::WriteContext &context) -> Result<T> {
                Result<T> result = job(context);
                if (result)
                    CLOISTER_TRY(m_log.append(context, event));
                return result;
            },
            {}, purpose);
    }

    /// Adds an event inside a job of the writer: for what is not known before it runs.
    Result<void> record(storage::WriteContext &context, const AuditEvent &event)
    {
        return m_log.append(context, event);
    }

    /// Signs what the log holds since its newest checkpoint, and waits for it.
    Result<void> sealLog(qint64 timeMs, const QString &reason);

    /// That the log of an object (the workspace, a project) lacks what was signed. Waits for it.
    Result<void> recordAlarm(qint64 timeMs, const QString &entityKind, const QString &entity);

    /// What `caller` did to an object of the workspace (a project, a key), ready for change().
    static AuditEvent eventBy(const Caller &caller, qint64 now, const QString &action, const QString &entityKind,
        const QString &entity);

private:
    explicit ControlFile(LogHooks log) : m_log(chain(), std::move(log)) {}

    const EventWriter m_log;
    std::unique_ptr<storage::Ballast> m_ballast;
    std::unique_ptr<storage::ReaderPool> m_readers;
    std::unique_ptr<storage::WriteQueue> m_writer; ///< last: stops before what it uses goes
};

} // namespace cloister
