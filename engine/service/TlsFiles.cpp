#include "engine/service/TlsFiles.h"

#include "engine/base/AtomicFile.h"
#include "engine/crypto/Certificates.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>

#include <sys/stat.h>

namespace cloister {

static constexpr qint64 kRenewBeforeMs = qint64(30) * 24 * 60 * 60 * 1000;
static constexpr qint64 kMaxPemBytes = 1024 * 1024;
static const QString kAuthorityKey = QStringLiteral("tls.authority");
// The fingerprint of the certificate that we made last, or empty while it is being replaced.
static const QString kOwnCertificate = QStringLiteral("tls.server");

TlsFiles::TlsFiles(const QString &workspaceDirectory, crypto::Keystore &keystore) :
    m_directory(workspaceDirectory),
    m_keystore(keystore)
{
}

QString TlsFiles::caFile(const QString &workspaceDirectory)
{
    return workspaceDirectory + QLatin1String("/tls/ca.pem");
}

QString TlsFiles::certificateFile(const QString &workspaceDirectory)
{
    return workspaceDirectory + QLatin1String("/tls/server.pem");
}

QString TlsFiles::keyFile(const QString &workspaceDirectory)
{
    return workspaceDirectory + QLatin1String("/tls/server.key");
}

Result<void> TlsFiles::create()
{
    const QString folder = m_directory + QLatin1String("/tls");
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && !QFileInfo::exists(folder))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot make %1").arg(folder));
    const QString name = QStringLiteral("Cloister on ") + QSysInfo::machineHostName().left(48);
    CLOISTER_ASSIGN(const crypto::Certificates::Pair authority, crypto::Certificates::makeAuthority(name));
    CLOISTER_TRY(m_keystore.setSecret(kAuthorityKey, authority.keyPem.view()));
    CLOISTER_TRY(files::writeAtomically(caFile(m_directory), authority.certPem));
    return writeServer(authority.certPem);
}

Result<void> TlsFiles::renew(qint64 now)
{
    CLOISTER_ASSIGN(const bool isNeeded, isDue(now));
    if (!isNeeded)
        return {};
    CLOISTER_ASSIGN(const QByteArray authority, files::readPrivate(caFile(m_directory), kMaxPemBytes));
    return writeServer(authority);
}

Result<bool> TlsFiles::isDue(qint64 now) const
{
    CLOISTER_ASSIGN(const crypto::SecureBytes own, m_keystore.secret(kOwnCertificate));
    if (own.isEmpty())
        return true;
    CLOISTER_ASSIGN(const QByteArray current, files::readPrivate(certificateFile(m_directory), kMaxPemBytes));
    CLOISTER_ASSIGN(const QByteArray fingerprint, crypto::Certificates::sha256Fingerprint(current));
    if (fingerprint != own.view())
        return false;
    CLOISTER_ASSIGN(const QDateTime expires, crypto::Certificates::expiresAt(current));
    return expires.toMSecsSinceEpoch() - now < kRenewBeforeMs;
}

// Key and certificate are two files: the mark that stands meanwhile has an interrupted exchange done again.
Result<void> TlsFiles::writeServer(const QByteArray &authority)
{
    CLOISTER_ASSIGN(crypto::SecureBytes authorityKey, m_keystore.secret(kAuthorityKey));
    const crypto::Certificates::Pair signer{authority, std::move(authorityKey)};
    CLOISTER_ASSIGN(const crypto::Certificates::Pair server,
        crypto::Certificates::makeServer(signer, crypto::Certificates::localNames()));
    CLOISTER_ASSIGN(const QByteArray fingerprint, crypto::Certificates::sha256Fingerprint(server.certPem));
    CLOISTER_TRY(m_keystore.setSecret(kOwnCertificate, {}));
    CLOISTER_TRY(files::writeAtomically(keyFile(m_directory), server.keyPem.view()));
    CLOISTER_TRY(files::writeAtomically(certificateFile(m_directory), server.certPem));
    return m_keystore.setSecret(kOwnCertificate, fingerprint);
}

} // namespace cloister
