#include "engine/http/Dispatcher.h"

#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "engine/http/Controllers.h"
#include "engine/http/ErrorMapping.h"
#include "engine/http/ForwardedAddress.h"
#include "engine/http/RequestHead.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Engine.h"

#include <QLoggingCategory>

#include <exception>

namespace cloister::http {

Q_LOGGING_CATEGORY(lcDispatcher, "cloister.http")

static constexpr int kMaxInWork = 1024;

Dispatcher::Dispatcher(Engine &engine) :
    m_engine(engine),
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
        .then([this, context](const Result<Answer> &result) { return recordRefusal(context, result); })
        .then([this, request, requestId, isAuthenticated, allowance = context.allowance](const Result<Answer> &result) {
            Response response = finished(request, requestId, result);
            addLimitHeaders(response, allowance);
            response.isAuthenticated = isAuthenticated;
            return response;
        });
}

Future<Result<Answer>> Dispatcher::answerAdmitted(const Match &match, Context &context)
{
    if (const Result<void> admitted = admit(context, match); !admitted)
        return ready(admitted.unexpected());
    return answer(*match.route, context);
}

// Fills in the caller as soon as it is known who that is, so that a refusal names it.
Result<void> Dispatcher::admit(Context &context, const Match &match) const
{
    const Door door = match.route->door;
    CLOISTER_TRY(admitAddress(context));
    if (door == Door::SignIn)
        CLOISTER_TRY(m_engine.authenticator.checkAdminAddress(context.request.address));
    else if (door == Door::Admin || match.adminProject)
        CLOISTER_TRY(admitAdmin(context, match));
    else if (door == Door::Key)
        CLOISTER_TRY(admitKey(context, match));
    CLOISTER_ASSIGN(context.query, Query::parse(context.request.query));
    if (match.route->isList) {
        const QStringList unknown = context.query.unknown(match.route->query);
        if (!unknown.isEmpty()) {
            return fieldError(ErrorCode::InvalidParameter, unknown.first(),
                QStringLiteral("unknown query parameters: %1").arg(unknown.join(QLatin1String(", "))));
        }
    }
    return {};
}

// Keeps what is left where that is the tighter limit.
static Result<void> countedAgainst(Context &context, const std::optional<auth::Allowance> &allowance)
{
    if (!allowance)
        return {};
    if (!context.allowance || allowance->remaining < context.allowance->remaining || !allowance->isAllowed)
        context.allowance = allowance;
    if (allowance->isAllowed)
        return {};
    Unexpected refused = fail(ErrorCode::RateLimitExceeded, QStringLiteral("too many requests"));
    refused.error.retryAfterSeconds = allowance->waitSeconds;
    return refused;
}

Result<void> Dispatcher::admitAddress(Context &context) const
{
    const qint64 now = m_engine.workspace.clock().nowMs();
    return countedAgainst(context, m_engine.limits.takeForAddress(context.request.address, now));
}

// Whether whoever asks may still guess; what comes is checked only then.
static Result<void> mayStillFail(Context &context, Engine &engine)
{
    const qint64 now = engine.workspace.clock().nowMs();
    const auth::Allowance left = engine.limits.failuresLeft(context.request.address, now);
    return left.isAllowed ? Result<void>() : countedAgainst(context, left);
}

Result<Caller> Dispatcher::countingFailures(const Context &context, Result<Caller> caller) const
{
    if (!caller && caller.error().code == ErrorCode::Unauthenticated)
        m_engine.limits.noteFailure(context.request.address, m_engine.workspace.clock().nowMs());
    return caller;
}

Result<void> Dispatcher::admitAdmin(Context &context, const Match &match) const
{
    const Request &request = context.request;
    CLOISTER_TRY(m_engine.authenticator.checkAdminAddress(request.address));
    CLOISTER_TRY(mayStillFail(context, m_engine));
    CLOISTER_ASSIGN(context.caller,
        countingFailures(context,
            m_engine.authenticator.adminCaller(request.header("authorization"), request.address, context.requestId())));
    context.caller.projectId = match.adminProject.value_or(QString());
    if (!match.route->isFor(context.caller.role))
        return fail(ErrorCode::Forbidden, QStringLiteral("this account's role may not do that"));
    return {};
}

Result<void> Dispatcher::admitKey(Context &context, const Match &match) const
{
    const Request &request = context.request;
    CLOISTER_TRY(mayStillFail(context, m_engine));
    CLOISTER_ASSIGN(context.caller,
        countingFailures(context,
            m_engine.authenticator.apiCaller(request.header("authorization"), request.address, context.requestId())));
    const qint64 now = m_engine.workspace.clock().nowMs();
    CLOISTER_TRY(countedAgainst(context, m_engine.limits.takeForKey(context.caller.actor.id, now)));
    CLOISTER_TRY(m_engine.authenticator.checkAddress(context.caller));
    if (!context.caller.scopes.testFlag(match.route->scope))
        return fail(ErrorCode::Forbidden, QStringLiteral("this key may not do that"));
    return {};
}

static bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden || code == ErrorCode::IpNotAllowed
        || code == ErrorCode::RateLimitExceeded;
}

// Of those who said who they are, one event each before they are answered; of others, and of those who ask too often,
// a count that nobody waits for.
Future<Result<Answer>> Dispatcher::recordRefusal(const Context &context, const Result<Answer> &result) const
{
    if (result || !isRefusal(result.error().code))
        return ready(result);
    const Caller &caller = context.caller;
    const QString reason = QString::fromLatin1(wireError(result.error().code).code);
    if (caller.actor.kind == ActorKind::Nobody || result.error().code == ErrorCode::RateLimitExceeded) {
        m_engine.refusals.note(caller.address, reason);
        return ready(result);
    }
    AuditEvent event = ControlFile::eventBy(
        caller, m_engine.workspace.clock().nowMs(), QStringLiteral("access.refused"), {}, {});
    event.outcome = reason;
    const QString log = caller.isAdmin() ? QString() : caller.projectId;
    return m_engine.audit.record(log, event, std::nullopt).then([result](const Result<void> &recorded) {
        if (!recorded)
            qCWarning(lcDispatcher) << "a refusal was not recorded:" << recorded.error().detail;
        return result;
    });
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
    return recordRead(route, context)
        .then(&m_pool, [&route, context](const Result<void> &recorded) {
            return recorded ? route.handler(context) : ready(recorded.unexpected());
        });
}

// What the route reads, as events name it: the record of the path, or the dialogue whose messages are listed.
static void nameEntity(AuditEvent &event, const Route &route, const Context &context)
{
    if (route.door != Door::Key)
        return;
    if (!context.arguments.isEmpty()) {
        event.entityKind = QString::fromLatin1(route.pattern).section(QLatin1Char('/'), 1, 1);
        event.entity = context.arguments.first();
    } else if (const auto dialogue = context.query.text(QLatin1String("dialogueId"))) {
        event.entityKind = QStringLiteral("dialogue");
        event.entity = *dialogue;
    }
}

static Result<QString> nameSpaceOf(const Route &route, const Context &context)
{
    if (route.nameSpaceIn == NameSpaceIn::Query)
        return context.query.nameSpace();
    CLOISTER_ASSIGN(const JsonSlice body, bodyOf(context));
    return readNamespace(body);
}

// An admin who reads content is in the record before the content leaves; without the event nothing is shown.
Future<Result<void>> Dispatcher::recordRead(const Route &route, const Context &context) const
{
    const Result<QString> nameSpace = nameSpaceOf(route, context);
    if (!nameSpace)
        return readyFuture(Result<void>(nameSpace.unexpected()));
    AuditEvent event;
    event.time = m_engine.workspace.clock().nowMs();
    event.actor = context.caller.actor;
    event.address = context.caller.address.isNull() ? QString() : context.caller.address.toString();
    event.requestId = context.requestId();
    event.action = route.contentRead;
    nameEntity(event, route, context);
    if (route.door == Door::Key)
        return m_engine.audit.record(context.caller.projectId, event, *nameSpace);
    // An admin's own route names the project first, or is about the workspace; without a namespace it reads all of them.
    const bool isOne = context.query.text(QLatin1String("namespace")).has_value();
    return m_engine.audit.record(context.arguments.value(0), event, isOne ? std::optional(*nameSpace) : std::nullopt);
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
