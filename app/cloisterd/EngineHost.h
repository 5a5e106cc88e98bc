#pragma once

#include "app/cloisterd/Arguments.h"
#include "engine/base/Clock.h"
#include "engine/crypto/UnlockSecret.h"
#include "engine/http/Dispatcher.h"
#include "engine/service/Engine.h"
#include "engine/service/Lock.h"

#include <memory>
#include <optional>
#include <vector>

namespace cloister::cli {

/// Who serves the workspace at `directory`; nullopt when nobody has it open. NotFound when there is none, Overloaded
/// when another process has it open without serving it.
Result<std::optional<ServedWorkspace>> servedWorkspace(const QString &directory);

/// A workspace opened in this process, with the dispatcher that answers for it.
class EngineHost
{
public:
    /// Opens the workspace that nobody else has open, with whatever unlockSecrets() gives. Unauthenticated when it
    /// cannot be unlocked, Overloaded while another process has it open; else as Workspace::open().
    static Result<std::unique_ptr<EngineHost>> open(const Arguments &arguments);
    /// The same with the first of these secrets that opens it; `held` as Workspace::open() takes it.
    static Result<std::unique_ptr<EngineHost>> open(const QString &directory,
        const std::vector<crypto::UnlockSecret> &secrets, const std::shared_ptr<Lock> &held = nullptr);
    /// A workspace that is open already; `clock` is the one it was opened with.
    static std::unique_ptr<EngineHost> around(std::unique_ptr<SystemClock> clock, std::unique_ptr<Workspace> workspace);

    /// Finishes what the dispatcher accepted, then closes the workspace.
    ~EngineHost() = default;

    Workspace &workspace() { return *m_workspace; }
    Engine &engine() { return m_engine; }
    http::Dispatcher &dispatcher() { return m_dispatcher; }
    SearchModel searchModel() const { return m_engine.search.model(); }

private:
    EngineHost(std::unique_ptr<SystemClock> clock, std::unique_ptr<Workspace> workspace);

    std::unique_ptr<SystemClock> m_clock;
    std::unique_ptr<Workspace> m_workspace;
    Engine m_engine;
    http::Dispatcher m_dispatcher;
};

} // namespace cloister::cli
