#include "engine/crypto/ApiKeyText.h"

#include "engine/crypto/Digest.h"

#include <sodium.h>

#include <algorithm>

namespace cloister::crypto {

namespace {

constexpr char kDigits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr qsizetype kIdAt = 3;
constexpr qsizetype kSecretAt = kIdAt + ApiKeyText::kIdSize + 1;
constexpr qsizetype kChecksumAt = kSecretAt + ApiKeyText::kSecretSize + 1;
constexpr qsizetype kChecksumSize = 6;
static_assert(kChecksumAt + kChecksumSize == ApiKeyText::kSize);

bool isBase62(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
        [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

/// CRC-32 as in zip and Ethernet.
quint32 crc32(QByteArrayView data)
{
    quint32 crc = 0xffffffffU;
    for (const char byte : data) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) ? 0xedb88320U : 0U);
    }
    return ~crc;
}

QByteArray checksum(QByteArrayView text)
{
    QByteArray digits(kChecksumSize, '0');
    quint32 rest = crc32(text);
    for (qsizetype i = kChecksumSize; i-- > 0; rest /= 62)
        digits[i] = kDigits[rest % 62];
    return digits;
}

void appendRandom(QByteArray &text, qsizetype count)
{
    for (qsizetype i = 0; i < count; ++i)
        text.append(kDigits[randombytes_uniform(62)]);
}

} // namespace

ApiKeyText::Fresh ApiKeyText::make()
{
    QByteArray text;
    text.reserve(kSize); // grown in place, the secret would leave copies behind
    text.append("cl_");
    appendRandom(text, kIdSize);
    text.append('_');
    appendRandom(text, kSecretSize);
    const QByteArray sum = checksum(text);
    text.append('_').append(sum);
    const QByteArrayView all(text);
    Fresh fresh {text.mid(kIdAt, kIdSize), SecureBytes(all), SecureBytes(all.sliced(kSecretAt, kSecretSize))};
    wipe(text);
    return fresh;
}

std::optional<ApiKeyText::Parsed> ApiKeyText::parse(QByteArrayView text)
{
    if (text.size() != kSize || !text.startsWith("cl_") || text[kSecretAt - 1] != '_' || text[kChecksumAt - 1] != '_')
        return std::nullopt;
    const QByteArrayView id = text.sliced(kIdAt, kIdSize);
    const QByteArrayView secret = text.sliced(kSecretAt, kSecretSize);
    const QByteArrayView sum = text.sliced(kChecksumAt);
    if (!isBase62(id) || !isBase62(secret) || !isEqual(sum, checksum(text.first(kChecksumAt - 1))))
        return std::nullopt;
    return Parsed {id.toByteArray(), SecureBytes(secret)};
}

QByteArray ApiKeyText::verifier(const SecretKey &pepper, QByteArrayView secret)
{
    return hmac(pepper, secret);
}

} // namespace cloister::crypto
