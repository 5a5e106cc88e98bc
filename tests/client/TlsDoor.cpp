#include "tests/client/TlsDoor.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSslCertificate>

namespace cloister::test {

TlsDoor::TlsDoor(http::RequestHandler handler) : m_transport(std::move(handler), {})
{
    const auto authority = crypto::Certificates::makeAuthority(QStringLiteral("Test authority"));
    const auto server = crypto::Certificates::makeServer(authority.value(), crypto::Certificates::localNames());
    QFile file(caFile());
    if (file.open(QIODevice::WriteOnly))
        file.write(authority->certPem);
    m_fingerprint = QSslCertificate(server->certPem).digest(QCryptographicHash::Sha256).toHex();
    m_port = m_transport
                 .listenTls(QHostAddress(QHostAddress::LocalHost), 0,
                     {server->certPem, server->keyPem.view().toByteArray()})
                 .value_or(quint16(0));
}

} // namespace cloister::test
