#include "engine/service/ProjectRegistry.h"

#include "engine/storage/PrivateFile.h"
#include "engine/tables/ProjectTable.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <vector>

#include <sys/stat.h>

namespace cloister {

ProjectRegistry::ProjectRegistry(const QString &workspaceDirectory, crypto::Keystore &keystore, ControlFile &control,
    const Clock &clock, int openFiles) :
    m_directory(workspaceDirectory + QLatin1String("/projects/")),
    m_keystore(keystore),
    m_control(control),
    m_clock(clock),
    m_limit(openFiles)
{
}

ProjectRegistry::~ProjectRegistry()
{
    // A waiting write may hold the last reference but one: were the file destroyed by it, the writer thread would wait
    // for itself. Stopping first has every write gone.
    for (const std::shared_ptr<Slot> &slot : std::as_const(m_slots)) {
        if (slot->file)
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
        CLOISTER_TRY(checkListed(id)); // an id that nobody has gets no slot
        slot = slotOf(id, Missing::Make);
    }
    std::shared_ptr<ProjectFile> file;
    {
        const std::lock_guard lock(slot->mutex);
        if (slot->file)
            return slot->file;
        CLOISTER_TRY(checkListed(id)); // it may have been removed while this thread waited
        const Result<crypto::SecretKey> key = m_keystore.projectKey(id);
        if (!key)
            return fail(ErrorCode::Integrity, QStringLiteral("the keystore has no key for project %1").arg(id));
        CLOISTER_ASSIGN(file, openFile(id, *key));
        slot->file = file;
        ++m_openFiles;
    }
    closeUnused();
    return file;
}

Result<void> ProjectRegistry::checkListed(const QString &id) const
{
    using Found = std::optional<Project>;
    CLOISTER_ASSIGN(const Found project, m_control.read<Found>([&id](storage::Connection &connection) {
        return tables::ProjectTable(connection).find(id);
    }));
    if (!project)
        return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(id));
    return {};
}

Result<std::shared_ptr<ProjectFile>> ProjectRegistry::openFile(const QString &id, const crypto::SecretKey &key) const
{
    return ProjectFile::open(
        {.directory = m_directory + id, .projectId = id, .projectKey = &key, .clock = &m_clock});
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
    CLOISTER_TRY(openFile(id, key));
    return storage::syncDirectoryOf(m_directory + id);
}

Result<void> ProjectRegistry::remove(const QString &id)
{
    if (const std::shared_ptr<Slot> slot = slotOf(id, Missing::LeaveOut)) {
        const std::lock_guard lock(slot->mutex);
        if (slot->file) {
            slot->file->writer().stop();
            slot->file.reset();
            --m_openFiles;
        }
        const std::lock_guard all(m_mutex);
        m_slots.remove(id);
    }
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
