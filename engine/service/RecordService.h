#pragma once

#include "engine/audit/proof/LogVerdict.h"
#include "engine/base/Result.h"
#include "engine/service/JobService.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace cloister {

class Workspace;

/// What was signed about a log, oldest first.
struct CheckpointPage
{
    QByteArray publicKey;    ///< 32 bytes; what cloister-verify takes
    QList<QByteArray> items; ///< {"checkpoint": {...}, "signature": hex}
    qint64 next = 0;         ///< the seq to go on after; 0 on the last page
    QString alarm;           ///< what the log once lacked of what was signed; empty = nothing
};

enum class LogFormat {
    JsonLines, ///< what cloister-verify reads: events as they were chained, checkpoints in their places
    Csv,       ///< for people: a line of headers, names resolved where they still can be
};

struct LogPage
{
    QByteArray text;
    qint64 count = 0; ///< events in it
    QByteArray next;  ///< empty on the last page
};

/// A log that once lacked what was signed about it.
struct LogAlarm
{
    QString log; ///< the project's id, or "workspace"
    QString problem;
};

/// The record as evidence: checkpoints, examination, export. With an empty project id it is the workspace's own log.
/// ProjectNotFound for an unknown one. Any thread.
class RecordService
{
public:
    explicit RecordService(Workspace &workspace) : m_workspace(workspace) {}

    Result<CheckpointPage> checkpoints(const QString &projectId, qint64 after, int limit) const;

    /// Reads the whole log, as it is when it begins. Conflict when cancelled.
    Result<audit::LogVerdict> verify(const QString &projectId, JobProgress &progress) const;

    /// The log as it is when its first page is asked for (`next` empty), which is sealed for that; 2,000 events a page.
    /// InvalidParameter for a token that is none.
    Result<LogPage> exportPage(const QString &projectId, LogFormat format, const QByteArray &next) const;

    /// Of the workspace's log and those of all projects, open or not: raised when a file was opened, and kept.
    Result<QList<LogAlarm>> alarms() const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
