#include "engine/service/Lock.h"

#include "engine/base/AtomicFile.h"
#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "engine/crypto/Digest.h"

#include <QFile>
#include <QScopeGuard>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cloister {

static constexpr qint64 kMaxLockBytes = 64 * 1024;

static QString lockPath(const QString &directory)
{
    return directory + QLatin1String("/LOCK");
}

static struct flock wholeFile(short type)
{
    struct flock range = {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    return range;
}

static Unexpected lockFailure(const char *doing)
{
    return fail(ErrorCode::StorageUnavailable,
        QStringLiteral("cannot %1 LOCK: %2").arg(QLatin1String(doing), QString::fromLocal8Bit(std::strerror(errno))));
}

static QString textOf(const JsonSlice &object, QLatin1String name)
{
    const std::optional<JsonSlice> member = object.member(name);
    return member ? member->toTextReplacing() : QString();
}

// A holder that has just begun or is just ending has an empty file.
static ServedWorkspace parseLock(const QByteArray &text)
{
    ServedWorkspace served;
    const Result<JsonSlice> json = parseJson(text);
    if (!json)
        return served;
    if (const auto pid = json->member(QLatin1String("pid")))
        served.pid = pid->toInteger().value_or(0);
    served.url = textOf(*json, QLatin1String("url"));
    served.caFile = textOf(*json, QLatin1String("caFile"));
    QByteArray token = textOf(*json, QLatin1String("adminToken")).toLatin1();
    served.adminToken = crypto::SecureBytes::take(token);
    return served;
}

static QByteArray lockText(const QString &url, const QString &caFile, QByteArrayView token)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("pid"), static_cast<qint64>(::getpid()));
    if (!url.isEmpty()) {
        json.member(QLatin1String("url"), url);
        json.member(QLatin1String("caFile"), caFile);
        json.member(QLatin1String("adminToken"), QLatin1String(token.data(), token.size()));
    }
    json.endObject();
    return json.take() + '\n';
}

Lock::Lock(int descriptor) : m_descriptor(descriptor)
{
    QByteArray random = crypto::randomBytes(32);
    QByteArray token = random.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    crypto::wipe(random);
    m_token = crypto::SecureBytes::take(token);
}

Lock::~Lock()
{
    // Failing to empty the file loses nothing: its token dies with this process.
    (void)!::ftruncate(m_descriptor, 0);
    ::close(m_descriptor);
}

Result<std::unique_ptr<Lock>> Lock::take(const QString &directory)
{
    const QString path = lockPath(directory);
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return lockFailure("open");
    auto closed = qScopeGuard([descriptor] { ::close(descriptor); });
    CLOISTER_TRY(files::checkPrivate(path));
    struct flock range = wholeFile(F_WRLCK);
    if (::fcntl(descriptor, F_OFD_SETLK, &range) != 0) {
        if (errno != EAGAIN && errno != EACCES)
            return lockFailure("take");
        CLOISTER_ASSIGN(const QByteArray text, files::readPrivate(path, kMaxLockBytes));
        return fail(ErrorCode::Conflict,
            QStringLiteral("another process (pid %1) has the workspace open").arg(parseLock(text).pid));
    }
    closed.dismiss();
    std::unique_ptr<Lock> lock(new Lock(descriptor));
    CLOISTER_TRY(lock->write(lockText({}, {}, {})));
    return lock;
}

Result<std::optional<ServedWorkspace>> Lock::read(const QString &directory)
{
    const QString path = lockPath(directory);
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) {
        if (errno == ENOENT)
            return std::optional<ServedWorkspace>();
        return lockFailure("open");
    }
    const auto closed = qScopeGuard([descriptor] { ::close(descriptor); });
    struct flock range = wholeFile(F_RDLCK);
    if (::fcntl(descriptor, F_OFD_GETLK, &range) != 0)
        return lockFailure("ask about");
    if (range.l_type == F_UNLCK)
        return std::optional<ServedWorkspace>();
    CLOISTER_ASSIGN(QByteArray text, files::readPrivate(path, kMaxLockBytes));
    auto served = std::make_optional(parseLock(text));
    crypto::wipe(text);
    return served;
}

Result<void> Lock::announce(const QString &url, const QString &caFile) const
{
    QByteArray text = lockText(url, caFile, m_token.view());
    const Result<void> written = write(text);
    crypto::wipe(text);
    return written;
}

// In place: a rename would leave the lock on the old file. Readers see the old text or, being one write and longer, the
// new one.
Result<void> Lock::write(QByteArrayView text) const
{
    if (::pwrite(m_descriptor, text.data(), static_cast<size_t>(text.size()), 0) != text.size()
        || ::ftruncate(m_descriptor, text.size()) != 0)
        return lockFailure("write");
    return {};
}

} // namespace cloister
