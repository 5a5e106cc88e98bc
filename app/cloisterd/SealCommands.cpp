#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/base/AtomicFile.h"
#include "engine/base/JsonWriter.h"
#include "engine/client/AdminPath.h"
#include "engine/client/HttpsTransport.h"
#include "engine/client/ServerError.h"

namespace cloister::cli {

// Asks the service that has the workspace open, sealed or not.
static Result<ExitCode> askService(const Arguments &arguments, const QString &what, const QByteArray &body, const QString &text)
{
    CLOISTER_ASSIGN(const std::optional<ServedWorkspace> served, servedWorkspace(workspaceDirectory(arguments)));
    if (!served)
        return fail(ErrorCode::Conflict, QStringLiteral("no service serves the workspace: its files are closed"));
    CLOISTER_ASSIGN(const auto transport, client::HttpsTransport::create({.url = served->url, .caFile = served->caFile}));
    const client::ApiClient api(*transport, served->adminToken.view().toByteArray());
    CLOISTER_ASSIGN(const client::Reply reply, api.send({"POST", client::adminPath({what}), {}, body, {}}).result());
    return done(arguments, reply.body, text);
}

static Result<ExitCode> seal(const Arguments &arguments)
{
    return askService(arguments, QStringLiteral("seal"), "{\"confirm\":true}",
        QStringLiteral("Sealed. The service answers 503 until: cloisterd unseal"));
}

static Result<ExitCode> unseal(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const crypto::SecureBytes secret, typedSecret(arguments));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("secret"), QString::fromUtf8(secret.view()));
    json.endObject();
    return askService(arguments, QStringLiteral("unseal"), json.take(), QStringLiteral("The workspace is open."));
}

std::vector<CommandSpec> sealCommands()
{
    return {
        {"seal", {}, "seal the workspace while its service goes on running",
            "Lets the service that serves the workspace finish the requests it has; then the keys leave its memory and\n"
            "the files are closed. It answers 503 SEALED to everything until 'cloisterd unseal'.",
            "cloisterd seal --workspace /srv/cloister", {}, seal},
        {"unseal", {}, "open a sealed workspace again",
            "Gives the service the passphrase, the recovery code or the key file that opens the workspace. Only from the\n"
            "machine that the service runs on.",
            "cloisterd unseal --workspace /srv/cloister", {}, unseal},
    };
}

} // namespace cloister::cli
