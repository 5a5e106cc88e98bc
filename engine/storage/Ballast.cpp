#include "engine/storage/Ballast.h"

#include "engine/storage/PrivateFile.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace cloister::storage {

static Unexpected noBallast(int reason)
{
    return fail(ErrorCode::StorageUnavailable, QStringLiteral("no ballast: %1").arg(qt_error_string(reason)));
}

static bool isWhole(int file)
{
    struct stat status = {};
    return ::fstat(file, &status) == 0 && status.st_blocks * 512 >= Ballast::kSizeBytes;
}

static bool hasRoomToSpare(int file)
{
    struct statvfs status = {};
    if (::fstatvfs(file, &status) != 0)
        return false;
    return static_cast<quint64>(status.f_bavail) * status.f_frsize >= 2 * static_cast<quint64>(Ballast::kSizeBytes);
}

Ballast::Ballast(const QString &directory) : m_path(directory + QLatin1String("/ballast")) {}

Result<void> Ballast::restore()
{
    const MutexLocker locker(m_mutex);
    CLOISTER_TRY(createPrivateFile(m_path));
    const Result<void> allocated = allocate();
    if (!allocated)
        QFile::remove(m_path);
    return allocated;
}

Result<void> Ballast::allocate() const
{
    const int file = ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return noBallast(errno);
    int reason = 0;
    if (!isWhole(file)) {
        reason = hasRoomToSpare(file) ? ::posix_fallocate(file, 0, kSizeBytes) : ENOSPC;
        if (reason == 0 && ::fsync(file) != 0)
            reason = errno;
    }
    ::close(file);
    if (reason != 0)
        return noBallast(reason);
    return {};
}

bool Ballast::release()
{
    const MutexLocker locker(m_mutex);
    return QFile::remove(m_path) || !QFile::exists(m_path);
}

} // namespace cloister::storage
