#pragma once

#include "engine/base/Mailbox.h"

#include <QObject>
#include <QPointer>
#include <QRunnable>
#include <QThreadPool>

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace cloister {

// QFuture has the same shape, but what follows a QFuture of Qt 6.4 may run twice: QFutureInterfaceBase::setContinuation()
// runs a continuation at once when the future has just finished and keeps it too, and the thread that finishes it may then
// find and run it again. The second run uses a promise that has gone, and the process ends. Here a follower runs once.

template<typename T>
class Promise;

/// What a future fails with when its promise went away without an answer.
class Abandoned final : public std::exception
{
public:
    const char *what() const noexcept override { return "the work was given up"; }
};

/// What a future and its promise share. Any thread.
template<typename T>
class FutureState
{
public:
    using Follower = std::function<void(const std::shared_ptr<const FutureState> &)>;

    /// Of several calls the first counts. Followers run here, in this thread.
    static void finish(const std::shared_ptr<FutureState> &state, std::optional<T> value, std::exception_ptr failure)
    {
        std::vector<Follower> followers;
        {
            const std::lock_guard lock(state->m_mutex);
            if (state->m_isFinished)
                return;
            state->m_value = std::move(value);
            state->m_failure = std::move(failure);
            state->m_isFinished = true;
            followers.swap(state->m_followers);
        }
        state->m_done.notify_all();
        for (const Follower &follower : followers)
            follower(state);
    }

    /// Runs `follower` once: when this is finished by whoever finishes it, or at once if it is.
    static void follow(const std::shared_ptr<FutureState> &state, Follower follower)
    {
        {
            const std::lock_guard lock(state->m_mutex);
            if (!state->m_isFinished) {
                state->m_followers.push_back(std::move(follower));
                return;
            }
        }
        follower(state);
    }

    bool isFinished() const
    {
        const std::lock_guard lock(m_mutex);
        return m_isFinished;
    }
    void wait() const
    {
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return m_isFinished; });
    }

    // Once finished.
    const std::optional<T> &value() const { return m_value; }
    const std::exception_ptr &failure() const { return m_failure; }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_done;
    bool m_isFinished = false;
    std::optional<T> m_value;
    std::exception_ptr m_failure;
    std::vector<Follower> m_followers;
};

template<typename T>
class Future;

/// T of a Future<T>, and any other type as it is: a function that gives a future is followed by what that future gives.
template<typename T>
struct Unwrapped
{
    using Type = T;
    static constexpr bool isFuture = false;
};
template<typename T>
struct Unwrapped<Future<T>>
{
    using Type = T;
    static constexpr bool isFuture = true;
};
template<typename Function, typename... Arguments>
using FutureOf = Future<typename Unwrapped<std::invoke_result_t<Function, Arguments...>>::Type>;

/// A value that will be there later, or an exception in its place. Copies share it. Any thread.
template<typename T>
class Future
{
public:
    bool isFinished() const { return m_state->isFinished(); }
    void waitForFinished() const { m_state->wait(); }
    /// Waits, then gives the value or throws what stands in its place.
    T result() const
    {
        m_state->wait();
        if (m_state->failure())
            std::rethrow_exception(m_state->failure());
        return *m_state->value();
    }

    /// What `function(value)` gives, whether a value or a future of one. It runs in the thread that finishes this future, or
    /// at once in the calling one; a failure goes past it to the future that is returned.
    template<typename Function>
    FutureOf<Function, const T &> then(Function function) const
    {
        return attach(std::move(function), [](auto run) { run(); });
    }
    /// The same on a thread of `pool`, which must outlive this future.
    template<typename Function>
    FutureOf<Function, const T &> then(QThreadPool *pool, Function function) const
    {
        return attach(std::move(function), [pool](auto run) { pool->start(QRunnable::create(std::move(run))); });
    }
    /// Calls `function(value)` from the event loop of the calling thread, which must be that of `context`; never once
    /// `context` has gone, nor after a failure.
    template<typename Function>
    void then(QObject *context, Function function) const;

    /// The same value, or what `function(failure)` gives in place of a failure.
    template<typename Function>
    Future<T> onFailed(Function function) const;

private:
    friend class Promise<T>;
    template<typename>
    friend class Future;
    template<typename U, typename Function>
    friend void settle(const std::shared_ptr<Promise<U>> &promise, Function &&function);

    explicit Future(std::shared_ptr<FutureState<T>> state) : m_state(std::move(state)) {}

    template<typename Function, typename Start>
    FutureOf<Function, const T &> attach(Function function, Start start) const;

    std::shared_ptr<FutureState<T>> m_state;
};

/// The end of a future where it is answered. One that goes away unanswered fails its future with Abandoned. Any thread.
template<typename T>
class Promise
{
public:
    Promise() : m_state(std::make_shared<FutureState<T>>()) {}
    ~Promise()
    {
        if (m_state)
            fail(std::make_exception_ptr(Abandoned()));
    }
    Promise(Promise &&) noexcept = default;
    Promise &operator=(Promise &&) = delete;

    Future<T> future() const { return Future<T>(m_state); }
    /// Of finish() and fail() the first counts. What follows the future runs in here.
    void finish(T value) const { FutureState<T>::finish(m_state, std::move(value), nullptr); }
    void fail(std::exception_ptr failure) const { FutureState<T>::finish(m_state, std::nullopt, std::move(failure)); }

private:
    std::shared_ptr<FutureState<T>> m_state;
};

/// Answers `promise` with what `function()` gives or throws, now or when the future that it gives is done.
template<typename U, typename Function>
void settle(const std::shared_ptr<Promise<U>> &promise, Function &&function)
{
    try {
        if constexpr (Unwrapped<std::invoke_result_t<Function>>::isFuture) {
            FutureState<U>::follow(function().m_state, [promise](const std::shared_ptr<const FutureState<U>> &inner) {
                if (inner->failure())
                    promise->fail(inner->failure());
                else
                    promise->finish(*inner->value());
            });
        } else {
            promise->finish(function());
        }
    } catch (...) {
        promise->fail(std::current_exception());
    }
}

template<typename T>
template<typename Function, typename Start>
FutureOf<Function, const T &> Future<T>::attach(Function function, Start start) const
{
    using Given = typename Unwrapped<std::invoke_result_t<Function, const T &>>::Type;
    auto promise = std::make_shared<Promise<Given>>();
    const auto future = promise->future();
    FutureState<T>::follow(m_state,
        [promise, function = std::move(function), start = std::move(start)](const std::shared_ptr<const FutureState<T>> &state) mutable {
            if (state->failure()) {
                promise->fail(state->failure());
                return;
            }
            start([promise = std::move(promise), function = std::move(function), state]() mutable {
                settle(promise, [&] { return function(*state->value()); });
            });
        });
    return future;
}

template<typename T>
template<typename Function>
void Future<T>::then(QObject *context, Function function) const
{
    // The context may go at any time, and only its own thread can tell.
    FutureState<T>::follow(m_state,
        [mailbox = Mailbox::ofThisThread(), guard = QPointer<QObject>(context), function = std::move(function)](
            const std::shared_ptr<const FutureState<T>> &state) mutable {
            mailbox->post([guard = std::move(guard), function = std::move(function), state]() mutable {
                if (guard && state->value())
                    function(*state->value());
            });
        });
}

template<typename T>
template<typename Function>
Future<T> Future<T>::onFailed(Function function) const
{
    auto promise = std::make_shared<Promise<T>>();
    const auto future = promise->future();
    FutureState<T>::follow(m_state,
        [promise, function = std::move(function)](const std::shared_ptr<const FutureState<T>> &state) mutable {
            if (state->failure())
                settle(promise, [&] { return function(state->failure()); });
            else
                promise->finish(*state->value());
        });
    return future;
}

/// A future that is done.
template<typename T>
Future<T> readyFuture(T value)
{
    const Promise<T> promise;
    promise.finish(std::move(value));
    return promise.future();
}

/// What `function()` gives on a thread of `pool`.
template<typename Function>
FutureOf<Function> runOn(QThreadPool &pool, Function function)
{
    auto promise = std::make_shared<Promise<typename Unwrapped<std::invoke_result_t<Function>>::Type>>();
    const auto future = promise->future();
    pool.start(QRunnable::create(
        [promise = std::move(promise), function = std::move(function)]() mutable { settle(promise, function); }));
    return future;
}

} // namespace cloister
