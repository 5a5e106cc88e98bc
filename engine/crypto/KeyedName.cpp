#include "engine/crypto/KeyedName.h"

#include "engine/crypto/Aad.h"
#include "engine/crypto/Aead.h"
#include "engine/crypto/Digest.h"

namespace cloister::crypto {

static constexpr auto kHiddenNameText = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
static constexpr char kKeyedNameContext[] = "keyednam";

QByteArray KeyedName::nonceFor(const SecretKey &key, QByteArrayView context, QByteArrayView name)
{
    return hmac(subkey(key, 1, kKeyedNameContext), Aad().add(context).add(name).bytes()).left(24);
}

QByteArray KeyedName::hide(const SecretKey &key, QByteArrayView context, QByteArrayView name)
{
    return Aead::sealWithNonce(
        subkey(key, 2, kKeyedNameContext), nonceFor(key, context, name), name, Aad().add(context).bytes())
        .toBase64(kHiddenNameText);
}

Result<QByteArray> KeyedName::reveal(const SecretKey &key, QByteArrayView context, QByteArrayView hidden)
{
    const QByteArray text = hidden.toByteArray();
    const auto decoded =
        QByteArray::fromBase64Encoding(text, kHiddenNameText | QByteArray::AbortOnBase64DecodingErrors);
    // Encoded again, because base64 ignores spare bits: one name has one text.
    if (!decoded || (*decoded).toBase64(kHiddenNameText) != text)
        return fail(ErrorCode::Integrity, QStringLiteral("not a hidden name"));
    CLOISTER_ASSIGN(
        QByteArray name, Aead::open(subkey(key, 2, kKeyedNameContext), *decoded, Aad().add(context).bytes()));
    if (!isEqual(QByteArrayView(*decoded).sliced(1, 24), nonceFor(key, context, name)))
        return fail(ErrorCode::Integrity, QStringLiteral("a hidden name does not match its digest"));
    return name;
}

} // namespace cloister::crypto
