#include "engine/storage/Migrator.h"

#include "engine/storage/Connection.h"
#include "engine/storage/PrivateFile.h"
#include "engine/storage/Transaction.h"

#include <QFile>

namespace cloister::storage {

static QString copyOf(const Connection &connection, int version)
{
    return QStringLiteral("%1.before-%2").arg(connection.path()).arg(version);
}

static Result<void> keepCopy(Connection &connection, int version)
{
    const QString copy = copyOf(connection, version);
    const QString unfinished = copy + QLatin1String(".part");
    QFile::remove(unfinished);
    CLOISTER_TRY(connection.backupTo(unfinished));
    return replaceFile(unfinished, copy);
}

Result<Migrator> Migrator::fromFiles(const QStringList &paths)
{
    QList<QByteArray> scripts;
    for (const QString &path : paths) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Internal, QStringLiteral("read %1: %2").arg(path, file.errorString()));
        scripts.append(file.readAll());
    }
    return Migrator(std::move(scripts));
}

Result<void> Migrator::migrate(Connection &connection) const
{
    CLOISTER_ASSIGN(const int found, connection.schemaVersion());
    if (found > latestVersion())
        return fail(ErrorCode::StorageUnavailable,
                    QStringLiteral("%1 was written by a newer version of this program (schema %2, this one knows %3)")
                        .arg(connection.path()).arg(found).arg(latestVersion()));
    if (found == latestVersion()) {
        QFile::remove(copyOf(connection, found));
        return {};
    }
    if (found > 0)
        CLOISTER_TRY(keepCopy(connection, latestVersion()));
    for (int version = found + 1; version <= latestVersion(); ++version)
        CLOISTER_TRY(step(connection, version));
    return {};
}

Result<void> Migrator::step(Connection &connection, int version) const
{
    CLOISTER_ASSIGN(Transaction transaction, Transaction::begin(connection));
    Result<void> done = connection.execute(m_scripts.at(version - 1));
    if (done)
        done = connection.setSchemaVersion(version);
    if (done)
        done = transaction.commit();
    if (!done)
        return fail(done.error().code, QStringLiteral("schema %1: %2").arg(version).arg(done.error().detail));
    return {};
}

} // namespace cloister::storage
