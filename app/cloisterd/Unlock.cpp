#include "app/cloisterd/Unlock.h"

#include "app/cloisterd/Terminal.h"
#include "engine/base/AtomicFile.h"

#include <QDir>
#include <QStandardPaths>

#include <optional>

namespace cloister::cli {

static constexpr qint64 kMaxUnlockFileBytes = 4096;
static constexpr qsizetype kMinPassphrase = 12; // characters, as of an account

QString workspaceDirectory(const Arguments &arguments)
{
    if (arguments.has("workspace"))
        return QDir(arguments.value("workspace")).absolutePath();
    const QString fromEnvironment = qEnvironmentVariable("CLOISTER_WORKSPACE");
    if (!fromEnvironment.isEmpty())
        return QDir(fromEnvironment).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QLatin1String("/cloister");
}

static Unexpected locked(const QString &why)
{
    return fail(ErrorCode::Unauthenticated, why);
}

static QString lockedText()
{
    return QStringLiteral("the workspace is locked and there is no terminal to ask for the passphrase on; give a file of "
                          "mode 0600 that holds it with --unlock-file or CLOISTER_UNLOCK_FILE");
}

static QString unlockFile(const Arguments &arguments)
{
    return arguments.has("unlock-file") ? arguments.value("unlock-file") : qEnvironmentVariable("CLOISTER_UNLOCK_FILE");
}

static Result<crypto::SecureBytes> textOfFile(const QString &path)
{
    CLOISTER_ASSIGN(QByteArray content, files::readPrivate(path, kMaxUnlockFileBytes));
    while (content.endsWith('\n') || content.endsWith('\r'))
        content.chop(1);
    return crypto::SecureBytes::take(content);
}

// The secret of the unlock file, if one is named.
static Result<std::optional<crypto::UnlockSecret>> secretFromFile(const Arguments &arguments)
{
    const QString path = unlockFile(arguments);
    if (path.isEmpty())
        return std::optional<crypto::UnlockSecret>();
    Result<crypto::UnlockSecret> secret = crypto::UnlockSecret::fromFile(path);
    if (!secret)
        return locked(QStringLiteral("the unlock file %1 is of no use: %2").arg(path, secret.error().detail));
    return std::optional<crypto::UnlockSecret>(std::move(secret).value());
}

// The recovery code that the file may hold, which costs next to nothing to try, then what else it may be.
static Result<std::vector<crypto::UnlockSecret>> secretsOfFile(const Arguments &arguments)
{
    std::vector<crypto::UnlockSecret> secrets;
    CLOISTER_ASSIGN(std::optional<crypto::UnlockSecret> secret, secretFromFile(arguments));
    CLOISTER_ASSIGN(const crypto::SecureBytes text, textOfFile(unlockFile(arguments)));
    if (auto code = crypto::UnlockSecret::recoveryCode(text.view()))
        secrets.push_back(std::move(code).value());
    secrets.push_back(std::move(*secret));
    return secrets;
}

Result<std::vector<crypto::UnlockSecret>> unlockSecrets(const Arguments &arguments)
{
    if (!unlockFile(arguments).isEmpty())
        return secretsOfFile(arguments);
    CLOISTER_ASSIGN(const crypto::SecureBytes typed, askSecret(QStringLiteral("Passphrase or recovery code: "), lockedText()));
    Result<std::vector<crypto::UnlockSecret>> read = typedSecrets(typed.view());
    return read ? std::move(read) : locked(read.error().detail);
}

Result<std::vector<crypto::UnlockSecret>> typedSecrets(QByteArrayView text)
{
    std::vector<crypto::UnlockSecret> secrets;
    if (auto key = crypto::UnlockSecret::keyFile(text)) {
        secrets.push_back(std::move(key).value());
        return secrets;
    }
    // A code costs next to nothing to try, a passphrase a second.
    if (auto code = crypto::UnlockSecret::recoveryCode(text))
        secrets.push_back(std::move(code).value());
    auto passphrase = crypto::UnlockSecret::passphrase(text);
    if (passphrase)
        secrets.push_back(std::move(passphrase).value());
    else if (secrets.empty())
        return passphrase.unexpected();
    return secrets;
}

Result<crypto::SecureBytes> typedSecret(const Arguments &arguments)
{
    const QString path = unlockFile(arguments);
    if (path.isEmpty())
        return askSecret(QStringLiteral("Passphrase or recovery code: "), lockedText());
    return textOfFile(path);
}

// As long as an account's, or it could be guessed: it opens everything. One that opens a workspace already goes on doing so.
static Result<void> checkLength(const crypto::SecureBytes &passphrase)
{
    QString text = QString::fromUtf8(passphrase.view());
    const qsizetype length = text.size();
    crypto::wipe(text);
    if (length < kMinPassphrase)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("passphrase must be 12 characters to 1,024 bytes long"));
    return {};
}

Result<crypto::UnlockSecret> newSecret(const Arguments &arguments)
{
    CLOISTER_ASSIGN(std::optional<crypto::UnlockSecret> fromFile, secretFromFile(arguments));
    if (fromFile) {
        if (fromFile->kind() == crypto::UnlockSecret::Kind::Passphrase) {
            CLOISTER_ASSIGN(const crypto::SecureBytes text, textOfFile(unlockFile(arguments)));
            CLOISTER_TRY(checkLength(text));
        }
        return std::move(*fromFile);
    }
    const QString missing = QStringLiteral("there is no terminal to ask for the new passphrase on; give a file of mode 0600 "
                                           "that holds it with --unlock-file or CLOISTER_UNLOCK_FILE");
    CLOISTER_ASSIGN(const crypto::SecureBytes typed, askSecret(QStringLiteral("New passphrase: "), missing));
    CLOISTER_ASSIGN(const crypto::SecureBytes again, askSecret(QStringLiteral("The same again: "), missing));
    if (typed.view() != again.view())
        return locked(QStringLiteral("the two passphrases differ; nothing was made"));
    CLOISTER_TRY(checkLength(typed));
    Result<crypto::UnlockSecret> secret = crypto::UnlockSecret::passphrase(typed.view());
    if (!secret)
        return locked(secret.error().detail);
    return secret;
}

} // namespace cloister::cli
