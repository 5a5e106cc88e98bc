// The part of AccountService that starts and ends sessions.
#include "engine/service/AccountService.h"

#include "engine/auth/AccessLimits.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Workspace.h"

namespace cloister {

static Unexpected notSignedIn()
{
    return fail(ErrorCode::Unauthenticated, QStringLiteral("that name and passphrase do not go together"));
}

Future<Result<SignedIn>> AccountService::signIn(const Caller &stranger, const QString &name, const QString &passphrase)
{
    const auto failed = [](const Unexpected &why) { return readyFuture(Result<SignedIn>(why)); };
    const QByteArray from = auth::AccessLimits::nameOf(stranger.address);
    const auth::Allowance allowance = m_failures.take(from, m_workspace.clock().nowMs());
    if (!allowance.isAllowed) {
        Unexpected refused = fail(ErrorCode::RateLimitExceeded, QStringLiteral("too many failed sign-ins from this address"));
        refused.error.retryAfterSeconds = allowance.waitSeconds;
        return failed(refused);
    }
    const auto row = find(name);
    if (!row)
        return failed(row.unexpected());
    const bool isUsable = *row && !(*row)->account.disabled;
    const QByteArray record = isUsable ? (*row)->passphrase : QByteArray();
    return m_passphrases.verify(record, passphrase)
        .then([this, stranger, from, row = *row, failed](const Result<bool> &isRight) {
            if (!isRight)
                return failed(isRight.unexpected());
            if (!*isRight)
                return failed(notSignedIn());
            m_failures.forget(from);
            return startSession(stranger, *row);
        });
}

// In the order of the writer, so that a session never starts after what should have ended it.
Future<Result<SignedIn>> AccountService::startSession(const Caller &stranger, const tables::AccountRow &checked)
{
    Caller caller = stranger;
    caller.actor = {ActorKind::Admin, checked.account.name};
    const qint64 now = m_workspace.clock().nowMs();
    const AuditEvent event = ControlFile::eventBy(
        caller, now, QStringLiteral("session.start"), QStringLiteral("account"), checked.account.name);
    const SignedIn started{auth::Sessions::newToken(), checked.account, m_sessions.idleMs()};
    return m_workspace.control().change<SignedIn>(
        event, [this, checked, started, now](storage::WriteContext &context) -> Result<SignedIn> {
            CLOISTER_ASSIGN(const auto row, tables::AccountTable(context.connection).find(checked.account.name));
            if (!row || *row != checked)
                return notSignedIn();
            context.afterCommit([this, started, now] { m_sessions.start(started.token, started.account, now); });
            return started;
        });
}

Future<Result<void>> AccountService::signOut(const Caller &caller, const QByteArray &token)
{
    if (!m_sessions.use(token, m_workspace.clock().nowMs())) {
        return readyFuture(
            Result<void>(fail(ErrorCode::NotFound, QStringLiteral("this token is not one of a session"))));
    }
    const AuditEvent event = ControlFile::eventBy(caller, m_workspace.clock().nowMs(), QStringLiteral("session.end"),
        QStringLiteral("account"), caller.actor.id);
    return m_workspace.control().change<void>(event, [this, token](storage::WriteContext &context) -> Result<void> {
        context.afterCommit([this, token] { m_sessions.end(token); });
        return {};
    });
}

} // namespace cloister
