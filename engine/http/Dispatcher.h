#pragma once

#include "engine/base/Clock.h"
#include "engine/base/Future.h"
#include "engine/http/Admission.h"
#include "engine/http/Metrics.h"
#include "engine/http/TransportHooks.h"

#include <QThreadPool>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace cloister {
class Engine;
}

namespace cloister::http {

/// The one function that every door leads to: a request as a value in, the future of an answer out. It finds the route,
/// lets the caller be authenticated, checks permission, records what an admin reads, runs the handler on its own
/// pool and turns errors into the protocol's. Needs no socket. Any thread.
class Dispatcher
{
public:
    /// `engine` outlives the dispatcher. Registers every route of the program.
    explicit Dispatcher(Engine &engine);
    /// Waits for what was accepted.
    ~Dispatcher();

    /// Never fails: whatever goes wrong is an answer. Beyond 1,024 requests in work it answers 503 OVERLOADED.
    Future<Response> handle(const Request &request);

    /// From now on everything but what is in work is answered 503 SHUTTING_DOWN.
    void refuseNew() { m_isStopping = true; }

    /// What POST /admin/v1/seal calls once its event is written; it must not wait for requests. Before serving begins.
    void setSealer(std::function<void()> sealer) { m_sealer = std::move(sealer); }

    const RouteTable &routes() const { return m_routes; }
    Metrics &metrics() { return m_metrics; }

    /// What the transports of this dispatcher need: they end before it.
    TransportHooks hooks();

private:
    Future<Response> run(Request request, const QString &requestId);
    Future<Result<Answer>> answerAdmitted(const Match &match, Context &context);
    Future<Result<Answer>> answer(const Route &route, const Context &context);
    Response finished(const Request &request, const QString &requestId, const Result<Answer> &result) const;
    Response failed(const QString &requestId, const std::exception_ptr &failure) const;
    bool enter();
    void leave();

    void measure(RequestTrace trace, const Request &request, std::chrono::steady_clock::time_point began, int status);

    Engine &m_engine;
    const Admission m_admission;
    Metrics m_metrics;
    std::function<void()> m_sealer;
    RouteTable m_routes;
    QThreadPool m_pool;
    std::atomic<bool> m_isStopping = false;
    std::mutex m_mutex; ///< guards m_inWork
    std::condition_variable m_left;
    int m_inWork = 0;
};

} // namespace cloister::http
