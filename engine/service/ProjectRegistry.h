#pragma once

#include "engine/base/Clock.h"
#include "engine/crypto/Keystore.h"
#include "engine/partition/ProjectFile.h"
#include "engine/model/Project.h"
#include "engine/service/ControlFile.h"
#include "engine/service/RecordKeeper.h"

#include <QHash>

#include <atomic>
#include <memory>
#include <mutex>

namespace cloister {

/// The open project files of a workspace: opened when first asked for, the least recently used beyond a limit closed
/// when nobody holds them. A file is opened and closed under its own lock, so there is never more than one object on it and
/// opening one does not hold up the others. Owned by Workspace; any thread.
class ProjectRegistry
{
public:
    /// All outlive it. At most `openFiles` stay open that nobody holds.
    ProjectRegistry(const QString &workspaceDirectory, crypto::Keystore &keystore, ControlFile &control,
        RecordKeeper &keeper, const Clock &clock, std::shared_ptr<IndexHub> indexes, int openFiles = 64);
    /// Nobody may call any more, nor submit writes to the projects. Finishes the writes that were accepted.
    ~ProjectRegistry();

    /// ProjectNotFound when the control database lists none of that id, Integrity when the file or key is damaged or
    /// missing.
    Result<std::shared_ptr<ProjectFile>> open(const QString &id);
    /// Makes the key and files of a project that the control database does not list yet.
    Result<void> create(const QString &id);
    /// Finishes accepted writes, closes the project, destroys its key and unlinks its files. What is gone already is
    /// passed over, so a removal that was cut short can be done again.
    Result<void> remove(const QString &id);

    /// Those that are open just now.
    QList<std::shared_ptr<ProjectFile>> openFiles();

private:
    struct Slot
    {
        std::mutex mutex; ///< guards `file`; taken before the registry's, never after it
        std::shared_ptr<ProjectFile> file;
        quint64 lastUse = 0; ///< guarded by the registry's m_mutex
    };

    enum class Missing { LeaveOut, Make };
    /// Null when there is none and it is not to be made.
    std::shared_ptr<Slot> slotOf(const QString &id, Missing missing);
    Result<Project> listed(const QString &id) const;
    Result<std::shared_ptr<ProjectFile>> openFile(const Project &project, const crypto::SecretKey &key) const;
    Result<void> compareWithCheckpoint(ProjectFile &file) const;
    /// Forgets the project; its file if that is open.
    std::shared_ptr<ProjectFile> takeOut(const QString &id);
    void closeUnused();

    const QString m_directory;
    crypto::Keystore &m_keystore;
    ControlFile &m_control;
    RecordKeeper &m_keeper;
    const Clock &m_clock;
    const std::shared_ptr<IndexHub> m_indexes;
    const int m_limit;
    std::mutex m_mutex; ///< guards the members below; never held while a file opens or closes
    QHash<QString, std::shared_ptr<Slot>> m_slots;
    quint64 m_uses = 0;
    std::atomic<int> m_openFiles = 0;
};

} // namespace cloister
