#include "ui/session/Jobs.h"

#include "ui/session/ErrorText.h"
#include "ui/session/Session.h"

namespace cloister::ui {

static constexpr std::chrono::milliseconds kPoll{300};
static constexpr qint64 kTellingMs = 500; ///< before it a rate says nothing

Job::Job(const QString &title, QObject *parent) :
    QObject(parent),
    m_title(title)
{
    m_clock.start();
}

double Job::rate() const
{
    const qint64 elapsed = m_clock.elapsed();
    return elapsed < kTellingMs ? 0 : static_cast<double>(m_done) * 1000 / static_cast<double>(elapsed);
}

qint64 Job::secondsLeft() const
{
    const double perSecond = rate();
    if (perSecond <= 0 || m_total <= 0)
        return -1;
    return static_cast<qint64>(static_cast<double>(m_total - m_done) / perSecond);
}

void Job::setProgress(qint64 done, qint64 total)
{
    m_done = done;
    m_total = total;
    Q_EMIT changed();
}

void Job::cancel()
{
    if (canCancel())
        m_cancel();
}

void Job::fail(const Error &error)
{
    end(State::Failed, errorText(error));
}

void Job::end(State state, const QString &result)
{
    if (m_state != State::Running)
        return;
    m_state = state;
    m_result = result;
    m_cancel = nullptr;
    Q_EMIT changed();
    Q_EMIT ended();
}

Jobs::Jobs(Session &session, QObject *parent) :
    QObject(parent),
    m_session(session)
{
    m_poll.setInterval(kPoll);
    connect(&m_poll, &QTimer::timeout, this, &Jobs::ask);
    connect(&session, &Session::aboutToLock, this, &Jobs::drop);
}

Job *Jobs::add(const QString &title)
{
    auto *job = new Job(title, this);
    m_jobs.prepend(job);
    connect(job, &Job::changed, this, &Jobs::changed);
    Q_EMIT changed();
    return job;
}

Job *Jobs::watch(
    const client::Task &task, const QString &title, std::function<QString(const client::Task &)> whenDone)
{
    Job *job = add(title);
    m_watched.append({job, task.id, std::move(whenDone)});
    job->onCancel([this, id = task.id] { m_session.api().cancelTask(id); });
    m_poll.start();
    return job;
}

void Jobs::ask()
{
    for (Watched &watched : m_watched) {
        if (watched.isAsked)
            continue;
        watched.isAsked = true;
        m_session.api().task(watched.taskId).then(this, [this, id = watched.taskId](const auto &answer) {
            for (Watched &one : m_watched) {
                if (one.taskId != id)
                    continue;
                one.isAsked = false;
                if (answer)
                    arrived(one, answer->value);
                else
                    one.job->fail(answer.error());
                break;
            }
            m_watched.removeIf([](const Watched &one) { return one.job->state() != Job::State::Running; });
            if (m_watched.isEmpty())
                m_poll.stop();
        });
    }
}

void Jobs::arrived(Watched &watched, const client::Task &task)
{
    Job *job = watched.job;
    job->setProgress(task.done, task.total);
    switch (task.state) {
    case client::TaskState::Running: break;
    case client::TaskState::Done: job->finish(watched.whenDone ? watched.whenDone(task) : tr("Done")); break;
    case client::TaskState::Failed: job->fail(Error{ErrorCode::Internal, task.problem}); break;
    case client::TaskState::Cancelled: job->setCancelled(); break;
    }
}

int Jobs::runningCount() const
{
    int count = 0;
    for (const Job *job : m_jobs)
        count += job->state() == Job::State::Running ? 1 : 0;
    return count;
}

void Jobs::clearEnded()
{
    m_jobs.removeIf([](Job *job) {
        if (job->state() == Job::State::Running)
            return false;
        job->deleteLater();
        return true;
    });
    Q_EMIT changed();
}

void Jobs::drop()
{
    m_poll.stop();
    m_watched.clear();
    for (Job *job : std::as_const(m_jobs)) {
        job->setCancelled();
        job->deleteLater();
    }
    m_jobs.clear();
    Q_EMIT changed();
}

} // namespace cloister::ui
