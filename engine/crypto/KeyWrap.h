#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// `key` sealed under `kek`, bound to its place by `aad`: 73 bytes.
QByteArray wrapKey(const SecretKey &kek, const SecretKey &key, QByteArrayView aad);

/// Integrity when anything differs from what was wrapped.
Result<SecretKey> unwrapKey(const SecretKey &kek, QByteArrayView wrapped, QByteArrayView aad);

} // namespace cloister::crypto
