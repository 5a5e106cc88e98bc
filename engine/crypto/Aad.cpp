#include "engine/crypto/Aad.h"

#include "engine/crypto/Aead.h"

#include <QtEndian>

namespace cloister::crypto {

Aad::Aad() : m_bytes(1, Aead::kSuite) { }

Aad &Aad::add(QByteArrayView field)
{
    const quint64 size = qToLittleEndian(static_cast<quint64>(field.size()));
    m_bytes.append('b');
    m_bytes.append(reinterpret_cast<const char *>(&size), sizeof size);
    m_bytes.append(field.data(), field.size());
    return *this;
}

Aad &Aad::add(qint64 number)
{
    const qint64 little = qToLittleEndian(number);
    m_bytes.append('i');
    m_bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
    return *this;
}

} // namespace cloister::crypto
