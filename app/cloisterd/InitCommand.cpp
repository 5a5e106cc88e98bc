#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/base/JsonWriter.h"
#include "engine/service/TlsFiles.h"

#include <QFileInfo>

namespace cloister::cli {

static Result<ExitCode> runInit(const Arguments &arguments)
{
    const QString directory = workspaceDirectory(arguments);
    if (QFileInfo::exists(directory + QLatin1String("/keystore"))
        && !QFileInfo::exists(directory + QLatin1String("/unfinished"))) {
        return fail(ErrorCode::Conflict,
            QStringLiteral("there is a workspace in %1 already; nothing was changed").arg(directory));
    }
    CLOISTER_ASSIGN(const crypto::UnlockSecret secret, newSecret(arguments));
    const SystemClock clock;
    CLOISTER_ASSIGN(const Workspace::Created created, Workspace::create(directory, secret, clock));
    const QString caFile = TlsFiles::caFile(directory);
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("workspace"), directory);
    json.member(QLatin1String("caFile"), caFile);
    json.member(QLatin1String("recoveryCode"), created.recoveryCode);
    json.endObject();
    return done(arguments, json.take(),
        QStringLiteral("Made the workspace %1.\n\n"
                       "  recovery code   %2\n"
                       "  CA file         %3\n\n"
                       "The recovery code opens the workspace when the passphrase is lost. It is shown this once:\n"
                       "print it and keep it away from this machine. Clients trust the service by the CA file, for\n"
                       "example with curl --cacert or NODE_EXTRA_CA_CERTS. Next: cloisterd project create NAME")
            .arg(directory, created.recoveryCode, caFile));
}

CommandSpec initCommand()
{
    return {"init", {}, "make a workspace",
        "Makes a workspace in a directory that is empty or not there yet. It is encrypted; a passphrase of\n"
        "at least 12 characters, which is asked for twice, or the content of the unlock file opens it from then\n"
        "on. Prints a recovery code, once, and where the file of the certificate authority is that clients need.",
        "cloisterd init --workspace /srv/cloister\n\n"
        "Without a terminal, from a file:\n\n"
        "(umask 077; head -c 32 /dev/urandom | base64 > unlock)\n"
        "cloisterd init --workspace /srv/cloister --unlock-file unlock",
        {}, runInit};
}

} // namespace cloister::cli
