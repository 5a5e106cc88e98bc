#pragma once

#include "app/cloisterd/EngineHost.h"
#include "engine/client/ApiClient.h"

namespace cloister::cli {

/// A command's way to its workspace: through the service that serves it, or, when none does, opened in this process.
/// Both answer the same calls.
class Session
{
public:
    /// As servedWorkspace() and EngineHost::open().
    static Result<std::unique_ptr<Session>> open(const Arguments &arguments);

    client::ApiClient &api() { return *m_api; }
    /// Whether the workspace is open in this process alone: what is made in the background ends with the command.
    bool isOffline() const { return m_host != nullptr; }

    /// NotFound, naming it, when `--namespace` is given and the project of `--project` has no such namespace.
    Result<void> checkNamespace(const Arguments &arguments);

private:
    Session() = default;

    std::unique_ptr<EngineHost> m_host; ///< null when another process serves
    std::unique_ptr<client::Transport> m_transport;
    std::unique_ptr<client::ApiClient> m_api;
};

/// Ends a command that went well: prints the JSON as it came when that was asked for, else the text.
Result<ExitCode> done(const Arguments &arguments, const QByteArray &json, const QString &text);

} // namespace cloister::cli
