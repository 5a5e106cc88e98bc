#pragma once

#include "engine/http/TlsSettings.h"

namespace cloister::test {

/// A new self-signed EC certificate for localhost, made by the openssl command; empty when that failed.
http::TlsSettings makeTestCertificate(const QByteArray &commonName);

} // namespace cloister::test
