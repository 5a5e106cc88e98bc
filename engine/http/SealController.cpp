#include "engine/http/Controllers.h"
#include "engine/model/Fields.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

// The event is written before the keys go: once they are gone nothing can be. Without it nothing is sealed.
Future<Result<Answer>> sealWorkspace(Engine &engine, const Sealer &sealer, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    const auto confirmed = body.member(QLatin1String("confirm"));
    if (!confirmed || confirmed->rawBytes() != "true") {
        return ready(invalidField(
            QStringLiteral("confirm"), QStringLiteral("must be true: nothing is answered until someone unseals")));
    }
    if (!sealer)
        return ready(fail(ErrorCode::Conflict, QStringLiteral("this process does not serve the workspace")));
    const AuditEvent event = ControlFile::eventBy(context.caller, engine.workspace.clock().nowMs(),
        QStringLiteral("workspace.seal"), QStringLiteral("workspace"), {});
    return engine.workspace.control()
        .change<void>(event, [](storage::WriteContext &) { return Result<void>(); })
        .then([sealer](const Result<void> &recorded) -> Result<Answer> {
            CLOISTER_TRY(recorded);
            sealer();
            return Answer{"{\"status\":\"sealing\"}", 202};
        });
}

Future<Result<Answer>> unsealWorkspace(Engine &, const Context &context)
{
    CLOISTER_ANSWER([[maybe_unused]] const JsonSlice body, bodyOf(context));
    return ready(fail(ErrorCode::Conflict, QStringLiteral("the workspace is not sealed")));
}

} // namespace

void addSealRoutes(RouteTable &routes, Engine &engine, const Sealer &sealer)
{
    routes.add({.method = Method::Post, .pattern = "/seal", .door = Door::Admin,
        .summary = QStringLiteral("Seal the workspace: what is in work is finished, then the keys leave memory and the "
                                  "files are closed; all else is answered 503 SEALED until it is unsealed"),
        .requestSchema = QStringLiteral("Seal"), .responseSchema = QStringLiteral("SealState"),
        .handler = [&engine, &sealer](const Context &context) { return sealWorkspace(engine, sealer, context); }});
    routes.add({.method = Method::Post, .pattern = "/unseal", .door = Door::SignIn,
        .summary = QStringLiteral("Unseal the workspace, from this machine alone"),
        .requestSchema = QStringLiteral("Unseal"), .responseSchema = QStringLiteral("SealState"),
        .handler = handledBy(engine, unsealWorkspace)});
}

} // namespace cloister::http
