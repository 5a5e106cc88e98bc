#include "engine/crypto/SecureBytes.h"

#include <sodium.h>

#include <cstring>
#include <utility>

namespace cloister::crypto {

SecureBytes::SecureBytes(QByteArrayView bytes) : m_size(bytes.size())
{
    if (m_size == 0)
        return;
    m_data.reset(new char[std::size_t(m_size)]);
    std::memcpy(m_data.get(), bytes.data(), std::size_t(m_size));
}

SecureBytes SecureBytes::take(QByteArray &source)
{
    SecureBytes taken(source);
    crypto::wipe(source);
    return taken;
}

SecureBytes::SecureBytes(SecureBytes &&other) noexcept
    : m_data(std::move(other.m_data)), m_size(std::exchange(other.m_size, 0))
{
}

SecureBytes &SecureBytes::operator=(SecureBytes &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecureBytes::~SecureBytes()
{
    wipe();
}

void SecureBytes::wipe() noexcept
{
    if (m_data)
        sodium_memzero(m_data.get(), std::size_t(m_size));
    m_data.reset();
    m_size = 0;
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached())
        sodium_memzero(bytes.data(), std::size_t(bytes.size()));
    bytes.clear();
}

void wipe(QString &text)
{
    if (text.isDetached())
        sodium_memzero(text.data(), std::size_t(text.size()) * sizeof(QChar));
    text.clear();
}

} // namespace cloister::crypto
