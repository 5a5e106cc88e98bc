#include "engine/storage/Connection.h"
#include "engine/storage/PrivateFile.h"

#include <QFile>

#include <sqlcipher/sqlite3.h>

namespace cloister::storage {

Result<void> copyDatabase(Connection &from, Connection &to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to.m_handle, "main", from.m_handle, "main");
    if (!backup)
        return Unexpected{to.error(sqlite3_extended_errcode(to.m_handle), "start a copy")};
    // All pages in one step: one snapshot, and no restart when the writer commits meanwhile.
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return Unexpected{to.error(finished != SQLITE_OK ? finished : stepped, "copy the database")};
    return {};
}

Result<void> Connection::backupTo(const QString &path)
{
    CLOISTER_ASSIGN(const bool isNew, createPrivateFile(path));
    if (!isNew)
        return fail(ErrorCode::Conflict, QStringLiteral("%1 exists").arg(path));
    Result<void> copied;
    {
        // A rollback journal leaves nothing beside the copy, and its commits sync both file and directory.
        auto target = open({.path = path, .key = m_key.bytes(), .role = Role::KeyFile, .create = true, .request = false});
        copied = target ? copyDatabase(*this, **target) : Result<void>(target.unexpected());
    }
    if (!copied)
        QFile::remove(path);
    return copied;
}

Result<QStringList> integrityCheck(Connection &connection)
{
    const Authorizer::Bypass bypass(connection.m_authorizer.get());
    Statement check = connection.prepareUncached("PRAGMA integrity_check");
    QStringList problems;
    while (check.next())
        problems.append(check.text(0));
    const Result<void> done = check.done();
    if (!done && done.error().code != ErrorCode::Integrity)
        return done.unexpected();
    if (!done)
        problems.append(done.error().detail);
    problems.removeAll(QStringLiteral("ok"));
    return problems;
}

} // namespace cloister::storage
