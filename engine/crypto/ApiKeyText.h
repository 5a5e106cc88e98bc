#pragma once

#include "engine/crypto/SecretKey.h"
#include "engine/crypto/SecureBytes.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace cloister::crypto {

/// The text form of an API key, `cl_<id>_<secret>_<checksum>`, all base62 at fixed offsets: 8, 43 (256 bits) and 6
/// characters, the last being the CRC-32 of everything before its underscore. The checksum finds slips of the pen (and
/// lets secret scanners recognise a key); it guards nothing. Any thread.
class ApiKeyText
{
public:
    static constexpr qsizetype kIdSize = 8;
    static constexpr qsizetype kSecretSize = 43;
    static constexpr qsizetype kSize = 3 + kIdSize + 1 + kSecretSize + 1 + 6;

    struct Fresh
    {
        QByteArray id;
        SecureBytes text; ///< the whole key, shown once
        SecureBytes secret; ///< what verifier() takes
    };

    struct Parsed
    {
        QByteArray id;
        SecureBytes secret;
    };

    static Fresh make();

    /// Nothing unless `text` is exactly of the form and its checksum is right.
    static std::optional<Parsed> parse(QByteArrayView text);

    /// What is stored in place of the secret: HMAC-SHA-256, 32 bytes. Compare with isEqual().
    static QByteArray verifier(const SecretKey &pepper, QByteArrayView secret);
};

} // namespace cloister::crypto
