#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecureBytes.h"

#include <QByteArray>
#include <QByteArrayView>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>

/// OpenSSL's objects with their owners, for Certificates.cpp and nothing else.
namespace cloister::crypto::openssl {

template<auto Free> struct Deleter
{
    template<typename T> void operator()(T *object) const { Free(object); }
};

inline void freeNames(GENERAL_NAMES *names)
{
    GENERAL_NAMES_free(names);
}

using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Deleter<freeNames>>;

Key makeKey();
/// Null when the text holds none.
Certificate readCertificate(QByteArrayView pem);
Key readKey(QByteArrayView pem);
/// Empty on failure.
QByteArray writeCertificate(X509 *certificate);
SecureBytes writeKey(EVP_PKEY *key);

/// Internal, with OpenSSL's own reason.
Unexpected failed(const char *what);

} // namespace cloister::crypto::openssl
