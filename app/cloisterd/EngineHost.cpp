#include "app/cloisterd/EngineHost.h"

#include "app/cloisterd/Unlock.h"

#include <QFileInfo>

namespace cloister::cli {

static Unexpected busy(qint64 pid)
{
    const QString who = pid > 0 ? QStringLiteral("another process (pid %1)").arg(pid) : QStringLiteral("another process");
    return fail(ErrorCode::Overloaded,
        who + QStringLiteral(" is using the workspace; try again when it is done"));
}

Result<std::optional<ServedWorkspace>> servedWorkspace(const QString &directory)
{
    if (!QFileInfo::exists(directory + QLatin1String("/keystore"))) {
        return fail(ErrorCode::NotFound,
            QStringLiteral("there is no workspace in %1; make one with: cloisterd init --workspace %1").arg(directory));
    }
    CLOISTER_ASSIGN(std::optional<ServedWorkspace> served, Lock::read(directory));
    if (served && served->url.isEmpty())
        return busy(served->pid);
    return served;
}

Result<std::unique_ptr<EngineHost>> EngineHost::open(const Arguments &arguments)
{
    const QString directory = workspaceDirectory(arguments);
    CLOISTER_ASSIGN(const std::vector<crypto::UnlockSecret> secrets, unlockSecrets(arguments));
    return open(directory, secrets);
}

Result<std::unique_ptr<EngineHost>> EngineHost::open(const QString &directory,
    const std::vector<crypto::UnlockSecret> &secrets, const std::shared_ptr<Lock> &held)
{
    auto clock = std::make_unique<SystemClock>();
    Result<std::unique_ptr<Workspace>> workspace = fail(ErrorCode::Unauthenticated);
    for (const crypto::UnlockSecret &secret : secrets) {
        workspace = Workspace::open(directory, secret, *clock, held);
        if (workspace || workspace.error().code != ErrorCode::Unauthenticated)
            break;
    }
    if (workspace)
        return around(std::move(clock), std::move(workspace).value());
    if (workspace.error().code == ErrorCode::Unauthenticated) {
        return fail(ErrorCode::Unauthenticated,
            QStringLiteral("that does not unlock the workspace in %1; nothing was changed").arg(directory));
    }
    // Another process may have taken the workspace since it was looked at.
    if (const auto holder = Lock::read(directory); !held && holder && *holder)
        return busy((*holder)->pid);
    return workspace.unexpected();
}

std::unique_ptr<EngineHost> EngineHost::around(std::unique_ptr<SystemClock> clock, std::unique_ptr<Workspace> workspace)
{
    return std::unique_ptr<EngineHost>(new EngineHost(std::move(clock), std::move(workspace)));
}

EngineHost::EngineHost(std::unique_ptr<SystemClock> clock, std::unique_ptr<Workspace> workspace) :
    m_clock(std::move(clock)),
    m_workspace(std::move(workspace)),
    m_engine(*m_workspace),
    m_dispatcher(m_engine)
{
}

} // namespace cloister::cli
