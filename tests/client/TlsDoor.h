#pragma once

#include "engine/crypto/Certificates.h"
#include "engine/http/QtHttpTransport.h"

#include <QTemporaryDir>

#include <memory>

namespace cloister::test {

/// An HTTPS server on a free loopback port with a certificate of its own authority, answering through one function.
class TlsDoor
{
public:
    explicit TlsDoor(http::RequestHandler handler);

    QString url() const { return QStringLiteral("https://127.0.0.1:%1").arg(m_port); }
    QString caFile() const { return m_directory.filePath(QStringLiteral("ca.pem")); }
    /// Of the server's certificate, in hex.
    QByteArray fingerprint() const { return m_fingerprint; }

private:
    QTemporaryDir m_directory;
    http::QtHttpTransport m_transport;
    quint16 m_port = 0;
    QByteArray m_fingerprint;
};

} // namespace cloister::test
