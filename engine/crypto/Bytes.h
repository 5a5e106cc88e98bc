#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// What libsodium and OpenSSL call bytes. For the .cpp files of this folder.
inline const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

inline unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

inline unsigned long long lengthOf(QByteArrayView view)
{
    return static_cast<unsigned long long>(view.size());
}

} // namespace cloister::crypto
