#include "app/cloisterd/Unlock.h"

#include "app/cloisterd/Terminal.h"

#include <QDir>
#include <QStandardPaths>

#include <optional>

namespace cloister::cli {

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

// The secret of the unlock file, if one is named.
static Result<std::optional<crypto::UnlockSecret>> secretFromFile(const Arguments &arguments)
{
    const QString path
        = arguments.has("unlock-file") ? arguments.value("unlock-file") : qEnvironmentVariable("CLOISTER_UNLOCK_FILE");
    if (path.isEmpty())
        return std::optional<crypto::UnlockSecret>();
    Result<crypto::UnlockSecret> secret = crypto::UnlockSecret::fromFile(path);
    if (!secret)
        return locked(QStringLiteral("the unlock file %1 is of no use: %2").arg(path, secret.error().detail));
    return std::optional<crypto::UnlockSecret>(std::move(secret).value());
}

Result<std::vector<crypto::UnlockSecret>> unlockSecrets(const Arguments &arguments)
{
    std::vector<crypto::UnlockSecret> secrets;
    CLOISTER_ASSIGN(std::optional<crypto::UnlockSecret> fromFile, secretFromFile(arguments));
    if (fromFile) {
        secrets.push_back(std::move(*fromFile));
        return secrets;
    }
    CLOISTER_ASSIGN(const crypto::SecureBytes typed, askSecret(QStringLiteral("Passphrase or recovery code: ")));
    // A code costs next to nothing to try, a passphrase a second.
    if (auto code = crypto::UnlockSecret::recoveryCode(typed.view()))
        secrets.push_back(std::move(code).value());
    auto passphrase = crypto::UnlockSecret::passphrase(typed.view());
    if (passphrase)
        secrets.push_back(std::move(passphrase).value());
    else if (secrets.empty())
        return locked(passphrase.error().detail);
    return secrets;
}

Result<crypto::UnlockSecret> newSecret(const Arguments &arguments)
{
    CLOISTER_ASSIGN(std::optional<crypto::UnlockSecret> fromFile, secretFromFile(arguments));
    if (fromFile)
        return std::move(*fromFile);
    CLOISTER_ASSIGN(const crypto::SecureBytes typed, askSecret(QStringLiteral("New passphrase: ")));
    CLOISTER_ASSIGN(const crypto::SecureBytes again, askSecret(QStringLiteral("The same again: ")));
    if (typed.view() != again.view())
        return locked(QStringLiteral("the two passphrases differ; nothing was made"));
    Result<crypto::UnlockSecret> secret = crypto::UnlockSecret::passphrase(typed.view());
    if (!secret)
        return locked(secret.error().detail);
    return secret;
}

} // namespace cloister::cli
