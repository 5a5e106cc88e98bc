#pragma once

#include <QByteArray>

namespace cloister::http {

enum class TlsMinimum { Tls13, Tls12 };

/// What a TLS listener shows its clients. Whether key and certificate belong together is the caller's to check.
struct TlsSettings
{
    QByteArray certPem; ///< the leaf first, then the authorities above it
    QByteArray keyPem;  ///< EC or RSA, not encrypted
    TlsMinimum minimum = TlsMinimum::Tls13;
};

} // namespace cloister::http
