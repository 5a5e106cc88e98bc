#include "engine/http/Dispatcher.h"

#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "engine/http/Controllers.h"
#include "engine/http/ErrorMapping.h"
#include "engine/http/ForwardedAddress.h"
#include "engine/http/RequestHead.h"
#include "engine/service/Engine.h"

#include <QLoggingCategory>

#include <exception>

namespace cloister::http {

Q_LOGGING_CATEGORY(lcDispatcher, "cloister.http")

static constexpr int kMaxInWork = 1024;

Dispatcher::Dispatcher(Engine &engine) :
    m_engine(engine),
    m_admission(engine),
    m_metrics(engine.workspace.clock())
{
    addSystemRoutes(m_routes, engine);
    addDialogueRoutes(m_routes, engine);
    addMessageRoutes(m_routes, engine);
    addMemoryRoutes(m_routes, engine);
    addSearchRoutes(m_routes, engine);
    addSummaryRoutes(m_routes, engine);
    addProjectRoutes(m_routes, engine);
    addIndexRoutes(m_routes, engine);
    addAdminRoutes(m_routes, engine);
    addRecordRoutes(m_routes, engine);
    addLifecycleRoutes(m_routes, engine);
    addAccountRoutes(m_routes, engine);
    addAllowListRoutes(m_routes, engine);
    addSettingsRoutes(m_routes, engine);
    addModelRoutes(m_routes, engine);
    addSealRoutes(m_routes, engine, m_sealer);
    addServerRoutes(m_routes, engine, m_metrics);
}

Dispatcher::~Dispatcher()
{
    refuseNew();
    std::unique_lock lock(m_mutex);
    m_left.wait(lock, [this] { return m_inWork == 0; });
}

bool Dispatcher::enter()
{
    const std::lock_guard lock(m_mutex);
    if (m_inWork >= kMaxInWork)
        return false;
    ++m_inWork;
    return true;
}

// Notifies under the lock: whoever waits for the last request may then destroy this object.
void Dispatcher::leave()
{
    const std::lock_guard lock(m_mutex);
    --m_inWork;
    m_left.notify_all();
}

Future<Response> Dispatcher::handle(const Request &request)
{
    SystemRandom random;
    const QString requestId = nextUlid({}, m_engine.workspace.clock().nowMs(), random);
    const auto refuse = [&](ErrorCode code, const QString &text) {
        const Error error{code, text, {}};
        return readyFuture(errorResponse(error, requestId, m_engine.workspace.clock().nowMs()));
    };
    if (m_isStopping)
        return refuse(ErrorCode::ShuttingDown, QStringLiteral("the service is stopping"));
    if (!enter())
        return refuse(ErrorCode::Overloaded, QStringLiteral("too many requests are in work"));
    const auto began = std::chrono::steady_clock::now();
    return runOn(m_pool, [this, request, requestId] { return run(request, requestId); })
        .onFailed([this, requestId](const std::exception_ptr &failure) { return failed(requestId, failure); })
        .then([this, request, requestId, began](const Response &response) {
            measure({.requestId = requestId}, request, began, response.status);
            leave();
            return response;
        });
}

// What administrators do is in the record; this is about the load that clients make.
void Dispatcher::measure(
    RequestTrace trace, const Request &request, std::chrono::steady_clock::time_point began, int status)
{
    if (request.path.startsWith("/admin/"))
        return;
    const Result<Match> match = m_routes.find(request.method, request.path);
    if (match && match->route->door == Door::Open)
        return;
    trace.time = m_engine.workspace.clock().nowMs();
    trace.method = methodName(request.method);
    trace.route = match ? match->route->pattern : QByteArray();
    trace.status = status;
    trace.duration = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    trace.address = request.address.isNull() ? QString() : request.address.toString();
    m_metrics.record(trace);
}

Response Dispatcher::failed(const QString &requestId, const std::exception_ptr &failure) const
{
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception &exception) {
        qCCritical(lcDispatcher).noquote() << requestId << "an exception left a handler:" << exception.what();
    } catch (...) {
        qCCritical(lcDispatcher).noquote() << requestId << "an exception of an unknown kind left a handler";
    }
    return errorResponse(Error{ErrorCode::Internal, {}, {}}, requestId, m_engine.workspace.clock().nowMs());
}

static void addLimitHeaders(Response &response, const std::optional<auth::Allowance> &allowance)
{
    if (!allowance)
        return;
    response.setHeader("RateLimit-Limit", QByteArray::number(allowance->limit));
    response.setHeader("RateLimit-Remaining", QByteArray::number(allowance->remaining));
    response.setHeader("RateLimit-Reset", QByteArray::number(allowance->resetSeconds));
}

Future<Response> Dispatcher::run(Request request, const QString &requestId)
{
    if (request.method == Method::Options) {
        const QByteArray allowed = m_routes.allowed(request.path);
        if (!allowed.isEmpty()) {
            Response response = finished(request, requestId, Answer{"{}"});
            response.setHeader("Allow", allowed);
            return readyFuture(response);
        }
    }
    const Result<QHostAddress> from = forwardedAddress(request, m_engine.workspace.rules().get()->proxies);
    if (!from)
        return readyFuture(finished(request, requestId, from.unexpected()));
    request.address = *from;
    const Result<Match> match = m_routes.find(request.method, request.path);
    if (!match)
        return readyFuture(finished(request, requestId, match.unexpected()));
    Context context;
    context.request = request;
    context.arguments = match->arguments;
    context.caller.requestId = requestId;
    context.caller.address = request.address;
    Future<Result<Answer>> answered = answerAdmitted(*match, context);
    const bool isAuthenticated = context.caller.actor.kind != ActorKind::Nobody;
    return answered
        .then([this, context](const Result<Answer> &result) { return m_admission.recordRefusal(context, result); })
        .then([this, request, requestId, isAuthenticated, allowance = context.allowance](const Result<Answer> &result) {
            Response response = finished(request, requestId, result);
            addLimitHeaders(response, allowance);
            response.isAuthenticated = isAuthenticated;
            return response;
        });
}

Future<Result<Answer>> Dispatcher::answerAdmitted(const Match &match, Context &context)
{
    if (const Result<void> admitted = m_admission.admit(context, match); !admitted)
        return ready(admitted.unexpected());
    return answer(*match.route, context);
}

static QString nameOf(Refusal refusal)
{
    switch (refusal) {
    case Refusal::NotAdmitted: return QStringLiteral("NOT_ADMITTED");
    case Refusal::TooManyConnections: return QStringLiteral("TOO_MANY_CONNECTIONS");
    case Refusal::TooManyFromAddress: return QStringLiteral("TOO_MANY_FROM_ADDRESS");
    case Refusal::TlsHandshake: return QStringLiteral("TLS_HANDSHAKE");
    case Refusal::BadRequest: return QStringLiteral("BAD_REQUEST");
    case Refusal::LimitExceeded: return QStringLiteral("LIMIT_EXCEEDED");
    case Refusal::TimedOut: return QStringLiteral("TIMED_OUT");
    case Refusal::Overloaded: return QStringLiteral("OVERLOADED");
    }
    return QStringLiteral("REFUSED");
}

TransportHooks Dispatcher::hooks()
{
    TransportHooks hooks;
    hooks.admit = [this](const QHostAddress &address) { return m_engine.workspace.rules().get()->mayConnect(address); };
    hooks.bodyLimit = [this](Method method, const QByteArray &path) { return m_routes.bodyLimit(method, path); };
    hooks.onRefused = [this](const QHostAddress &address, Refusal refusal) {
        m_engine.refusals.note(address, nameOf(refusal));
    };
    return hooks;
}

Future<Result<Answer>> Dispatcher::answer(const Route &route, const Context &context)
{
    if (!context.caller.isAdmin() || route.contentRead.isEmpty())
        return route.handler(context);
    return m_admission.recordRead(route, context)
        .then(&m_pool, [&route, context](const Result<void> &recorded) {
            return recorded ? route.handler(context) : ready(recorded.unexpected());
        });
}

Response Dispatcher::finished(const Request &request, const QString &requestId, const Result<Answer> &result) const
{
    if (!result) {
        const Error &error = result.error();
        if (wireError(error.code).status >= 500) {
            qCWarning(lcDispatcher).noquote() << requestId << wireError(error.code).code << error.detail;
        }
        Response response = errorResponse(error, requestId, m_engine.workspace.clock().nowMs());
        if (error.code == ErrorCode::MethodNotAllowed)
            response.setHeader("Allow", m_routes.allowed(request.path));
        return response;
    }
    Response response;
    response.status = result->status;
    response.body = result->body;
    if (!result->contentType.isEmpty())
        response.contentType = result->contentType;
    response.setHeader("X-Request-Id", requestId.toLatin1());
    return response;
}

} // namespace cloister::http
