#include "engine/http/Controllers.h"
#include "engine/http/OpenApi.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

QFuture<Result<Answer>> health(Engine &, const Context &)
{
    return ready(Answer{"{\"status\":\"ok\",\"version\":\"" CLOISTER_VERSION "\"}"});
}

// Ready means that the workspace answers: its control database is read.
QFuture<Result<Answer>> readiness(Engine &engine, const Context &)
{
    if (const auto projects = engine.projects.list(); !projects)
        return ready(projects.unexpected());
    return ready(Answer{"{\"status\":\"ready\"}"});
}

} // namespace

void addSystemRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Get, .pattern = "/healthz", .door = Door::Open,
        .summary = QStringLiteral("Whether the process runs"), .responseSchema = QStringLiteral("Health"),
        .handler = handledBy(engine, health)});
    routes.add({.method = Method::Get, .pattern = "/readyz", .door = Door::Open,
        .summary = QStringLiteral("Whether the workspace is open and answers"),
        .responseSchema = QStringLiteral("Health"), .handler = handledBy(engine, readiness)});
    routes.add({.method = Method::Get, .pattern = "/openapi.json", .door = Door::Open,
        .summary = QStringLiteral("This description"), .responseSchema = QStringLiteral("OpenApi"),
        .handler = [&routes](const Context &) { return ready(Answer{openApiDocument(routes)}); }});
}

} // namespace cloister::http
