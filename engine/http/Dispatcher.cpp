#include "engine/http/Dispatcher.h"

#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "engine/http/Controllers.h"
#include "engine/http/ErrorMapping.h"
#include "engine/service/Engine.h"

#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <exception>

namespace cloister::http {

Q_LOGGING_CATEGORY(lcDispatcher, "cloister.http")

static constexpr int kMaxInWork = 1024;

Dispatcher::Dispatcher(Engine &engine) :
    m_engine(engine)
{
    addSystemRoutes(m_routes, engine);
    addDialogueRoutes(m_routes, engine);
    addMessageRoutes(m_routes, engine);
    addMemoryRoutes(m_routes, engine);
    addProjectRoutes(m_routes, engine);
    addAdminRoutes(m_routes, engine);
    addRecordRoutes(m_routes, engine);
    addLifecycleRoutes(m_routes, engine);
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

QFuture<Response> Dispatcher::handle(const Request &request)
{
    SystemRandom random;
    const QString requestId = nextUlid({}, m_engine.workspace.clock().nowMs(), random);
    const auto refuse = [&](ErrorCode code, const QString &text) {
        const Error error{code, text, {}};
        return QtFuture::makeReadyFuture(errorResponse(error, requestId, m_engine.workspace.clock().nowMs()));
    };
    if (m_isStopping)
        return refuse(ErrorCode::ShuttingDown, QStringLiteral("the service is stopping"));
    if (!enter())
        return refuse(ErrorCode::Overloaded, QStringLiteral("too many requests are in work"));
    return QtConcurrent::run(&m_pool, [this, request, requestId] { return run(request, requestId); })
        .unwrap()
        .onFailed([this, requestId](const std::exception &exception) { return failed(requestId, exception.what()); })
        .onFailed([this, requestId] { return failed(requestId, "of an unknown kind"); })
        .then([this](const Response &response) {
            leave();
            return response;
        });
}

Response Dispatcher::failed(const QString &requestId, const char *what) const
{
    qCCritical(lcDispatcher).noquote() << requestId << "an exception left a handler:" << what;
    return errorResponse(Error{ErrorCode::Internal, {}, {}}, requestId, m_engine.workspace.clock().nowMs());
}

QFuture<Response> Dispatcher::run(const Request &request, const QString &requestId)
{
    if (request.method == Method::Options) {
        const QByteArray allowed = m_routes.allowed(request.path);
        if (!allowed.isEmpty()) {
            Response response = finished(request, requestId, Answer{"{}"});
            response.setHeader("Allow", allowed);
            return QtFuture::makeReadyFuture(response);
        }
    }
    const Result<Match> match = m_routes.find(request.method, request.path);
    if (!match)
        return QtFuture::makeReadyFuture(finished(request, requestId, match.unexpected()));
    const Result<Context> context = admit(request, requestId, *match);
    if (!context)
        return QtFuture::makeReadyFuture(finished(request, requestId, context.unexpected()));
    const bool isAuthenticated = match->route->door != Door::Open;
    return answer(*match->route, *context)
        .then([this, request, requestId, isAuthenticated](const Result<Answer> &result) {
            Response response = finished(request, requestId, result);
            response.isAuthenticated = isAuthenticated;
            return response;
        });
}

Result<Context> Dispatcher::admit(const Request &request, const QString &requestId, const Match &match) const
{
    Context context;
    context.request = request;
    context.arguments = match.arguments;
    const bool isAdmin = match.route->door == Door::Admin || match.adminProject;
    const QByteArray authorization = request.header("authorization");
    if (isAdmin) {
        CLOISTER_ASSIGN(context.caller, m_engine.authenticator.adminCaller(authorization, request.address, requestId));
        context.caller.projectId = match.adminProject.value_or(QString());
    } else if (match.route->door == Door::Key) {
        CLOISTER_ASSIGN(context.caller, m_engine.authenticator.apiCaller(authorization, request.address, requestId));
        if (!context.caller.scopes.testFlag(match.route->scope))
            return fail(ErrorCode::Forbidden, QStringLiteral("this key may not do that"));
    } else {
        context.caller.requestId = requestId;
        context.caller.address = request.address;
    }
    CLOISTER_ASSIGN(context.query, Query::parse(request.query));
    if (match.route->isList) {
        const QStringList unknown = context.query.unknown(match.route->query);
        if (!unknown.isEmpty()) {
            return fieldError(ErrorCode::InvalidParameter, unknown.first(),
                QStringLiteral("unknown query parameters: %1").arg(unknown.join(QLatin1String(", "))));
        }
    }
    return context;
}

QFuture<Result<Answer>> Dispatcher::answer(const Route &route, const Context &context)
{
    if (!context.caller.isAdmin() || route.contentRead.isEmpty())
        return route.handler(context);
    return recordRead(route, context)
        .then(&m_pool, [&route, context](const Result<void> &recorded) {
            return recorded ? route.handler(context) : ready(recorded.unexpected());
        })
        .unwrap();
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

// An admin who reads content is in the record before the content leaves; without the event nothing is shown.
QFuture<Result<void>> Dispatcher::recordRead(const Route &route, const Context &context) const
{
    const Result<QString> nameSpace = context.query.nameSpace();
    if (!nameSpace)
        return QtFuture::makeReadyFuture(Result<void>(nameSpace.unexpected()));
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
