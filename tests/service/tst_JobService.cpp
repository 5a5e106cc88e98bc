#include "engine/service/JobService.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Test.h"

#include <QSemaphore>

#include <stdexcept>
#include <thread>

using namespace cloister;

class tst_JobService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_task_runsAndKeepsItsResult();
    void get_whileRunning_tellsProgress();
    void start_failingTask_keepsItsError();
    void start_throwingTask_fails();
    void cancel_runningTask_endsCancelled();
    void cancel_waitingTask_neverRuns();
    void cancel_finishedTask_changesNothing();
    void get_unknown_isJobNotFound();
    void start_many_keepsTheLast200();
    void destroy_withWaitingTasks_cancelsAndWaits();

private:
    static JobInfo ended(JobService &jobs, const QString &id);

    test::ManualClock m_clock;
};

JobInfo tst_JobService::ended(JobService &jobs, const QString &id)
{
    JobInfo info;
    do {
        std::this_thread::yield();
        info = jobs.get(id).value_or(JobInfo());
    } while (info.state == JobState::Running && !info.id.isEmpty());
    return info;
}

void tst_JobService::start_task_runsAndKeepsItsResult()
{
    JobService jobs(m_clock);
    const JobInfo started = jobs.start(QStringLiteral("check"), QStringLiteral("p1"),
        [](JobProgress &) { return Result<QByteArray>("{\"lines\":3}"); });
    QVERIFY(!started.id.isEmpty());
    QCOMPARE(started.kind, QStringLiteral("check"));
    QCOMPARE(started.projectId, QStringLiteral("p1"));
    QCOMPARE(started.started, m_clock.nowMs());
    const JobInfo done = ended(jobs, started.id);
    QCOMPARE(done.state, JobState::Done);
    QCOMPARE(done.result, QByteArray("{\"lines\":3}"));
    QCOMPARE(done.ended, m_clock.nowMs());
}

void tst_JobService::get_whileRunning_tellsProgress()
{
    JobService jobs(m_clock);
    QSemaphore counted;
    QSemaphore mayEnd;
    const JobInfo started = jobs.start({}, {}, [&](JobProgress &progress) -> Result<QByteArray> {
        progress.total = 10;
        progress.done = 4;
        counted.release();
        mayEnd.acquire();
        progress.done = 10;
        return QByteArray("{}");
    });
    counted.acquire();
    const auto half = jobs.get(started.id);
    QCOMPARE(half->state, JobState::Running);
    QCOMPARE(half->done, 4);
    QCOMPARE(half->total, 10);
    mayEnd.release();
    QCOMPARE(ended(jobs, started.id).done, 10);
}

void tst_JobService::start_failingTask_keepsItsError()
{
    JobService jobs(m_clock);
    const JobInfo started = jobs.start({}, {}, [](JobProgress &) -> Result<QByteArray> {
        return fail(ErrorCode::Integrity, QStringLiteral("a page is damaged"));
    });
    const JobInfo failed = ended(jobs, started.id);
    QCOMPARE(failed.state, JobState::Failed);
    QCOMPARE(failed.error.code, ErrorCode::Integrity);
    QCOMPARE(failed.error.detail, QStringLiteral("a page is damaged"));
}

void tst_JobService::start_throwingTask_fails()
{
    JobService jobs(m_clock);
    const JobInfo started
        = jobs.start({}, {}, [](JobProgress &) -> Result<QByteArray> { throw std::runtime_error("secret text"); });
    const JobInfo failed = ended(jobs, started.id);
    QCOMPARE(failed.state, JobState::Failed);
    QCOMPARE(failed.error.code, ErrorCode::Internal);
    QVERIFY(!failed.error.detail.contains(QLatin1String("secret")));
}

void tst_JobService::cancel_runningTask_endsCancelled()
{
    JobService jobs(m_clock);
    QSemaphore begun;
    const JobInfo started = jobs.start({}, {}, [&](JobProgress &progress) -> Result<QByteArray> {
        begun.release();
        while (!progress.isCancelled)
            std::this_thread::yield();
        return fail(ErrorCode::Conflict, QStringLiteral("stopped"));
    });
    begun.acquire();
    QVERIFY(jobs.cancel(started.id));
    QCOMPARE(ended(jobs, started.id).state, JobState::Cancelled);
}

void tst_JobService::cancel_waitingTask_neverRuns()
{
    JobService jobs(m_clock);
    QSemaphore mayEnd;
    QStringList running;
    for (int i = 0; i < 2; ++i) {
        running.append(jobs.start({}, {}, [&](JobProgress &) -> Result<QByteArray> {
            mayEnd.acquire();
            return QByteArray("{}");
        }).id);
    }
    std::atomic<bool> hasRun = false;
    const JobInfo waiting = jobs.start({}, {}, [&](JobProgress &) -> Result<QByteArray> {
        hasRun = true;
        return QByteArray("{}");
    });
    QCOMPARE(jobs.cancel(waiting.id)->state, JobState::Running);
    mayEnd.release(2);
    QCOMPARE(ended(jobs, waiting.id).state, JobState::Cancelled);
    QVERIFY(!hasRun);
    for (const QString &id : std::as_const(running))
        QCOMPARE(ended(jobs, id).state, JobState::Done);
}

void tst_JobService::cancel_finishedTask_changesNothing()
{
    JobService jobs(m_clock);
    const JobInfo started = jobs.start({}, {}, [](JobProgress &) { return Result<QByteArray>("{}"); });
    QCOMPARE(ended(jobs, started.id).state, JobState::Done);
    QCOMPARE(jobs.cancel(started.id)->state, JobState::Done);
}

void tst_JobService::get_unknown_isJobNotFound()
{
    JobService jobs(m_clock);
    QCOMPARE(jobs.get(QStringLiteral("none")).error().code, ErrorCode::JobNotFound);
    QCOMPARE(jobs.cancel(QStringLiteral("none")).error().code, ErrorCode::JobNotFound);
    QVERIFY(jobs.list().isEmpty());
}

void tst_JobService::start_many_keepsTheLast200()
{
    JobService jobs(m_clock);
    QString first;
    QString last;
    for (int i = 0; i < 205; ++i) {
        last = jobs.start({}, {}, [](JobProgress &) { return Result<QByteArray>("{}"); }).id;
        if (first.isEmpty())
            first = last;
        (void)ended(jobs, last);
    }
    const QList<JobInfo> kept = jobs.list();
    QCOMPARE(kept.size(), 200);
    QCOMPARE(kept.first().id, last);
    QCOMPARE(jobs.get(first).error().code, ErrorCode::JobNotFound);
}

void tst_JobService::destroy_withWaitingTasks_cancelsAndWaits()
{
    std::atomic<int> ran = 0;
    {
        JobService jobs(m_clock);
        QSemaphore begun;
        for (int i = 0; i < 10; ++i) {
            jobs.start({}, {}, [&](JobProgress &progress) -> Result<QByteArray> {
                ++ran;
                begun.release();
                while (!progress.isCancelled)
                    std::this_thread::yield();
                return fail(ErrorCode::Conflict, QStringLiteral("stopped"));
            });
        }
        begun.acquire(2);
    }
    QCOMPARE(ran.load(), 2);
}

CLOISTER_TEST(tst_JobService)
#include "tst_JobService.moc"
