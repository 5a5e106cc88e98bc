#pragma once

#include "engine/base/Result.h"

#include <QByteArrayView>

#include <span>

namespace cloister::crypto {

/// 256 bits of key in locked memory (KeySlab), wiped when the key goes. Moves and never copies by itself: clone() says
/// so where a second one is meant. A moved-from key may only be destroyed or assigned to. Distinct keys may be used by
/// distinct threads; one key by many at once as long as none moves it.
class SecretKey
{
public:
    static constexpr std::size_t kSize = 32;

    static SecretKey random();
    static SecretKey fromBytes(std::span<const unsigned char, kSize> bytes);

    /// InvalidParameter when `bytes` is not exactly kSize long.
    static Result<SecretKey> fromView(QByteArrayView bytes);

    SecretKey(SecretKey &&other) noexcept;
    SecretKey &operator=(SecretKey &&other) noexcept;
    ~SecretKey();

    SecretKey clone() const;

    /// Valid as long as the key is. Copies made of it are the caller's to wipe.
    std::span<const unsigned char, kSize> bytes() const;
    QByteArrayView view() const;

    /// In constant time.
    friend bool operator==(const SecretKey &a, const SecretKey &b);

private:
    explicit SecretKey(unsigned char *slot) : m_slot(slot) { }

    unsigned char *m_slot;
};

} // namespace cloister::crypto
