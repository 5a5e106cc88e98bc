#include "engine/crypto/OpenSsl.h"

#include "engine/crypto/Bytes.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace cloister::crypto::openssl {

static Bio readFrom(QByteArrayView pem)
{
    return Bio(BIO_new_mem_buf(charactersOf(pem), int(pem.size())));
}

/// A key without a passphrase must fail when it turns out to want one, and never ask on the terminal.
static int refusePassphrase(char *, int, int, void *)
{
    return -1;
}

Key makeKey()
{
    return Key(EVP_EC_gen("P-256"));
}

Certificate readCertificate(QByteArrayView pem)
{
    const Bio bio = readFrom(pem);
    Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, &refusePassphrase, nullptr) : nullptr);
    ERR_clear_error();
    return certificate;
}

Key readKey(QByteArrayView pem)
{
    const Bio bio = readFrom(pem);
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, &refusePassphrase, nullptr) : nullptr);
    ERR_clear_error();
    return key;
}

QByteArray writeCertificate(X509 *certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1)
        return {};
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, qsizetype(size));
}

SecureBytes writeKey(EVP_PKEY *key)
{
    const Bio bio(BIO_new(BIO_s_secmem())); // wiped when freed
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return {};
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return SecureBytes(QByteArrayView(data, qsizetype(size)));
}

Unexpected failed(const char *what)
{
    char reason[256] = "no reason given";
    if (const unsigned long number = ERR_get_error())
        ERR_error_string_n(number, reason, sizeof reason);
    ERR_clear_error();
    return fail(ErrorCode::Internal, QStringLiteral("%1: %2").arg(QLatin1String(what), QString::fromLatin1(reason)));
}

} // namespace cloister::crypto::openssl
