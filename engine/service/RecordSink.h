#pragma once

#include "engine/base/Result.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cloister {

class ProjectFile;
class Workspace;

struct SinkSettings
{
    QString path;
    qint64 rotateBytes = 64 * 1024 * 1024; ///< a file that would grow past it is put aside as <path>.1
    int keptFiles = 10;                    ///< <path>.1 (the newest) to <path>.N; older ones are removed
};

/// Writes the events of every log of a workspace to a file for log collectors, as they become durable: one JSON line
/// each, {"log": project id or "workspace", "event": {...}, "hash"}, every log in its order. After a crash it goes on
/// with the first event that is not in the file: none is left out and none written twice. A project is deleted once its
/// events are written, and not while that fails. `<path>.state` says where each log stood when the file was begun. A log
/// that cannot be read holds up no other. A thread of its own; owned by the program, goes before the workspace.
class RecordSink
{
public:
    /// Begins with the first event of every log, or where an earlier sink has stopped. Forbidden when the file is not a
    /// regular one of mode 0600, StorageUnavailable when it cannot be written.
    static Result<std::unique_ptr<RecordSink>> start(Workspace &workspace, const SinkSettings &settings);
    /// Writes what has become durable by now.
    ~RecordSink();

    /// Waits until everything that was durable at the call is written, or `patience` is over; whether it is.
    bool flush(std::chrono::milliseconds patience);

private:
    struct Leaving
    {
        std::shared_ptr<ProjectFile> file;
        std::optional<Error> failure; ///< why its events were not written
    };

    RecordSink(Workspace &workspace, SinkSettings settings);

    Result<void> openFile();
    Result<void> resume();
    Result<void> readState();
    Result<qint64> readLines();
    Result<void> markEveryLog();
    void work();
    bool takeNext();
    Result<void> drain(const std::shared_ptr<ProjectFile> &file);
    Result<std::shared_ptr<ProjectFile>> fileOf(const QString &log);
    Result<void> writeLog(const QString &log);
    Result<void> write(const QByteArray &lines);
    Result<void> rotate();

    Workspace &m_workspace;
    const SinkSettings m_settings;
    // The thread's, once it runs:
    int m_descriptor = -1;
    qint64 m_sizeBytes = 0;
    QHash<QString, qint64> m_positions; ///< the last event of each log that is in the files

    std::mutex m_mutex; ///< guards the members below but the thread
    std::condition_variable m_changed;
    QSet<QString> m_due; ///< logs that may have more events
    QSet<QString> m_refused; ///< of these, the ones that failed and are tried again after the others
    QString m_writing;   ///< the log that is being written; empty: none
    QHash<QString, Leaving> m_leaving; ///< projects that wait for their last events
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace cloister
