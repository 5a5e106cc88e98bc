#include "engine/storage/PrivateFile.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cloister::storage {

static Unexpected failedCall(const char *doing, const QString &path, int reason)
{
    return fail(ErrorCode::StorageUnavailable,
                QStringLiteral("%1 %2: %3").arg(QLatin1String(doing), path, qt_error_string(reason)));
}

Result<bool> createPrivateFile(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return false;
    if (file < 0)
        return failedCall("create", path, errno);
    const int changed = ::fchmod(file, 0600);
    const int reason = errno;
    ::close(file);
    if (changed != 0)
        return failedCall("set the mode of", path, reason);
    CLOISTER_TRY(syncDirectoryOf(path));
    return true;
}

Result<QByteArray> readFileHead(const QString &path, qint64 sizeBytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("open %1: %2").arg(path, file.errorString()));
    return file.read(sizeBytes);
}

Result<void> syncDirectoryOf(const QString &path)
{
    const QString directory = QFileInfo(path).absolutePath();
    const int handle = ::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return failedCall("open", directory, errno);
    const int synced = ::fsync(handle);
    const int reason = errno;
    ::close(handle);
    if (synced != 0)
        return failedCall("sync", directory, reason);
    return {};
}

Result<void> replaceFile(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failedCall("rename", from, errno);
    return syncDirectoryOf(to);
}

} // namespace cloister::storage
