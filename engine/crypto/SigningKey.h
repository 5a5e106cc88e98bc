#pragma once

#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// An Ed25519 key pair. Any thread.
class SigningKey
{
public:
    /// The same seed always gives the same pair.
    static SigningKey fromSeed(const SecretKey &seed);

    /// 32 bytes, no secret.
    const QByteArray &publicKey() const { return m_publicKey; }

    /// 64 bytes; the same message gives the same signature.
    QByteArray sign(QByteArrayView message) const;

    /// False for anything but this key's signature of this message, whatever the lengths.
    static bool verify(QByteArrayView publicKey, QByteArrayView message, QByteArrayView signature);

private:
    SigningKey(SecretKey seed, QByteArray publicKey) : m_seed(std::move(seed)), m_publicKey(std::move(publicKey)) { }

    SecretKey m_seed;
    QByteArray m_publicKey;
};

} // namespace cloister::crypto
