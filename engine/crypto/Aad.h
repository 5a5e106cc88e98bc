#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// The associated data of a sealed value: where it belongs. Every field carries its kind and length and the suite comes
/// first, so two lists of fields give equal bytes only if they are equal.
class Aad
{
public:
    Aad();

    Aad &add(QByteArrayView field);
    Aad &add(qint64 number);

    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

} // namespace cloister::crypto
