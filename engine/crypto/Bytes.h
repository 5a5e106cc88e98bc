#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// What libsodium and OpenSSL call characters and bytes; never null, which they refuse even for no bytes. For the .cpp
/// files of this folder.
inline const char *charactersOf(QByteArrayView view)
{
    return view.isNull() ? "" : view.data();
}

inline const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(charactersOf(view));
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
