#pragma once

#include "engine/base/Clock.h"
#include "engine/base/Result.h"
#include "engine/crypto/Keystore.h"
#include "engine/partition/ProjectFile.h"

#include <memory>

namespace cloister {

class ControlFile;

/// One data directory: keystore, control database and project files, and the LOCK that keeps other processes out. Open
/// while the object lives; the keys leave memory with it or with seal(). Any thread.
class Workspace
{
public:
    struct Created
    {
        std::unique_ptr<Workspace> workspace;
        QString recoveryCode; ///< to be shown once
    };

    /// Makes a new workspace in an empty or missing directory (mode 0700): keystore, control database, the CA and
    /// server certificate under tls/. Conflict when there is one already. `clock` outlives it.
    static Result<Created> create(const QString &directory, const crypto::UnlockSecret &secret, const Clock &clock);

    /// NotFound when there is no workspace, Unauthenticated for a wrong secret, Conflict while another process serves
    /// it, Integrity when a file is damaged; refuses modes wider than 0700 and 0600.
    static Result<std::unique_ptr<Workspace>> open(
        const QString &directory, const crypto::UnlockSecret &secret, const Clock &clock);

    ~Workspace();

    const QString &directory() const;
    const Clock &clock() const;
    crypto::Keystore &keystore();
    ControlFile &control();

    /// The open file of a project, opened when it is not; the least recently used beyond 64 are closed when idle.
    /// ProjectNotFound when there is none of that id. A damaged one fails with Integrity, the others go on.
    Result<std::shared_ptr<ProjectFile>> project(const QString &id);
    /// Makes the file of a new project and its key in the keystore.
    Result<void> createProject(const QString &id);
    /// Closes the project, destroys its key and unlinks its files.
    Result<void> removeProject(const QString &id);

private:
    struct State;
    explicit Workspace(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cloister
