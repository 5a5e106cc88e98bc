#include "engine/crypto/UnlockSecret.h"

#include "engine/base/AtomicFile.h"
#include "engine/crypto/Digest.h"

#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>
#include <cstring>

namespace cloister::crypto {

namespace {

constexpr char kKeyFileFamily[] = "cloister-key-";
constexpr char kKeyFileHeader[] = "cloister-key-1\n";
constexpr qint64 kMaxUnlockFileBytes = 4096;
constexpr qsizetype kMaxPassphraseBytes = 1024;

// No I, L, O and U: nothing to take for a digit.
constexpr char kRecoveryDigits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr qsizetype kRecoverySize = 32;

char recoveryDigit(char typed)
{
    const char upper = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 'a' + 'A') : typed;
    if (upper == 'O')
        return '0';
    if (upper == 'I' || upper == 'L')
        return '1';
    return upper && std::strchr(kRecoveryDigits, upper) ? upper : '\0';
}

QByteArrayView withoutLineEnd(QByteArrayView text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    if (text.endsWith('\r'))
        text.chop(1);
    return text;
}

} // namespace

Result<UnlockSecret> UnlockSecret::passphrase(QByteArrayView utf8)
{
    if (utf8.isEmpty() || utf8.size() > kMaxPassphraseBytes)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a passphrase is 1 to 1024 bytes long"));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(utf8);
    const bool isText = !decoder.hasError()
        && std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c.category() == QChar::Other_Control; });
    QString composed = text.normalized(QString::NormalizationForm_C);
    wipe(text);
    QByteArray bytes = composed.toUtf8();
    wipe(composed);
    SecureBytes secret = SecureBytes::take(bytes);
    if (!isText)
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("a passphrase is one line of UTF-8 without control characters"));
    return UnlockSecret(Kind::Passphrase, std::move(secret));
}

Result<UnlockSecret> UnlockSecret::recoveryCode(QByteArrayView text)
{
    QByteArray digits;
    digits.reserve(kRecoverySize);
    bool isCode = text.size() <= 4 * kRecoverySize;
    for (qsizetype i = 0; isCode && i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n')
            continue;
        const char digit = recoveryDigit(c);
        isCode = digit != '\0' && digits.size() < kRecoverySize;
        digits.append(digit);
    }
    isCode = isCode && digits.size() == kRecoverySize;
    SecureBytes secret = SecureBytes::take(digits);
    if (!isCode)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a recovery code is 8 groups of 4 letters and digits"));
    return UnlockSecret(Kind::RecoveryCode, std::move(secret));
}

Result<UnlockSecret> UnlockSecret::keyFile(QByteArrayView content)
{
    if (!content.startsWith(kKeyFileFamily))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("not a key file"));
    if (!content.startsWith(kKeyFileHeader))
        return fail(ErrorCode::Conflict, QStringLiteral("a key file of another version"));
    const QByteArrayView text = withoutLineEnd(content.sliced(qsizetype(std::strlen(kKeyFileHeader))));
    auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    SecureBytes secret = SecureBytes::take(*decoded);
    if (!decoded || secret.size() != qsizetype(SecretKey::kSize))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("a damaged key file"));
    return UnlockSecret(Kind::KeyFile, std::move(secret));
}

Result<UnlockSecret> UnlockSecret::fromFile(const QString &path)
{
    CLOISTER_ASSIGN(QByteArray content, files::readPrivate(path, kMaxUnlockFileBytes));
    const SecureBytes kept = SecureBytes::take(content);
    if (kept.view().startsWith(kKeyFileFamily))
        return keyFile(kept.view());
    return passphrase(withoutLineEnd(kept.view()));
}

SecureBytes UnlockSecret::makeRecoveryCode()
{
    QByteArray random = randomBytes(kRecoverySize);
    QByteArray code;
    code.reserve(kRecoverySize + kRecoverySize / 4);
    for (qsizetype i = 0; i < kRecoverySize; ++i) {
        if (i > 0 && i % 4 == 0)
            code.append('-');
        code.append(kRecoveryDigits[random.at(i) & 31]);
    }
    wipe(random);
    return SecureBytes::take(code);
}

Result<void> UnlockSecret::createKeyFile(const QString &path)
{
    if (QFileInfo::exists(path) || QFileInfo(path).isSymLink())
        return fail(ErrorCode::Conflict, path + QLatin1String(" exists"));
    QByteArray random = randomBytes(qsizetype(SecretKey::kSize));
    QByteArray text = random.toBase64();
    QByteArray content = kKeyFileHeader + text + '\n';
    Result<void> written = files::writeAtomically(path, content);
    wipe(random);
    wipe(text);
    wipe(content);
    return written;
}

Result<SecretKey> UnlockSecret::wrappingKey(QByteArrayView salt, Argon2Cost cost) const
{
    if (m_kind == Kind::Passphrase)
        return deriveKey(m_secret.view(), salt, cost);
    if (salt.size() != kSaltBytes)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("an unlock slot's salt has the wrong length"));
    QByteArray digest = Sha256().add(salt).add(m_secret.view()).result(); // the salt's length is fixed: no ambiguity
    Result<SecretKey> key = SecretKey::fromView(digest);
    wipe(digest);
    return key;
}

} // namespace cloister::crypto
