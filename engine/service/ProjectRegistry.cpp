#include "engine/service/ProjectRegistry.h"

#include "engine/base/Logging.h"
#include "engine/service/PartitionMint.h"
#include "engine/storage/PrivateFile.h"
#include "engine/tables/ProjectTable.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <vector>

#include <sys/stat.h>

namespace cloister {

ProjectRegistry::ProjectRegistry(const QString &workspaceDirectory, crypto::Keystore &keystore, ControlFile &control,
    RecordKeeper &keeper, const Clock &clock, std::shared_ptr<IndexHub> indexes, int openFiles) :
    m_directory(workspaceDirectory + QLatin1String("/projects/")),
    m_keystore(keystore),
    m_control(control),
    m_keeper(keeper),
    m_clock(clock),
    m_indexes(std::move(indexes)),
    m_limit(openFiles)
{
}

ProjectRegistry::~ProjectRegistry()
{
    // A waiting write may hold the last reference but one: were the file destroyed by it, the writer thread would wait
    // for itself. Stopping first has every write gone.
    for (const std::shared_ptr<Slot> &slot : std::as_const(m_slots)) {
        if (!slot->file)
            continue;
        if (const auto sealed = slot->file->sealLog(QStringLiteral("close")); !sealed)
            qCWarning(lcService) << "no checkpoint at the end of a log:" << sealed.error().detail;
        slot->file->writer().stop();
    }
}

std::shared_ptr<ProjectRegistry::Slot> ProjectRegistry::slotOf(const QString &id, Missing missing)
{
    const std::lock_guard lock(m_mutex);
    auto found = m_slots.find(id);
    if (found == m_slots.end()) {
        if (missing == Missing::LeaveOut)
            return nullptr;
        found = m_slots.insert(id, std::make_shared<Slot>());
    }
    (*found)->lastUse = ++m_uses;
    return *found;
}

Result<std::shared_ptr<ProjectFile>> ProjectRegistry::open(const QString &id)
{
    std::shared_ptr<Slot> slot = slotOf(id, Missing::LeaveOut);
    if (!slot) {
        CLOISTER_TRY(listed(id)); // an id that nobody has gets no slot
        slot = slotOf(id, Missing::Make);
    }
    std::shared_ptr<ProjectFile> file;
    {
        const std::lock_guard lock(slot->mutex);
        if (slot->file)
            return slot->file;
        CLOISTER_ASSIGN(const Project project, listed(id)); // it may have been removed while this thread waited
        const Result<crypto::SecretKey> key = m_keystore.projectKey(id);
        if (!key)
            return fail(ErrorCode::Integrity, QStringLiteral("the keystore has no key for project %1").arg(id));
        CLOISTER_ASSIGN(file, openFile(project, *key));
        CLOISTER_TRY(compareWithCheckpoint(*file));
        if (const auto finished = PartitionMint::finishErasures(file); !finished)
            qCWarning(lcService) << "an erasure is still not finished:" << finished.error().detail;
        slot->file = file;
        ++m_openFiles;
    }
    closeUnused();
    return file;
}

Result<Project> ProjectRegistry::listed(const QString &id) const
{
    using Found = std::optional<Project>;
    CLOISTER_ASSIGN(const Found project, m_control.read<Found>([&id](storage::Connection &connection) {
        return tables::ProjectTable(connection).find(id);
    }));
    if (!project)
        return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(id));
    return *project;
}

Result<std::shared_ptr<ProjectFile>> ProjectRegistry::openFile(
    const Project &project, const crypto::SecretKey &key) const
{
    return ProjectFile::open({.directory = m_directory + project.id, .projectId = project.id, .projectKey = &key,
        .clock = &m_clock, .log = m_keeper.hooks(), .isImmutable = project.isImmutable,
        .isDeletionProtected = project.isDeletionProtected, .indexes = m_indexes});
}

// A log that lacks what was signed raises an alarm, once, in the workspace's log; the project is served all the same.
Result<void> ProjectRegistry::compareWithCheckpoint(ProjectFile &file) const
{
    QString problem;
    {
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, file.readers().lease());
        CLOISTER_ASSIGN(problem, m_keeper.problemOf(lease.connection(), file.projectId()));
    }
    if (problem.isEmpty())
        return {};
    CLOISTER_ASSIGN(const bool isNew, m_keeper.raiseAlarm(file.projectId(), problem));
    return isNew ? m_control.recordAlarm(m_clock.nowMs(), QStringLiteral("project"), file.projectId()) : Result<void>();
}

QList<std::shared_ptr<ProjectFile>> ProjectRegistry::openFiles()
{
    QList<std::shared_ptr<Slot>> all;
    {
        const std::lock_guard lock(m_mutex);
        all = m_slots.values();
    }
    QList<std::shared_ptr<ProjectFile>> files;
    for (const std::shared_ptr<Slot> &slot : std::as_const(all)) {
        const std::lock_guard lock(slot->mutex);
        if (slot->file)
            files.append(slot->file);
    }
    return files;
}

void ProjectRegistry::closeUnused()
{
    if (m_openFiles <= m_limit)
        return;
    std::vector<std::pair<quint64, std::shared_ptr<Slot>>> byUse;
    {
        const std::lock_guard lock(m_mutex);
        for (const std::shared_ptr<Slot> &slot : std::as_const(m_slots))
            byUse.emplace_back(slot->lastUse, slot);
    }
    std::sort(byUse.begin(), byUse.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const auto &[use, slot] : byUse) {
        if (m_openFiles <= m_limit)
            return;
        const std::unique_lock lock(slot->mutex, std::try_to_lock);
        // References are handed out under this lock alone: with only ours left nobody can be about to use the file.
        if (lock.owns_lock() && slot->file && slot->file.use_count() == 1) {
            if (const auto sealed = slot->file->sealLog(QStringLiteral("close")); !sealed)
                qCWarning(lcService) << "no checkpoint at the end of a log:" << sealed.error().detail;
            slot->file.reset();
            --m_openFiles;
        }
    }
}

Result<void> ProjectRegistry::create(const QString &id)
{
    CLOISTER_TRY(m_keystore.addProject(id));
    CLOISTER_ASSIGN(const crypto::SecretKey key, m_keystore.projectKey(id));
    const QString folder = m_directory.chopped(1);
    if (!QFileInfo::exists(folder) && ::mkdir(QFile::encodeName(folder).constData(), 0700) != 0)
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot make %1").arg(folder));
    Project project;
    project.id = id;
    CLOISTER_TRY(openFile(project, key));
    return storage::syncDirectoryOf(m_directory + id);
}

std::shared_ptr<ProjectFile> ProjectRegistry::takeOut(const QString &id)
{
    const std::shared_ptr<Slot> slot = slotOf(id, Missing::LeaveOut);
    if (!slot)
        return nullptr;
    const std::lock_guard lock(slot->mutex);
    if (slot->file)
        --m_openFiles;
    const std::lock_guard all(m_mutex);
    m_slots.remove(id);
    return std::exchange(slot->file, nullptr);
}

Result<void> ProjectRegistry::remove(const QString &id)
{
    if (const std::shared_ptr<ProjectFile> file = takeOut(id)) {
        file->writer().stop();
        // Those that came while the project was taken off the list; the others are written.
        if (const auto drained = m_keeper.drain(file); !drained)
            qCCritical(lcService) << "the audit file lacks the last events of the deleted project" << id;
    }
    // It is about to be forgotten: all that matters is that no write of it comes later.
    (void)m_keeper.flush();
    m_indexes->forgetProject(id);
    if (m_keystore.hasProject(id))
        CLOISTER_TRY(m_keystore.removeProject(id));
    QDir directory(m_directory + id);
    if (!directory.exists())
        return {};
    if (!directory.removeRecursively())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot remove the files of project %1").arg(id));
    return storage::syncDirectoryOf(m_directory + id);
}

} // namespace cloister
