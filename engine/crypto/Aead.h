#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// Authenticated encryption of stored values with XChaCha20-Poly1305. A sealed value is the suite (1 byte), a random
/// nonce (24), the ciphertext (as long as the plain text) and the tag (16). Any thread.
class Aead
{
public:
    static constexpr char kSuite = 1;
    static constexpr qsizetype kOverheadBytes = 1 + 24 + 16;

    /// Sealing the same text twice gives different values. `aad` (see Aad) is bound and not kept.
    static QByteArray seal(const SecretKey &key, QByteArrayView plain, QByteArrayView aad);

    /// Integrity when anything differs from what was sealed: key, place, suite, any bit, length.
    static Result<QByteArray> open(const SecretKey &key, QByteArrayView sealed, QByteArrayView aad);

    /// For constructions that must choose the 24-byte nonce (KeyedName); everything else uses seal().
    static QByteArray sealWithNonce(
        const SecretKey &key, QByteArrayView nonce, QByteArrayView plain, QByteArrayView aad);
};

} // namespace cloister::crypto
