#include "engine/service/Workspace.h"

#include "engine/auth/AddressRules.h"
#include "engine/base/AtomicFile.h"
#include "engine/base/Logging.h"
#include "engine/crypto/SelfTest.h"
#include "engine/service/ControlFile.h"
#include "engine/service/KeyCache.h"
#include "engine/service/Lock.h"
#include "engine/service/ProjectRegistry.h"
#include "engine/service/RecordKeeper.h"
#include "engine/service/RuleLoader.h"
#include "engine/service/TlsFiles.h"
#include "engine/storage/PrivateFile.h"
#include "engine/tables/ProjectTable.h"

#include <QDir>
#include <QDirIterator>

#include <cerrno>
#include <sys/stat.h>

namespace cloister {

// Stands in the directory until creation is complete.
static const QString kUnfinishedMark = QStringLiteral("/unfinished");

struct Workspace::State
{
    State(QString path, const Clock &time, std::shared_ptr<Lock> held, crypto::Keystore opened) :
        directory(std::move(path)),
        clock(time),
        lock(std::move(held)),
        keystore(std::move(opened))
    {
        tasks.setMaxThreadCount(1);
    }

    QString directory;
    const Clock &clock;
    std::shared_ptr<Lock> lock; ///< first in, last out
    crypto::Keystore keystore;
    std::optional<crypto::SecretKey> pepper;
    KeyCache keyCache;
    auth::CurrentRules rules;
    std::unique_ptr<RecordKeeper> keeper;
    const std::shared_ptr<IndexHub> indexes = std::make_shared<IndexHub>();
    std::unique_ptr<ControlFile> control;
    std::unique_ptr<ProjectRegistry> projects;
    QThreadPool tasks; ///< last: ends before what its tasks use
};

Workspace::Workspace(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Workspace::~Workspace()
{
    m_state->tasks.waitForDone();
    if (!m_state->projects)
        return; // not opened after all
    m_state->keeper->setSealer({});
    m_state->keeper->setListener({});
    m_state->projects.reset(); // seals their logs
    if (const auto sealed = m_state->control->sealLog(clock().nowMs(), QStringLiteral("close")); !sealed)
        qCWarning(lcService) << "no checkpoint at the end of the workspace's log:" << sealed.error().detail;
}

Result<Workspace::Created> Workspace::create(
    const QString &directory, const crypto::UnlockSecret &secret, const Clock &clock, crypto::Argon2Cost cost)
{
    CLOISTER_TRY(crypto::initialise());
    const QString path = QDir(directory).absolutePath();
    CLOISTER_TRY(prepareDirectory(path));
    CLOISTER_ASSIGN(std::unique_ptr<Lock> lock, Lock::take(path));
    CLOISTER_ASSIGN(crypto::Keystore::Created made,
        crypto::Keystore::create(path + QLatin1String("/keystore"), secret, cost));
    CLOISTER_TRY(TlsFiles(path, made.keystore).create());
    Created created;
    created.recoveryCode = QString::fromLatin1(made.recoveryCode.view());
    CLOISTER_ASSIGN(created.workspace,
        assemble(std::make_unique<State>(path, clock, std::move(lock), std::move(made.keystore)), true));
    CLOISTER_TRY(created.workspace->recordOpening(QStringLiteral("workspace.create")));
    if (!QFile::remove(path + kUnfinishedMark))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot finish %1").arg(path));
    CLOISTER_TRY(storage::syncDirectoryOf(path + kUnfinishedMark));
    return created;
}

Result<std::unique_ptr<Workspace>> Workspace::open(const QString &directory, const crypto::UnlockSecret &secret,
    const Clock &clock, std::shared_ptr<Lock> held)
{
    CLOISTER_TRY(crypto::initialise());
    const QString path = QDir(directory).absolutePath();
    if (!QFileInfo::exists(path + QLatin1String("/keystore")) || QFileInfo::exists(path + kUnfinishedMark))
        return fail(ErrorCode::NotFound, QStringLiteral("there is no workspace in %1").arg(path));
    CLOISTER_TRY(checkModes(path));
    std::shared_ptr<Lock> lock = std::move(held);
    if (!lock) {
        CLOISTER_ASSIGN(lock, Lock::take(path));
    }
    CLOISTER_ASSIGN(crypto::Keystore keystore, crypto::Keystore::open(path + QLatin1String("/keystore"), secret));
    if (const auto renewed = TlsFiles(path, keystore).renew(clock.nowMs()); !renewed)
        qCWarning(lcService) << "the server certificate was not checked:" << renewed.error().detail;
    CLOISTER_ASSIGN(std::unique_ptr<Workspace> workspace,
        assemble(std::make_unique<State>(path, clock, std::move(lock), std::move(keystore)), false));
    CLOISTER_TRY(workspace->compareWithCheckpoint());
    CLOISTER_TRY(workspace->clearUnfinished());
    CLOISTER_TRY(workspace->recordOpening(QStringLiteral("workspace.unlock")));
    return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::assemble(std::unique_ptr<State> state, bool isNew)
{
    // Random keys kept in the keystore, not subkeys of the root key: they must outlive a change of it.
    CLOISTER_ASSIGN(const crypto::SecretKey controlKey, state->keystore.namedKey(QStringLiteral("control")));
    CLOISTER_ASSIGN(state->pepper, state->keystore.namedKey(QStringLiteral("pepper")));
    CLOISTER_ASSIGN(const crypto::SecretKey auditSeed, state->keystore.namedKey(QStringLiteral("audit")));
    state->keeper = std::make_unique<RecordKeeper>(state->keystore, crypto::SigningKey::fromSeed(auditSeed));
    CLOISTER_ASSIGN(state->control,
        ControlFile::open(state->directory, controlKey,
            isNew ? ControlFile::Mode::Create : ControlFile::Mode::OpenExisting, state->keeper->hooks()));
    CLOISTER_ASSIGN(auth::AddressRules rules, state->control->read<auth::AddressRules>(loadRules));
    state->rules.set(std::move(rules));
    state->projects = std::make_unique<ProjectRegistry>(
        state->directory, state->keystore, *state->control, *state->keeper, state->clock, state->indexes);
    std::unique_ptr<Workspace> workspace(new Workspace(std::move(state)));
    workspace->m_state->keeper->setSealer([self = workspace.get()] {
        if (const auto sealed = self->sealLogs(QStringLiteral("time")); !sealed)
            qCWarning(lcService) << "a log was not sealed:" << sealed.error().detail;
    });
    return workspace;
}

Result<void> Workspace::prepareDirectory(const QString &directory)
{
    if (!QDir().mkpath(QFileInfo(directory).path()))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot make %1").arg(directory));
    const QByteArray name = QFile::encodeName(directory);
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot make %1").arg(directory));
    CLOISTER_TRY(files::checkPrivate(directory));
    QDir folder(directory);
    if (QFileInfo::exists(directory + kUnfinishedMark)) {
        CLOISTER_ASSIGN(const std::unique_ptr<Lock> lock, Lock::take(directory)); // nobody is at it just now
        for (const QString &entry : folder.entryList(QDir::Files | QDir::Hidden | QDir::System)) {
            if (!kUnfinishedMark.endsWith(entry))
                folder.remove(entry);
        }
        QDir(directory + QLatin1String("/tls")).removeRecursively();
        return {};
    }
    if (!folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return fail(ErrorCode::Conflict, QStringLiteral("%1 is not empty").arg(directory));
    return files::writeAtomically(directory + kUnfinishedMark, "creating\n");
}

Result<void> Workspace::checkModes(const QString &directory)
{
    CLOISTER_TRY(files::checkPrivate(directory));
    QDirIterator entries(directory, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    while (entries.hasNext())
        CLOISTER_TRY(files::checkPrivate(entries.next()));
    return {};
}

// Whatever a crash has left of projects that were being made or removed goes; both can be asked for again.
Result<void> Workspace::clearUnfinished()
{
    CLOISTER_ASSIGN(const QStringList ids, control().read<QStringList>([](storage::Connection &connection) {
        return tables::ProjectTable(connection).unfinished();
    }));
    for (const QString &id : ids) {
        CLOISTER_TRY(removeProject(id));
        CLOISTER_TRY(control().writer().submit<void>([id](storage::WriteContext &context) {
            return tables::ProjectTable(context.connection).clearUnfinished(id);
        }).result());
    }
    return {};
}

Result<void> Workspace::compareWithCheckpoint()
{
    CLOISTER_ASSIGN(const QString problem, control().read<QString>([this](storage::Connection &connection) {
        return keeper().problemOf(connection, ControlFile::chain());
    }));
    if (problem.isEmpty())
        return {};
    CLOISTER_ASSIGN(const bool isNew, keeper().raiseAlarm(ControlFile::chain(), problem));
    return isNew ? control().recordAlarm(clock().nowMs(), QStringLiteral("workspace"), {}) : Result<void>();
}

Result<void> Workspace::sealLogs(const QString &reason)
{
    Result<void> sealed = control().sealLog(clock().nowMs(), reason);
    const auto keepFirst = [&sealed](Result<void> next) {
        if (sealed && !next)
            sealed = std::move(next);
    };
    for (const std::shared_ptr<ProjectFile> &file : m_state->projects->openFiles())
        keepFirst(file->sealLog(reason));
    keepFirst(keeper().flush());
    return sealed;
}

Result<void> Workspace::recordOpening(const QString &action)
{
    Caller self;
    self.actor = {ActorKind::System, QStringLiteral("workspace")};
    const AuditEvent event = ControlFile::eventBy(
        self, clock().nowMs(), action, QStringLiteral("slot"), keystore().openedSlot());
    return control().change<void>(event, [](storage::WriteContext &) { return Result<void>(); }).result();
}

const QString &Workspace::directory() const
{
    return m_state->directory;
}

const Clock &Workspace::clock() const
{
    return m_state->clock;
}

crypto::Keystore &Workspace::keystore()
{
    return m_state->keystore;
}

ControlFile &Workspace::control()
{
    return *m_state->control;
}

const Lock &Workspace::lock() const
{
    return *m_state->lock;
}

std::shared_ptr<Lock> Workspace::sharedLock() const
{
    return m_state->lock;
}

auth::CurrentRules &Workspace::rules()
{
    return m_state->rules;
}

KeyCache &Workspace::keyCache()
{
    return m_state->keyCache;
}

RecordKeeper &Workspace::keeper()
{
    return *m_state->keeper;
}

const std::shared_ptr<IndexHub> &Workspace::indexes() const
{
    return m_state->indexes;
}

const crypto::SecretKey &Workspace::apiKeyPepper() const
{
    return *m_state->pepper;
}

Result<std::shared_ptr<ProjectFile>> Workspace::project(const QString &id)
{
    return m_state->projects->open(id);
}

Result<void> Workspace::createProject(const QString &id)
{
    return m_state->projects->create(id);
}

Result<void> Workspace::removeProject(const QString &id)
{
    return m_state->projects->remove(id);
}

QThreadPool &Workspace::taskPool()
{
    return m_state->tasks;
}

} // namespace cloister
