#include "engine/crypto/SecretKey.h"

#include "engine/crypto/Bytes.h"
#include "engine/crypto/KeySlab.h"

#include <sodium.h>

#include <cstring>
#include <utility>

namespace cloister::crypto {

static_assert(SecretKey::kSize == KeySlab::kSlotBytes);

SecretKey SecretKey::random()
{
    unsigned char *slot = KeySlab::instance().take();
    randombytes_buf(slot, kSize);
    return SecretKey(slot);
}

SecretKey SecretKey::fromBytes(std::span<const unsigned char, kSize> bytes)
{
    unsigned char *slot = KeySlab::instance().take();
    std::memcpy(slot, bytes.data(), kSize);
    return SecretKey(slot);
}

Result<SecretKey> SecretKey::fromView(QByteArrayView bytes)
{
    if (bytes.size() != qsizetype(kSize))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a key is %1 bytes long").arg(kSize));
    return fromBytes(std::span<const unsigned char, kSize>(bytesOf(bytes), kSize));
}

SecretKey::SecretKey(SecretKey &&other) noexcept : m_slot(std::exchange(other.m_slot, nullptr)) { }

SecretKey &SecretKey::operator=(SecretKey &&other) noexcept
{
    std::swap(m_slot, other.m_slot);
    if (this != &other && other.m_slot)
        KeySlab::instance().give(std::exchange(other.m_slot, nullptr));
    return *this;
}

SecretKey::~SecretKey()
{
    if (m_slot)
        KeySlab::instance().give(m_slot);
}

SecretKey SecretKey::clone() const
{
    return fromBytes(bytes());
}

std::span<const unsigned char, SecretKey::kSize> SecretKey::bytes() const
{
    Q_ASSERT(m_slot);
    return std::span<const unsigned char, kSize>(m_slot, kSize);
}

QByteArrayView SecretKey::view() const
{
    return QByteArrayView(bytes().data(), qsizetype(kSize));
}

bool operator==(const SecretKey &a, const SecretKey &b)
{
    return sodium_memcmp(a.bytes().data(), b.bytes().data(), SecretKey::kSize) == 0;
}

} // namespace cloister::crypto
