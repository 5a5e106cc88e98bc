#include "engine/service/JobService.h"

#include "engine/base/Random.h"
#include "engine/base/Ulid.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <thread>
#include <vector>

namespace cloister {

static constexpr std::size_t kKeptJobs = 200;
static constexpr int kJobThreads = 2;

namespace {

struct Job
{
    JobInfo info; ///< guarded by the service's mutex, but for the progress
    JobProgress progress;
    JobService::Task task;
};

} // namespace

struct JobService::State
{
    explicit State(const Clock &time) : clock(time) {}

    void work();
    void run(Job &job);
    void forgetOldest();
    JobInfo infoOf(const Job &job) const;

    const Clock &clock;
    mutable std::mutex mutex; ///< guards everything below but the threads
    std::condition_variable arrived;
    std::map<QString, std::shared_ptr<Job>> jobs; ///< by id, which is by time
    std::deque<std::shared_ptr<Job>> waiting;
    QString lastId;
    bool isStopping = false;
    std::vector<std::thread> threads;
};

JobService::JobService(const Clock &clock) : m_state(std::make_unique<State>(clock))
{
    for (int i = 0; i < kJobThreads; ++i)
        m_state->threads.emplace_back([state = m_state.get()] { state->work(); });
}

JobService::~JobService()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isStopping = true;
        for (const auto &[id, job] : m_state->jobs)
            job->progress.isCancelled = true;
    }
    m_state->arrived.notify_all();
    for (std::thread &thread : m_state->threads)
        thread.join();
}

void JobService::State::work()
{
    std::unique_lock lock(mutex);
    while (true) {
        arrived.wait(lock, [this] { return isStopping || !waiting.empty(); });
        if (isStopping)
            return;
        const std::shared_ptr<Job> job = waiting.front();
        waiting.pop_front();
        lock.unlock();
        run(*job);
        lock.lock();
    }
}

void JobService::State::run(Job &job)
{
    Result<QByteArray> result = fail(ErrorCode::Internal, QStringLiteral("the job was cancelled before it began"));
    if (!job.progress.isCancelled) {
        try {
            result = job.task(job.progress);
        } catch (const std::exception &) {
            result = fail(ErrorCode::Internal, QStringLiteral("the job ended with an exception"));
        }
    }
    job.task = nullptr;
    const std::lock_guard lock(mutex);
    job.info.ended = clock.nowMs();
    if (result) {
        job.info.state = JobState::Done;
        job.info.result = *result;
    } else if (job.progress.isCancelled) {
        job.info.state = JobState::Cancelled;
    } else {
        job.info.state = JobState::Failed;
        job.info.error = result.error();
    }
}

void JobService::State::forgetOldest()
{
    for (auto job = jobs.begin(); job != jobs.end() && jobs.size() > kKeptJobs;) {
        if (job->second->info.state == JobState::Running)
            ++job;
        else
            job = jobs.erase(job);
    }
}

JobInfo JobService::State::infoOf(const Job &job) const
{
    JobInfo info = job.info;
    info.done = job.progress.done;
    info.total = job.progress.total;
    return info;
}

JobInfo JobService::start(const QString &kind, const QString &projectId, Task task)
{
    const auto job = std::make_shared<Job>();
    job->task = std::move(task);
    const std::lock_guard lock(m_state->mutex);
    SystemRandom random;
    m_state->lastId = nextUlid(m_state->lastId, m_state->clock.nowMs(), random);
    job->info.id = m_state->lastId;
    job->info.kind = kind;
    job->info.projectId = projectId;
    job->info.started = m_state->clock.nowMs();
    m_state->jobs.emplace(job->info.id, job);
    m_state->waiting.push_back(job);
    m_state->forgetOldest();
    m_state->arrived.notify_one();
    return m_state->infoOf(*job);
}

Result<JobInfo> JobService::get(const QString &id) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto job = m_state->jobs.find(id);
    if (job == m_state->jobs.end())
        return fail(ErrorCode::JobNotFound, QStringLiteral("no job %1").arg(id));
    return m_state->infoOf(*job->second);
}

QList<JobInfo> JobService::list() const
{
    const std::lock_guard lock(m_state->mutex);
    QList<JobInfo> infos;
    for (auto job = m_state->jobs.rbegin(); job != m_state->jobs.rend(); ++job)
        infos.append(m_state->infoOf(*job->second));
    return infos;
}

Result<JobInfo> JobService::cancel(const QString &id)
{
    const std::lock_guard lock(m_state->mutex);
    const auto job = m_state->jobs.find(id);
    if (job == m_state->jobs.end())
        return fail(ErrorCode::JobNotFound, QStringLiteral("no job %1").arg(id));
    job->second->progress.isCancelled = true;
    return m_state->infoOf(*job->second);
}

} // namespace cloister
