#include "engine/crypto/SigningKey.h"

#include "engine/crypto/Bytes.h"

#include <sodium.h>

#include <array>
#include <cstring>

namespace cloister::crypto {

using SecretHalf = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;

SigningKey SigningKey::fromSeed(const SecretKey &seed)
{
    static_assert(crypto_sign_SEEDBYTES == SecretKey::kSize);
    QByteArray publicKey(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized);
    SecretHalf secret;
    crypto_sign_seed_keypair(bytesOf(publicKey), secret.data(), seed.bytes().data());
    sodium_memzero(secret.data(), secret.size());
    return SigningKey(seed.clone(), publicKey);
}

QByteArray SigningKey::sign(QByteArrayView message) const
{
    // libsodium's secret half is the seed and the public key side by side; only the seed is kept, in locked memory.
    SecretHalf secret;
    std::memcpy(secret.data(), m_seed.bytes().data(), SecretKey::kSize);
    std::memcpy(secret.data() + SecretKey::kSize, m_publicKey.constData(), crypto_sign_PUBLICKEYBYTES);
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(bytesOf(signature), nullptr, bytesOf(message), lengthOf(message), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return signature;
}

bool SigningKey::verify(QByteArrayView publicKey, QByteArrayView message, QByteArrayView signature)
{
    return publicKey.size() == qsizetype(crypto_sign_PUBLICKEYBYTES) && signature.size() == qsizetype(crypto_sign_BYTES)
        && crypto_sign_verify_detached(bytesOf(signature), bytesOf(message), lengthOf(message), bytesOf(publicKey))
        == 0;
}

} // namespace cloister::crypto
