#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecureBytes.h"

#include <QString>

#include <memory>
#include <optional>

namespace cloister {

/// How to reach the process that serves a workspace.
struct ServedWorkspace
{
    qint64 pid = 0;
    QString url;    ///< empty while the process serves nothing
    QString caFile; ///< the CA that its certificate comes from
    crypto::SecureBytes adminToken; ///< empty while the process serves nothing
};

/// The file LOCK of a workspace: keeps other processes out through a lock on the open file, which ends with its process
/// however that ends, and tells those who may read the file (mode 0600) how to reach the process. Owned by Workspace;
/// any thread.
class Lock
{
public:
    /// Takes the lock. Conflict naming the process that holds it, Forbidden when the file's mode is wider than 0600.
    static Result<std::unique_ptr<Lock>> take(const QString &directory);

    /// Who serves the workspace; nullopt when no live process has it open. Takes no lock.
    static Result<std::optional<ServedWorkspace>> read(const QString &directory);

    /// Empties the file and lets go.
    ~Lock();
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

    /// Writes where this process serves, with its token.
    Result<void> announce(const QString &url, const QString &caFile) const;

    /// 256 bits in base64url, new with each lock: whoever can read the file may act as admin on this machine.
    QByteArrayView adminToken() const { return m_token.view(); }

private:
    explicit Lock(int descriptor);
    Result<void> write(QByteArrayView text) const;

    int m_descriptor;
    crypto::SecureBytes m_token;
};

} // namespace cloister
