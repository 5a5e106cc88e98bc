#include "engine/partition/ProjectFile.h"

#include "engine/crypto/Digest.h"
#include "engine/storage/Migrator.h"
#include "engine/storage/Schema.h"

#include <QDir>
#include <QLoggingCategory>

#include <sys/stat.h>

namespace cloister {

Q_LOGGING_CATEGORY(lcProject, "cloister.project")

// Of each connection. A cache as large as the working set makes decryption free; it grows only with what is read.
static constexpr int kCacheKiB = 16 * 1024;

static constexpr char kDataContext[] = "projdata";
static constexpr char kKeysContext[] = "projkeys";
static constexpr char kWrapContext[] = "projwrap";
static constexpr char kTokenContext[] = "projtokn";

ProjectFile::ProjectFile(const Options &options) :
    m_projectId(options.projectId),
    m_clock(options.clock),
    m_log(options.projectId, options.log),
    m_isImmutable(options.isImmutable),
    m_isDeletionProtected(options.isDeletionProtected),
    m_tokenKey(crypto::subkey(*options.projectKey, 1, kTokenContext)),
    m_indexes(options.indexes ? options.indexes : std::make_shared<IndexHub>())
{
}

ProjectFile::~ProjectFile() = default;

Result<std::shared_ptr<ProjectFile>> ProjectFile::open(const Options &options)
{
    if (!QDir().mkpath(options.directory))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot make %1").arg(options.directory));
    ::chmod(options.directory.toLocal8Bit().constData(), 0700);
    std::shared_ptr<ProjectFile> file(new ProjectFile(options));
    CLOISTER_TRY(file->openFiles(options));
    return file;
}

Result<void> ProjectFile::openFiles(const Options &options)
{
    const crypto::SecretKey dataKey = crypto::subkey(*options.projectKey, 1, kDataContext);
    const crypto::SecretKey keysKey = crypto::subkey(*options.projectKey, 1, kKeysContext);
    const crypto::SecretKey wrapKey = crypto::subkey(*options.projectKey, 1, kWrapContext);
    const QString data = options.directory + QLatin1String("/project.db");

    CLOISTER_ASSIGN(m_keys, NamespaceKeys::open(options.directory + QLatin1String("/keys.db"), keysKey, wrapKey));
    m_ballast = std::make_unique<storage::Ballast>(options.directory);
    if (const auto taken = m_ballast->restore(); !taken)
        qCWarning(lcProject) << "no reserve against a full disk:" << taken.error().detail;

    storage::OpenOptions file{.path = data, .key = dataKey.bytes(), .role = storage::Role::Writer, .create = true};
    file.cacheKiB = kCacheKiB;
    CLOISTER_TRY(migrate(file));
    file.create = false;
    storage::WriteHooks hooks;
    hooks.prepareGroup = [this](std::span<const QByteArray> pks) { return m_keys->ensure(pks); };
    hooks.releaseReserve = [this] { return m_ballast->release(); };
    hooks.restoreReserve = [this] { return m_ballast->restore().has_value(); };
    CLOISTER_ASSIGN(m_writer, storage::WriteQueue::open(file, std::move(hooks)));
    m_readers = std::make_unique<storage::ReaderPool>(file);
    CLOISTER_ASSIGN(const QList<QByteArray> unfinished, m_keys->erasures());
    m_inErasure = QSet<QByteArray>(unfinished.cbegin(), unfinished.cend());
    return {};
}

Result<void> ProjectFile::migrate(const storage::OpenOptions &file)
{
    CLOISTER_ASSIGN(const storage::Migrator migrator, storage::Schema::project());
    CLOISTER_ASSIGN(const auto connection, storage::Connection::open(file));
    return migrator.migrate(*connection);
}

void ProjectFile::quarantine(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    m_quarantined.insert(pk);
}

bool ProjectFile::isQuarantined(const QByteArray &pk) const
{
    const std::lock_guard lock(m_mutex);
    return m_quarantined.contains(pk);
}

void ProjectFile::beginErasure(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    ++m_erasureSteps;
    m_inErasure.insert(pk);
}

void ProjectFile::endErasure(const QByteArray &pk)
{
    const std::lock_guard lock(m_mutex);
    ++m_erasureSteps;
    m_inErasure.remove(pk);
    m_quarantined.remove(pk); // what was damaged is gone
}

bool ProjectFile::isBeingErased(const QByteArray &pk) const
{
    const std::lock_guard lock(m_mutex);
    return m_inErasure.contains(pk);
}

QList<QByteArray> ProjectFile::erasures() const
{
    const std::lock_guard lock(m_mutex);
    return m_inErasure.values();
}

Result<void> ProjectFile::sealLog(const QString &reason)
{
    return m_writer->submit<void>(
        [this, reason](storage::WriteContext &context) { return m_log.seal(context, m_clock->nowMs(), reason); },
        {}, storage::WritePurpose::FreesSpace).result();
}

Result<QStringList> ProjectFile::integrityCheck()
{
    CLOISTER_ASSIGN(QStringList problems, m_keys->integrityCheck());
    CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, m_readers->lease());
    CLOISTER_ASSIGN(const QStringList inData, storage::integrityCheck(lease.connection()));
    return problems + inData;
}

} // namespace cloister
