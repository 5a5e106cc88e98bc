#include "engine/http/Admission.h"

#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"
#include "engine/http/ErrorMapping.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Engine.h"

#include <QLoggingCategory>

namespace cloister::http {

Q_LOGGING_CATEGORY(lcAdmission, "cloister.http")

// What the query says where the body decides would be lost, and the data pooled in the default namespace.
static Result<void> checkPlace(const Route &route, const Query &query)
{
    const std::optional<QString> nameSpace = query.text(QLatin1String("namespace"));
    if (route.nameSpaceIn == NameSpaceIn::Query || !nameSpace)
        return {};
    return fieldError(ErrorCode::InvalidParameter, QStringLiteral("namespace"),
        QStringLiteral("namespace goes in the body of this request, not in its query"), *nameSpace);
}

Result<void> Admission::admit(Context &context, const Match &match) const
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
    return checkPlace(*match.route, context.query);
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

Result<void> Admission::admitAddress(Context &context) const
{
    const qint64 now = m_engine.workspace.clock().nowMs();
    return countedAgainst(context, m_engine.limits.takeForAddress(context.request.address, now));
}

// Whether whoever asks may still guess; what comes is checked only then.
Result<void> Admission::mayStillFail(Context &context) const
{
    const qint64 now = m_engine.workspace.clock().nowMs();
    const auth::Allowance left = m_engine.limits.failuresLeft(context.request.address, now);
    return left.isAllowed ? Result<void>() : countedAgainst(context, left);
}

Result<Caller> Admission::countingFailures(const Context &context, Result<Caller> caller) const
{
    if (!caller && caller.error().code == ErrorCode::Unauthenticated)
        m_engine.limits.noteFailure(context.request.address, m_engine.workspace.clock().nowMs());
    return caller;
}

Result<void> Admission::admitAdmin(Context &context, const Match &match) const
{
    const Request &request = context.request;
    CLOISTER_TRY(m_engine.authenticator.checkAdminAddress(request.address));
    CLOISTER_TRY(mayStillFail(context));
    CLOISTER_ASSIGN(context.caller,
        countingFailures(context,
            m_engine.authenticator.adminCaller(request.header("authorization"), request.address, context.requestId())));
    context.caller.projectId = match.adminProject.value_or(QString());
    if (!match.route->isFor(context.caller.role))
        return fail(ErrorCode::Forbidden, QStringLiteral("this account's role may not do that"));
    return {};
}

Result<void> Admission::admitKey(Context &context, const Match &match) const
{
    const Request &request = context.request;
    CLOISTER_TRY(mayStillFail(context));
    CLOISTER_ASSIGN(context.caller,
        countingFailures(context,
            m_engine.authenticator.apiCaller(request.header("authorization"), request.address, context.requestId())));
    const qint64 now = m_engine.workspace.clock().nowMs();
    CLOISTER_TRY(countedAgainst(context, m_engine.limits.takeForKey(context.caller.actor.id, now)));
    CLOISTER_TRY(m_engine.authenticator.checkAddress(context.caller));
    if (!context.caller.scopes.testFlag(match.route->scope)) {
        return fail(ErrorCode::Forbidden,
            QStringLiteral("this key may not do that: it lacks the scope %1")
                .arg(scopeNames(match.route->scope).join(QLatin1Char(','))));
    }
    return {};
}

static bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden || code == ErrorCode::IpNotAllowed
        || code == ErrorCode::RateLimitExceeded;
}

Future<Result<Answer>> Admission::recordRefusal(const Context &context, const Result<Answer> &result) const
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
            qCWarning(lcAdmission) << "a refusal was not recorded:" << recorded.error().detail;
        return result;
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

Future<Result<void>> Admission::recordRead(const Route &route, const Context &context) const
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

} // namespace cloister::http
