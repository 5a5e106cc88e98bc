#include "engine/crypto/KeyWrap.h"

#include "engine/crypto/Aead.h"
#include "engine/crypto/SecureBytes.h"

namespace cloister::crypto {

QByteArray wrapKey(const SecretKey &kek, const SecretKey &key, QByteArrayView aad)
{
    return Aead::seal(kek, key.view(), aad);
}

Result<SecretKey> unwrapKey(const SecretKey &kek, QByteArrayView wrapped, QByteArrayView aad)
{
    CLOISTER_ASSIGN(QByteArray plain, Aead::open(kek, wrapped, aad));
    if (plain.size() != qsizetype(SecretKey::kSize)) {
        wipe(plain);
        return fail(ErrorCode::Integrity, QStringLiteral("a wrapped key has the wrong length"));
    }
    Result<SecretKey> key = SecretKey::fromView(plain);
    wipe(plain);
    return key;
}

} // namespace cloister::crypto
