#include "engine/storage/SqliteError.h"

#include "engine/base/Utf8.h"

#include <sqlcipher/sqlite3.h>

#include <cerrno>

namespace cloister::storage {

namespace {

constexpr int kPrimaryMask = 0xff;

Failure classifyIoError(int code, int systemErrno) noexcept
{
    // A failed sync is a fault whatever its reason: the kernel may already have dropped the pages it could not write.
    const bool isSync = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
    const bool hasNoRoom = systemErrno == ENOSPC || systemErrno == EDQUOT;
    return !isSync && hasNoRoom ? Failure::DiskFull : Failure::Fault;
}

ErrorCode errorCodeOf(Failure failure) noexcept
{
    switch (failure) {
    case Failure::Constraint:
        return ErrorCode::Conflict;
    case Failure::Damaged:
    case Failure::WrongKey:
        return ErrorCode::Integrity;
    case Failure::Busy:
    case Failure::DiskFull:
    case Failure::Fault:
        return ErrorCode::StorageUnavailable;
    case Failure::None:
    case Failure::Statement:
        break;
    }
    return ErrorCode::Internal;
}

QLatin1String meaningOf(Failure failure) noexcept
{
    switch (failure) {
    case Failure::Constraint:
        return QLatin1String("a constraint refused it");
    case Failure::Damaged:
        return QLatin1String("the file is damaged");
    case Failure::WrongKey:
        return QLatin1String("wrong key, or the file's header is damaged");
    case Failure::Busy:
        return QLatin1String("another connection holds the file");
    case Failure::DiskFull:
        return QLatin1String("the disk is full");
    case Failure::Fault:
        return QLatin1String("input/output error");
    case Failure::None:
    case Failure::Statement:
        break;
    }
    return QLatin1String("the statement was refused");
}

} // namespace

Failure classifySqlite(int code, int systemErrno) noexcept
{
    switch (code & kPrimaryMask) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return Failure::None;
    case SQLITE_CONSTRAINT:
        return Failure::Constraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return Failure::Busy;
    case SQLITE_CORRUPT:
        return Failure::Damaged;
    case SQLITE_NOTADB:
        return Failure::WrongKey;
    case SQLITE_FULL:
        return Failure::DiskFull;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return classifyIoError(code, systemErrno);
    case SQLITE_READONLY:
        return code == SQLITE_READONLY_DBMOVED ? Failure::Fault : Failure::Statement;
    case SQLITE_NOMEM:
    case SQLITE_PERM:
        return Failure::Fault;
    default:
        return Failure::Statement;
    }
}

Error sqliteError(int code, sqlite3 *handle, const char *doing)
{
    const Failure failure = classifySqlite(code, handle ? sqlite3_system_errno(handle) : 0);
    QString detail = QStringLiteral("%1: %2 (SQLite %3").arg(QLatin1String(doing), meaningOf(failure)).arg(code);
    // Values are always bound, so a message can name tables and columns but nothing that is stored.
    if (handle && (failure == Failure::Statement || failure == Failure::Constraint))
        detail += QStringLiteral(": %1").arg(fromUtf8(sqlite3_errmsg(handle)));
    return Error{errorCodeOf(failure), detail + QLatin1Char(')'), {}};
}

} // namespace cloister::storage
