#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecureBytes.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QString>
#include <QStringList>

namespace cloister::crypto {

/// Makes and reads the X.509 certificates of HTTPS: a workspace's own authority, which clients are told to trust, and
/// the server's certificate below it. EC P-256 with SHA-256. Any thread.
class Certificates
{
public:
    struct Pair
    {
        QByteArray certPem;
        SecureBytes keyPem; ///< PKCS #8, not encrypted
    };

    /// The most that browsers and systems accept for a server.
    static constexpr int kServerDays = 397;

    /// A self-signed authority for 10 years that may sign servers and nothing else below it. InvalidParameter when the
    /// name is empty or over 64 bytes.
    static Result<Pair> makeAuthority(const QString &commonName);

    /// A server's certificate for exactly `names` (host names, IPv4 and IPv6 addresses; `*.` is allowed in front of a
    /// host name), valid from an hour ago for `days`, but not longer than the authority. InvalidParameter for no name,
    /// a bad name, days outside 1 to kServerDays, or an authority that is none or whose key does not belong to it.
    static Result<Pair> makeServer(const Pair &authority, const QStringList &names, int days = kServerDays);

    /// What a server on this machine is called: localhost, 127.0.0.1, ::1 and the host name, if it is a valid one.
    static QStringList localNames();

    /// UTC. These read the first certificate; InvalidParameter when there is none.
    static Result<QDateTime> expiresAt(QByteArrayView certPem);
    /// 32 bytes.
    static Result<QByteArray> sha256Fingerprint(QByteArrayView certPem);
};

} // namespace cloister::crypto
