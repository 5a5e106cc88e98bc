#pragma once

#include "engine/base/Clock.h"
#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/crypto/Keystore.h"
#include "engine/partition/ProjectFile.h"

#include <QThreadPool>

#include <memory>

namespace cloister {

namespace auth {
class CurrentRules;
}

class ControlFile;
class KeyCache;
class Lock;
class RecordKeeper;

/// One data directory: keystore, control database and project files, and the LOCK that keeps other processes out. Open
/// while the object lives; the keys leave memory with it. Any thread, but for creation and destruction.
class Workspace
{
public:
    struct Created
    {
        std::unique_ptr<Workspace> workspace;
        QString recoveryCode; ///< to be shown once
    };

    /// Makes a new workspace in an empty or missing directory (mode 0700): keystore, control database, the CA and
    /// server certificate under tls/. Conflict when there is something already; what an attempt that was cut short has
    /// left is replaced. `clock` outlives it. Takes the time of key derivation, as open() does.
    static Result<Created> create(const QString &directory, const crypto::UnlockSecret &secret, const Clock &clock,
        crypto::Argon2Cost cost = crypto::kUnlockCost);

    /// NotFound when there is no workspace, Unauthenticated for a wrong secret, Conflict while another process has it
    /// open, Integrity when a file is damaged, Forbidden when a file or directory has a mode wider than 0600 or 0700.
    /// Projects are opened when they are first used.
    static Result<std::unique_ptr<Workspace>> open(
        const QString &directory, const crypto::UnlockSecret &secret, const Clock &clock);

    /// Finishes accepted writes. Requests must have ended.
    ~Workspace();
    Workspace(const Workspace &) = delete;
    Workspace &operator=(const Workspace &) = delete;

    const QString &directory() const;
    const Clock &clock() const;
    crypto::Keystore &keystore();
    ControlFile &control();
    /// announce() it when serving begins.
    const Lock &lock() const;
    KeyCache &keyCache();
    /// Who may come from where.
    auth::CurrentRules &rules();
    RecordKeeper &keeper();
    /// The search indexes of all projects.
    const std::shared_ptr<IndexHub> &indexes() const;
    /// What API-key verifiers are made with.
    const crypto::SecretKey &apiKeyPepper() const;

    /// The open file of a project, opened when it is not; the least recently used beyond 64 are closed when idle.
    /// ProjectNotFound when there is none of that id. A damaged one fails with Integrity, the others go on.
    Result<std::shared_ptr<ProjectFile>> project(const QString &id);

    /// Signs what the workspace's log and those of the open projects hold since their newest checkpoints, and has the
    /// keystore remember it. The first error; the others are sealed all the same.
    Result<void> sealLogs(const QString &reason);

    /// Makes the key and files of a new project. To be called between marking it unfinished in the control database
    /// and listing it there.
    Result<void> createProject(const QString &id);
    /// Closes the project, destroys its key and unlinks its files. To be called once the control database has it as
    /// unfinished; may be repeated.
    Result<void> removeProject(const QString &id);

    /// Runs an administrative task of several steps on a thread that the workspace waits for when it closes. One at a
    /// time.
    template<typename T>
    Future<Result<T>> runTask(std::function<Result<T>()> task)
    {
        return runOn(taskPool(), std::move(task));
    }

private:
    struct State;
    explicit Workspace(std::unique_ptr<State> state);

    static Result<void> checkModes(const QString &directory);
    static Result<void> prepareDirectory(const QString &directory);
    static Result<std::unique_ptr<Workspace>> assemble(std::unique_ptr<State> state, bool isNew);
    Result<void> clearUnfinished();
    Result<void> compareWithCheckpoint();
    Result<void> recordOpening(const QString &action);
    QThreadPool &taskPool();

    std::unique_ptr<State> m_state;
};

} // namespace cloister
