#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"

namespace cloister::http {

namespace {

QByteArray settingsJson(const Settings &settings)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("trustedProxies"), settings.trustedProxies);
    json.member(QLatin1String("sessionIdleSeconds"), settings.sessionIdleSeconds);
    json.member(QLatin1String("keyPerMinute"), settings.limits.keyPerMinute);
    json.member(QLatin1String("addressPerMinute"), settings.limits.addressPerMinute);
    json.member(QLatin1String("failuresPerMinute"), settings.limits.failuresPerMinute);
    json.endObject();
    return json.take();
}

Future<Result<Answer>> showSettings(Engine &engine, const Context &)
{
    CLOISTER_ANSWER(const Settings settings, engine.settings.get());
    return ready(Answer{settingsJson(settings)});
}

Future<Result<Answer>> changeSettings(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    SettingsChange asked;
    CLOISTER_ANSWER(asked.trustedProxies, optionalTexts(body, "trustedProxies"));
    for (const auto &[name, target] : {std::pair("sessionIdleSeconds", &asked.sessionIdleSeconds),
             std::pair("keyPerMinute", &asked.keyPerMinute), std::pair("addressPerMinute", &asked.addressPerMinute),
             std::pair("failuresPerMinute", &asked.failuresPerMinute)}) {
        if (const auto member = body.member(QLatin1String(name)))
            *target = member->toInteger().value_or(-1); // which no setting may be
    }
    return whenDone(engine.settings.change(context.caller, asked), settingsJson);
}

} // namespace

void addSettingsRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Get, .pattern = "/settings", .door = Door::Admin, .roles = kEveryRole,
        .summary = QStringLiteral("Show the workspace's settings"), .responseSchema = QStringLiteral("Settings"),
        .handler = handledBy(engine, showSettings)});
    routes.add({.method = Method::Patch, .pattern = "/settings", .door = Door::Admin,
        .summary = QStringLiteral("Change settings; what is left out stays"),
        .requestSchema = QStringLiteral("SettingsChange"), .responseSchema = QStringLiteral("Settings"),
        .handler = handledBy(engine, changeSettings)});
}

} // namespace cloister::http
