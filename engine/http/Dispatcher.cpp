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
}

Dispatcher::~Dispatcher()
{
    refuseNew();
    m_pool.waitForDone();
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
    if (m_inWork.fetch_add(1) >= kMaxInWork) {
        m_inWork.fetch_sub(1);
        return refuse(ErrorCode::Overloaded, QStringLiteral("too many requests are in work"));
    }
    return QtConcurrent::run(&m_pool, [this, request, requestId] { return run(request, requestId); })
        .unwrap()
        .then([this](const Response &response) {
            m_inWork.fetch_sub(1);
            return response;
        });
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
    return answer(*match->route, *context).then([this, request, requestId](const Result<Answer> &result) {
        return finished(request, requestId, result);
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
    const auto guarded = [&route](const Context &asked) -> QFuture<Result<Answer>> {
        try {
            return route.handler(asked);
        } catch (const std::exception &exception) {
            qCCritical(lcDispatcher) << "handler of" << route.pattern << "threw:" << exception.what();
            return ready(fail(ErrorCode::Internal));
        }
    };
    if (!context.caller.isAdmin() || route.contentRead.isEmpty())
        return guarded(context);
    return recordRead(route, context)
        .then(&m_pool, [guarded, context](const Result<void> &recorded) {
            return recorded ? guarded(context) : ready(recorded.unexpected());
        })
        .unwrap();
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
    return m_engine.audit.record(context.caller.projectId, event, *nameSpace);
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
