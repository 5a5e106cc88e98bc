#include "engine/base/AtomicFile.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cloister::files {

namespace {

/// A file descriptor, closed when it goes.
class Descriptor
{
public:
    explicit Descriptor(int fd) : m_fd(fd) { }
    ~Descriptor() { close(); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

    bool close()
    {
        const int fd = m_fd;
        m_fd = -1;
        return fd < 0 || ::close(fd) == 0;
    }

private:
    int m_fd;
};

Unexpected systemError(const char *what, const QString &path)
{
    const int number = errno;
    const ErrorCode code = number == ENOENT   ? ErrorCode::NotFound
        : number == EACCES || number == EPERM ? ErrorCode::Forbidden
                                              : ErrorCode::StorageUnavailable;
    return fail(code,
        QStringLiteral("%1 %2: %3").arg(QLatin1String(what), path, QString::fromLocal8Bit(std::strerror(number))));
}

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), std::size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

Result<void> writeNew(const QString &path, QByteArrayView bytes)
{
    const QByteArray name = QFile::encodeName(path);
    ::unlink(name.constData()); // one left by a crash; O_EXCL then makes the file ours alone
    Descriptor file(::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return systemError("cannot create", path);
    if (!writeAll(file.get(), bytes))
        return systemError("cannot write", path);
    if (::fchmod(file.get(), 0600) != 0 || ::fsync(file.get()) != 0 || !file.close())
        return systemError("cannot sync", path);
    return {};
}

Result<void> syncDirectoryOf(const QString &path)
{
    const QString directory = QFileInfo(path).absolutePath();
    const Descriptor file(::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.isOpen() || ::fsync(file.get()) != 0)
        return systemError("cannot sync", directory);
    return {};
}

Result<void> checkMode(const struct stat &status, const QString &path)
{
    if ((status.st_mode & 077) == 0)
        return {};
    return fail(ErrorCode::Forbidden,
        QStringLiteral("%1 is open to other users (mode %2): make it %3")
            .arg(path, QString::number(status.st_mode & 07777, 8).rightJustified(4, QLatin1Char('0')),
                S_ISDIR(status.st_mode) ? QLatin1String("0700") : QLatin1String("0600")));
}

} // namespace

Result<void> writeAtomically(const QString &path, QByteArrayView bytes)
{
    const QString fresh = path + QLatin1String(".new");
    if (Result<void> written = writeNew(fresh, bytes); !written) {
        ::unlink(QFile::encodeName(fresh).constData());
        return fail(ErrorCode::StorageUnavailable, written.error().detail);
    }
    if (::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0) {
        const QString detail = systemError("cannot replace", path).error.detail;
        ::unlink(QFile::encodeName(fresh).constData());
        return fail(ErrorCode::StorageUnavailable, detail);
    }
    if (Result<void> synced = syncDirectoryOf(path); !synced)
        return fail(ErrorCode::StorageUnavailable, synced.error().detail);
    return {};
}

Result<void> checkPrivate(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return systemError("cannot read", path);
    return checkMode(status, path);
}

Result<QByteArray> readPrivate(const QString &path, qint64 maxBytes)
{
    // Not blocking: a named pipe in the file's place must not hang the program.
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat status = {};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return systemError("cannot read", path);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidParameter, path + QLatin1String(" is not a regular file"));
    CLOISTER_TRY(checkMode(status, path));
    if (status.st_size > maxBytes)
        return fail(ErrorCode::PayloadTooLarge, path + QLatin1String(" is too large"));
    QByteArray content(qsizetype(status.st_size), Qt::Uninitialized);
    qsizetype size = 0;
    while (size < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + size, std::size_t(content.size() - size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError("cannot read", path);
        if (got == 0)
            break;
        size += got;
    }
    content.truncate(size);
    return content;
}

} // namespace cloister::files
