#include "engine/base/Future.h"
#include "tests/support/Test.h"

#include <QSignalSpy>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace cloister;

class tst_Future : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void result_finishedElsewhere_isWaitedFor();
    void then_beforeAndAfterTheEnd_runsOnce();
    void then_racingTheEnd_runsOnce();
    void then_functionGivingAFuture_isFollowed();
    void then_onAPool_runsThere();
    void then_failure_goesPastIt();
    void then_throwing_fails();
    void onFailed_failure_isReplaced();
    void promise_dropped_failsAsAbandoned();
    void promise_answeredTwice_keepsTheFirst();
    void context_alive_isCalledInItsThread();
    void context_manyCalls_noneIsLost();
    void context_gone_isNotCalled();
    void context_afterTheCall_endsWhatItHolds();
    void context_threadGone_isNotCalled();
    void runOn_throwing_fails();
    void follower_held_isFreedAfterItRan();
};

void tst_Future::result_finishedElsewhere_isWaitedFor()
{
    Promise<int> promise;
    const Future<int> future = promise.future();
    QVERIFY(!future.isFinished());
    std::thread other([&] { promise.finish(7); });
    QCOMPARE(future.result(), 7);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result(), 7); // as often as one likes
    other.join();
}

void tst_Future::then_beforeAndAfterTheEnd_runsOnce()
{
    Promise<int> promise;
    int runs = 0;
    const auto count = [&](const int &value) { return ++runs, value + 1; };
    const Future<int> before = promise.future().then(count);
    QCOMPARE(runs, 0);
    promise.finish(1);
    QCOMPARE(runs, 1);
    const Future<int> after = promise.future().then(count);
    QCOMPARE(runs, 2);
    QCOMPARE(before.result() + after.result(), 4);
}

// The moment at which a QFuture runs what follows twice.
void tst_Future::then_racingTheEnd_runsOnce()
{
    QThreadPool pool;
    pool.setMaxThreadCount(2);
    constexpr int rounds = 20'000;
    std::atomic<int> runs = 0;
    int sum = 0;
    for (int n = 0; n < rounds; ++n) {
        sum += runOn(pool, [] { return 1; })
                   .then([](const int &one) { return readyFuture(one); })
                   .onFailed([](const std::exception_ptr &) { return -1; })
                   .then([&](const int &one) { return ++runs, one; })
                   .result();
    }
    QCOMPARE(sum, rounds);
    QCOMPARE(runs.load(), rounds);
}

void tst_Future::then_functionGivingAFuture_isFollowed()
{
    Promise<int> outer;
    Promise<QString> inner;
    const Future<QString> future = outer.future().then([&](const int &) { return inner.future(); });
    outer.finish(1);
    QVERIFY(!future.isFinished());
    inner.finish(QStringLiteral("there"));
    QCOMPARE(future.result(), QStringLiteral("there"));
}

void tst_Future::then_onAPool_runsThere()
{
    QThreadPool pool;
    const auto current = [](const int &) { return QThread::currentThread(); };
    QVERIFY(readyFuture(1).then(&pool, current).result() != thread());
    QCOMPARE(readyFuture(1).then(current).result(), thread());
}

void tst_Future::then_failure_goesPastIt()
{
    Promise<int> promise;
    int runs = 0;
    const Future<int> future = promise.future().then([&](const int &value) { return ++runs, value; });
    promise.fail(std::make_exception_ptr(std::runtime_error("lost")));
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, future.result());
    QCOMPARE(runs, 0);
}

void tst_Future::then_throwing_fails()
{
    const auto throwing = [](const int &) -> int { throw std::runtime_error("no"); };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, readyFuture(1).then(throwing).result());
    const auto throwingFuture = [](const int &) -> Future<int> { throw std::runtime_error("no"); };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, readyFuture(1).then(throwingFuture).result());
}

void tst_Future::onFailed_failure_isReplaced()
{
    Promise<int> promise;
    const Future<int> future = promise.future().onFailed([](const std::exception_ptr &) { return 9; });
    promise.fail(std::make_exception_ptr(std::runtime_error("lost")));
    QCOMPARE(future.result(), 9);
    QCOMPARE(readyFuture(3).onFailed([](const std::exception_ptr &) { return 9; }).result(), 3);
}

void tst_Future::promise_dropped_failsAsAbandoned()
{
    auto promise = std::make_unique<Promise<int>>();
    const Future<int> future = promise->future().then([](const int &value) { return value; });
    promise.reset();
    QVERIFY_THROWS_EXCEPTION(Abandoned, future.result());
}

void tst_Future::promise_answeredTwice_keepsTheFirst()
{
    const Promise<int> promise;
    promise.finish(1);
    promise.finish(2);
    promise.fail(std::make_exception_ptr(std::runtime_error("late")));
    QCOMPARE(promise.future().result(), 1);
}

void tst_Future::context_alive_isCalledInItsThread()
{
    QThreadPool pool;
    QObject context;
    QThread *called = nullptr;
    int value = 0;
    runOn(pool, [] { return 5; }).then(&context, [&](const int &given) {
        called = QThread::currentThread();
        value = given;
    });
    QTRY_COMPARE(value, 5);
    QCOMPARE(called, thread());
}

// However the loop is turned: what is to be deleted later must not go before the call.
void tst_Future::context_manyCalls_noneIsLost()
{
    QThreadPool pool;
    constexpr int rounds = 5000;
    int calls = 0;
    for (int n = 0; n < rounds; ++n) {
        runOn(pool, [] { return 1; }).then(this, [&](const int &one) { calls += one; });
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QTRY_COMPARE(calls, rounds);
}

void tst_Future::context_gone_isNotCalled()
{
    Promise<int> promise;
    int runs = 0;
    auto context = std::make_unique<QObject>();
    promise.future().then(context.get(), [&](const int &) { ++runs; });
    std::thread([&] { promise.finish(1); }).join(); // on its way already
    context.reset();
    bool isLater = false;
    QMetaObject::invokeMethod(this, [&] { isLater = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(isLater);
    QCOMPARE(runs, 0);
}

namespace {
/// Counts in which thread it ended.
class Ending
{
public:
    Ending(const QThread *home, std::atomic<int> &here, std::atomic<int> &elsewhere) :
        m_home(home), m_here(here), m_elsewhere(elsewhere)
    {
    }
    ~Ending() { ++(QThread::currentThread() == m_home ? m_here : m_elsewhere); }

private:
    const QThread *m_home;
    std::atomic<int> &m_here;
    std::atomic<int> &m_elsewhere;
};
} // namespace

// What a call holds may belong to its thread alone.
void tst_Future::context_afterTheCall_endsWhatItHolds()
{
    QThreadPool pool;
    constexpr int rounds = 2000;
    std::atomic<int> here = 0;
    std::atomic<int> elsewhere = 0;
    for (int n = 0; n < rounds; ++n) {
        runOn(pool, [] { return 1; }).then(this, [held = std::make_shared<Ending>(thread(), here, elsewhere)](const int &) {});
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(here + elsewhere, rounds);
    QCOMPARE(elsewhere.load(), 0);
}

void tst_Future::context_threadGone_isNotCalled()
{
    Promise<int> waited;
    Promise<int> posted;
    QObject *const context = this;
    std::atomic<int> runs = 0;
    std::thread([&] {
        waited.future().then(context, [&](const int &) { ++runs; });
        posted.future().then(context, [&](const int &) { ++runs; });
        posted.finish(1);
    }).join();
    waited.finish(1);
    QCoreApplication::processEvents();
    QCOMPARE(runs.load(), 0);
}

void tst_Future::runOn_throwing_fails()
{
    QThreadPool pool;
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, runOn(pool, []() -> int { throw std::runtime_error("no"); }).result());
    QCOMPARE(runOn(pool, [&] { return readyFuture(4); }).result(), 4);
}

// What a follower holds must not live as long as somebody keeps the future.
void tst_Future::follower_held_isFreedAfterItRan()
{
    Promise<int> promise;
    const Future<int> kept = promise.future();
    auto held = std::make_shared<int>(1);
    const Future<int> followed = kept.then([held](const int &value) { return value + *held; });
    promise.finish(1);
    QCOMPARE(followed.result(), 2);
    QCOMPARE(held.use_count(), 1L);
}

CLOISTER_TEST(tst_Future)
#include "tst_Future.moc"
