#pragma once

#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace cloister::crypto {

/// 32 bytes.
QByteArray sha256(QByteArrayView data);

/// SHA-256 of data that comes in parts. One thread at a time.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;

    Sha256 &add(QByteArrayView data);

    /// The 32 bytes of everything added; the object then starts anew.
    QByteArray result();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// HMAC-SHA-256, 32 bytes.
QByteArray hmac(const SecretKey &key, QByteArrayView data);

/// In time that depends on the lengths alone.
bool isEqual(QByteArrayView a, QByteArrayView b);

/// The key number `id` below `parent` for one purpose, named by 8 characters. Another id or purpose gives an unrelated
/// key, and neither tells anything about the parent.
SecretKey subkey(const SecretKey &parent, quint64 id, const char (&context)[9]);

/// `size` bytes from the system's generator, for salts and identifiers that nobody may guess.
QByteArray randomBytes(qsizetype size);

} // namespace cloister::crypto
