#include "engine/http/Controllers.h"

#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

void writeServer(JsonWriter &json, const char *name, const std::optional<ModelServerInfo> &server)
{
    json.key(QLatin1String(name));
    if (!server) {
        json.value(nullptr);
        return;
    }
    json.beginObject();
    json.member(QLatin1String("url"), QString::fromLatin1(server->url.toEncoded()));
    json.member(QLatin1String("model"), server->model);
    if (server->dimensions > 0)
        json.member(QLatin1String("dimensions"), server->dimensions);
    json.member(QLatin1String("hasKey"), server->hasKey);
    json.endObject();
}

QByteArray modelsJson(const ModelSettings &settings)
{
    JsonWriter json;
    json.beginObject();
    writeServer(json, "embedding", settings.embedding);
    writeServer(json, "summaries", settings.summaries);
    if (!settings.jobId.isEmpty())
        json.member(QLatin1String("job"), settings.jobId);
    json.endObject();
    return json.take();
}

Result<ModelServerChange> readServer(const QString &name, const JsonSlice &value)
{
    ModelServerChange server;
    for (const auto &[part, target] : {std::pair("url", &server.url), std::pair("model", &server.model)}) {
        const std::optional<JsonSlice> text = value.member(QLatin1String(part));
        if (!text || !text->isString()) {
            const QString field = name + QLatin1Char('.') + QLatin1String(part);
            return fieldError(
                ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be a text").arg(field));
        }
        *target = text->toTextReplacing();
    }
    const std::optional<JsonSlice> key = value.member(QLatin1String("key"));
    if (key && !key->isString() && key->kind() != JsonKind::Null) {
        return fieldError(ErrorCode::InvalidParameter, name + QLatin1String(".key"),
            QStringLiteral("%1.key must be a text").arg(name));
    }
    if (key)
        server.key = key->isString() ? key->toTextReplacing().toUtf8() : QByteArray();
    return server;
}

Result<QList<ModelChange>> readChanges(const JsonSlice &body)
{
    QList<ModelChange> changes;
    for (const ModelPurpose purpose : {ModelPurpose::Embedding, ModelPurpose::Summaries}) {
        const QString name = ModelServerStore::nameOf(purpose);
        const QByteArray member = name.toLatin1();
        const std::optional<JsonSlice> value = body.member(QLatin1String(member));
        if (!value)
            continue;
        ModelChange change{purpose, std::nullopt};
        if (value->isObject()) {
            CLOISTER_ASSIGN(change.server, readServer(name, *value));
        } else if (value->kind() != JsonKind::Null) {
            return fieldError(ErrorCode::InvalidParameter, name, QStringLiteral("%1 must be an object or null").arg(name));
        }
        changes.append(change);
    }
    return changes;
}

Future<Result<Answer>> showModels(Engine &engine, const Context &)
{
    CLOISTER_ANSWER(const ModelSettings settings, engine.models.get());
    return ready(Answer{modelsJson(settings)});
}

Future<Result<Answer>> changeModels(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QList<ModelChange> changes, readChanges(body));
    return whenDone(engine.models.change(context.caller, changes), modelsJson);
}

} // namespace

void addModelRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Get, .pattern = "/settings/models", .door = Door::Admin, .roles = kEveryRole,
        .summary = QStringLiteral("Show which servers embed and summarise; null: none, it is done here"),
        .responseSchema = QStringLiteral("Models"), .handler = handledBy(engine, showModels)});
    routes.add({.method = Method::Patch, .pattern = "/settings/models", .door = Door::Admin,
        .summary = QStringLiteral("Have OpenAI-compatible servers embed or summarise; sends them the texts of all tenants"),
        .requestSchema = QStringLiteral("ModelsChange"), .responseSchema = QStringLiteral("Models"),
        .handler = handledBy(engine, changeModels)});
}

} // namespace cloister::http
