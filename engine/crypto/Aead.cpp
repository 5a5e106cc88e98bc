#include "engine/crypto/Aead.h"

#include "engine/crypto/Bytes.h"

#include <sodium.h>

#include <cstring>

namespace cloister::crypto {

static constexpr qsizetype kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static constexpr qsizetype kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Aead::kOverheadBytes == 1 + kNonceBytes + kTagBytes);

QByteArray Aead::seal(const SecretKey &key, QByteArrayView plain, QByteArrayView aad)
{
    char nonce[kNonceBytes];
    randombytes_buf(nonce, sizeof nonce);
    return sealWithNonce(key, QByteArrayView(nonce, kNonceBytes), plain, aad);
}

QByteArray Aead::sealWithNonce(const SecretKey &key, QByteArrayView nonce, QByteArrayView plain, QByteArrayView aad)
{
    Q_ASSERT(nonce.size() == kNonceBytes);
    QByteArray sealed(plain.size() + kOverheadBytes, Qt::Uninitialized);
    unsigned char *out = bytesOf(sealed);
    out[0] = kSuite;
    std::memcpy(out + 1, nonce.data(), std::size_t(kNonceBytes));
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + kNonceBytes, nullptr, bytesOf(plain), lengthOf(plain),
        bytesOf(aad), lengthOf(aad), nullptr, bytesOf(nonce), key.bytes().data());
    return sealed;
}

Result<QByteArray> Aead::open(const SecretKey &key, QByteArrayView sealed, QByteArrayView aad)
{
    if (sealed.size() < kOverheadBytes || sealed.front() != kSuite)
        return fail(ErrorCode::Integrity, QStringLiteral("not a sealed value"));
    const QByteArrayView nonce = sealed.sliced(1, kNonceBytes);
    const QByteArrayView body = sealed.sliced(1 + kNonceBytes);
    QByteArray plain(sealed.size() - kOverheadBytes, Qt::Uninitialized);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(plain), nullptr, nullptr, bytesOf(body), lengthOf(body),
            bytesOf(aad), lengthOf(aad), bytesOf(nonce), key.bytes().data())
        != 0)
        return fail(ErrorCode::Integrity, QStringLiteral("a sealed value does not open"));
    return plain;
}

} // namespace cloister::crypto
