#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/Keystore.h"

#include <QString>

namespace cloister {

/// The certificates under <workspace>/tls: ca.pem, server.pem and server.key (mode 0600), so that HTTPS can answer
/// before the workspace is unlocked. The authority's own key is kept in the keystore. An admin may put another
/// certificate and key in place of the server's; such a pair is never touched. One thread.
class TlsFiles
{
public:
    /// Borrows the keystore.
    TlsFiles(const QString &workspaceDirectory, crypto::Keystore &keystore);

    /// Makes the authority and a server certificate for this machine.
    Result<void> create();

    /// Makes a new server certificate when ours expires within 30 days of `now` (milliseconds, UTC) or an earlier
    /// renewal was cut short.
    Result<void> renew(qint64 now);

    static QString caFile(const QString &workspaceDirectory);
    static QString certificateFile(const QString &workspaceDirectory);
    static QString keyFile(const QString &workspaceDirectory);

private:
    Result<void> writeServer(const QByteArray &authority);
    Result<bool> isDue(qint64 now) const;

    QString m_directory;
    crypto::Keystore &m_keystore;
};

} // namespace cloister
