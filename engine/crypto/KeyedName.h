#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecretKey.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cloister::crypto {

/// Names that can be compared by all and read only with the key: deterministic authenticated encryption (the nonce is
/// a keyed digest of context and name). Used where a record outlives what it speaks of: once the key is destroyed the
/// name is gone, and equal names still are seen to be equal. Any thread.
class KeyedName
{
public:
    /// base64url text without padding; equal key, context and name give equal text. Its length tells that of the name.
    static QByteArray hide(const SecretKey &key, QByteArrayView context, QByteArrayView name);

    /// Integrity when `hidden` was not made by hide() with this key and context.
    static Result<QByteArray> reveal(const SecretKey &key, QByteArrayView context, QByteArrayView hidden);

private:
    static QByteArray nonceFor(const SecretKey &key, QByteArrayView context, QByteArrayView name);
};

} // namespace cloister::crypto
