#pragma once

#include "engine/base/Error.h"
#include "engine/client/Records.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>

namespace cloister::ui {

class Session;

/// A long act with its progress. Owned by Jobs; GUI thread.
class Job : public QObject
{
    Q_OBJECT

public:
    enum class State { Running, Done, Failed, Cancelled };

    const QString &title() const { return m_title; }
    State state() const { return m_state; }
    qint64 done() const { return m_done; }
    qint64 total() const { return m_total; } ///< 0 while unknown
    /// One line: what came of it. Empty while it runs.
    const QString &result() const { return m_result; }
    /// Steps a second since it began; 0 while not known.
    double rate() const;
    /// Seconds until it is done at this rate; -1 while not known.
    qint64 secondsLeft() const;
    bool canCancel() const { return m_state == State::Running && m_cancel != nullptr; }

    void setProgress(qint64 done, qint64 total);
    /// What cancel() calls; the job goes on until one of the ends below is told.
    void onCancel(std::function<void()> cancel) { m_cancel = std::move(cancel); }
    void cancel();

    void finish(const QString &result) { end(State::Done, result); }
    void fail(const Error &error);
    void setCancelled() { end(State::Cancelled, {}); }

Q_SIGNALS:
    void changed();
    /// Once, after one of the ends.
    void ended();

private:
    friend class Jobs;
    Job(const QString &title, QObject *parent);
    void end(State state, const QString &result);

    QString m_title;
    State m_state = State::Running;
    qint64 m_done = 0;
    qint64 m_total = 0;
    QString m_result;
    std::function<void()> m_cancel;
    QElapsedTimer m_clock;
};

/// The long acts of this session, newest first; they go on when pages change. GUI thread.
class Jobs : public QObject
{
    Q_OBJECT

public:
    /// `session` outlives it. Jobs that still run when it locks are cancelled here; tasks of the service go on there.
    explicit Jobs(Session &session, QObject *parent = nullptr);

    /// An act that the caller carries out, telling its progress. Stays valid until the session locks.
    Job *add(const QString &title);
    /// A task of the service, asked after until it ends; `whenDone` makes the result line of its answer.
    Job *watch(const client::Task &task, const QString &title,
        std::function<QString(const client::Task &)> whenDone = {});

    const QList<Job *> &all() const { return m_jobs; }
    int runningCount() const;
    /// Forgets those that have ended.
    void clearEnded();

Q_SIGNALS:
    /// A job was added, changed or forgotten.
    void changed();

private:
    struct Watched
    {
        Job *job;
        QString taskId;
        std::function<QString(const client::Task &)> whenDone;
        bool isAsked = false;
    };

    void ask();
    void arrived(Watched &watched, const client::Task &task);
    void drop();

    Session &m_session;
    QList<Job *> m_jobs;
    QList<Watched> m_watched;
    QTimer m_poll;
};

} // namespace cloister::ui
