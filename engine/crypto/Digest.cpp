#include "engine/crypto/Digest.h"

#include "engine/crypto/Bytes.h"

#include <sodium.h>

#include <array>

namespace cloister::crypto {

struct Sha256::State
{
    crypto_hash_sha256_state sha;

    ~State() { sodium_memzero(&sha, sizeof sha); } // it may have digested a secret
};

QByteArray sha256(QByteArrayView data)
{
    QByteArray digest(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256(bytesOf(digest), bytesOf(data), lengthOf(data));
    return digest;
}

Sha256::Sha256() : m_state(new State)
{
    crypto_hash_sha256_init(&m_state->sha);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

Sha256 &Sha256::add(QByteArrayView data)
{
    crypto_hash_sha256_update(&m_state->sha, bytesOf(data), lengthOf(data));
    return *this;
}

QByteArray Sha256::result()
{
    QByteArray digest(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256_final(&m_state->sha, bytesOf(digest));
    crypto_hash_sha256_init(&m_state->sha);
    return digest;
}

QByteArray hmac(const SecretKey &key, QByteArrayView data)
{
    static_assert(crypto_auth_hmacsha256_KEYBYTES == SecretKey::kSize);
    QByteArray digest(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(bytesOf(digest), bytesOf(data), lengthOf(data), key.bytes().data());
    return digest;
}

bool isEqual(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && sodium_memcmp(bytesOf(a), bytesOf(b), std::size_t(a.size())) == 0;
}

SecretKey subkey(const SecretKey &parent, quint64 id, const char (&context)[9])
{
    static_assert(crypto_kdf_KEYBYTES == SecretKey::kSize && crypto_kdf_CONTEXTBYTES == 8);
    std::array<unsigned char, SecretKey::kSize> derived;
    crypto_kdf_derive_from_key(derived.data(), derived.size(), id, context, parent.bytes().data());
    SecretKey key = SecretKey::fromBytes(derived);
    sodium_memzero(derived.data(), derived.size());
    return key;
}

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), std::size_t(size));
    return bytes;
}

} // namespace cloister::crypto
