#include "engine/service/ControlFile.h"

#include "engine/base/Logging.h"
#include "engine/crypto/Digest.h"
#include "engine/storage/Migrator.h"
#include "engine/storage/Schema.h"

#include <QFileInfo>

namespace cloister {

ControlFile::ControlFile(const crypto::SecretKey &key, LogHooks log) :
    m_log(chain(), std::move(log)),
    m_digestKey(crypto::subkey(key, 1, "ctrldgst"))
{
}

Result<std::unique_ptr<ControlFile>> ControlFile::open(
    const QString &directory, const crypto::SecretKey &key, Mode mode, LogHooks log)
{
    const QString path = directory + QLatin1String("/control.db");
    if (mode == Mode::OpenExisting && !QFileInfo::exists(path))
        return fail(ErrorCode::Integrity, QStringLiteral("control.db is missing"));

    std::unique_ptr<ControlFile> file(new ControlFile(key, std::move(log)));
    file->m_ballast = std::make_unique<storage::Ballast>(directory);
    if (const auto taken = file->m_ballast->restore(); !taken)
        qCWarning(lcService) << "no reserve against a full disk:" << taken.error().detail;

    storage::OpenOptions options{.path = path, .key = key.bytes(), .role = storage::Role::Writer};
    options.create = mode == Mode::Create;
    {
        CLOISTER_ASSIGN(const storage::Migrator migrator, storage::Schema::control());
        CLOISTER_ASSIGN(const auto connection, storage::Connection::open(options));
        CLOISTER_TRY(migrator.migrate(*connection));
    }
    options.create = false;
    storage::WriteHooks hooks;
    storage::Ballast *ballast = file->m_ballast.get();
    hooks.releaseReserve = [ballast] { return ballast->release(); };
    hooks.restoreReserve = [ballast] { return ballast->restore().has_value(); };
    CLOISTER_ASSIGN(file->m_writer, storage::WriteQueue::open(options, std::move(hooks)));
    file->m_readers = std::make_unique<storage::ReaderPool>(options);
    return file;
}

Result<void> ControlFile::sealLog(qint64 timeMs, const QString &reason)
{
    return m_writer->submit<void>(
        [this, timeMs, reason](storage::WriteContext &context) { return m_log.seal(context, timeMs, reason); }, {},
        storage::WritePurpose::FreesSpace).result();
}

Result<void> ControlFile::recordAlarm(qint64 timeMs, const QString &entityKind, const QString &entity)
{
    Caller self;
    self.actor = {ActorKind::System, QStringLiteral("record")};
    AuditEvent event = eventBy(self, timeMs, QStringLiteral("log.alarm"), entityKind, entity);
    event.outcome = QStringLiteral("INTEGRITY");
    return change<void>(event, [](storage::WriteContext &) { return Result<void>(); }).result();
}

QByteArray ControlFile::digest(QByteArrayView description) const
{
    return crypto::hmac(m_digestKey, description).toHex();
}

AuditEvent ControlFile::eventBy(
    const Caller &caller, qint64 now, const QString &action, const QString &entityKind, const QString &entity)
{
    AuditEvent event;
    event.time = now;
    event.actor = caller.actor;
    event.address = caller.address.isNull() ? QString() : caller.address.toString();
    event.requestId = caller.requestId;
    event.action = action;
    event.entityKind = entityKind;
    event.entity = entity;
    return event;
}

} // namespace cloister
