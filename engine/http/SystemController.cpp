#include "engine/http/Controllers.h"
#include "engine/http/OpenApi.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

Future<Result<Answer>> health(Engine &, const Context &)
{
    return ready(Answer{"{\"status\":\"ok\",\"version\":\"" CLOISTER_VERSION "\"}"});
}

void writeEmbedder(JsonWriter &json, const SearchModel &model)
{
    const search::EmbedderId id = model.embedder->id();
    json.key(QLatin1String("embedder"));
    json.beginObject();
    json.member(QLatin1String("name"), id.name);
    json.member(QLatin1String("version"), id.version);
    json.member(QLatin1String("dimensions"), id.dimensions);
    json.member(QLatin1String("source"),
        QLatin1String(model.source == SearchModel::Source::Model ? "model" : "fallback"));
    if (!model.problem.isEmpty())
        json.member(QLatin1String("problem"), model.problem);
    json.endObject();
}

// Ready means that the workspace answers: its control database is read.
Future<Result<Answer>> readiness(Engine &engine, const Context &)
{
    if (const auto projects = engine.projects.list(); !projects)
        return ready(projects.unexpected());
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("status"), QLatin1String("ready"));
    writeEmbedder(json, engine.search.model());
    json.endObject();
    return ready(Answer{json.take()});
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
