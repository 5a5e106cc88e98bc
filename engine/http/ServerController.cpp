#include "engine/base/Time.h"
#include "engine/http/Controllers.h"
#include "engine/http/Metrics.h"
#include "engine/http/RequestHead.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

void writeMinutes(JsonWriter &json, const QList<MinuteCount> &minutes)
{
    json.key(QLatin1String("minutes"));
    json.beginArray();
    for (const MinuteCount &minute : minutes) {
        json.beginObject();
        json.member(QLatin1String("time"), toIso(minute.time));
        json.member(QLatin1String("requests"), minute.requests);
        json.member(QLatin1String("refused"), minute.refused);
        json.member(QLatin1String("failed"), minute.failed);
        json.endObject();
    }
    json.endArray();
}

// The slowest bucket has no bound.
void writeLatency(JsonWriter &json, const Metrics::Histogram &latency)
{
    json.key(QLatin1String("latency"));
    json.beginArray();
    for (size_t i = 0; i < latency.size(); ++i) {
        json.beginObject();
        if (i < Metrics::kBoundsMs.size())
            json.member(QLatin1String("upToMs"), qint64(Metrics::kBoundsMs.at(i)));
        json.member(QLatin1String("count"), latency.at(i));
        json.endObject();
    }
    json.endArray();
}

void writeRecent(JsonWriter &json, const QList<RequestTrace> &recent)
{
    json.key(QLatin1String("recent"));
    json.beginArray();
    for (const RequestTrace &trace : recent) {
        json.beginObject();
        json.member(QLatin1String("time"), toIso(trace.time));
        json.member(QLatin1String("method"), QString::fromLatin1(trace.method));
        json.member(QLatin1String("route"), QString::fromLatin1(trace.route));
        json.member(QLatin1String("status"), qint64(trace.status));
        json.member(QLatin1String("microseconds"), qint64(trace.duration.count()));
        json.member(QLatin1String("address"), trace.address);
        json.member(QLatin1String("requestId"), trace.requestId);
        json.endObject();
    }
    json.endArray();
}

QString doorName(Door door)
{
    switch (door) {
    case Door::Open: return QStringLiteral("open");
    case Door::Key: return QStringLiteral("key");
    case Door::Admin:
    case Door::SignIn: break;
    }
    return QStringLiteral("admin");
}

void writeRoutes(JsonWriter &json, const RouteTable &routes)
{
    json.key(QLatin1String("routes"));
    json.beginArray();
    for (const auto &route : routes.routes()) {
        json.beginObject();
        json.member(QLatin1String("method"), QString::fromLatin1(methodName(route->method)));
        json.member(QLatin1String("path"), QString::fromLatin1(route->pattern));
        json.member(QLatin1String("door"), doorName(route->door));
        json.member(QLatin1String("summary"), route->summary);
        json.endObject();
    }
    json.endArray();
}

void writeAlarms(JsonWriter &json, const QList<LogAlarm> &alarms)
{
    json.key(QLatin1String("alarms"));
    json.beginArray();
    for (const LogAlarm &alarm : alarms) {
        json.beginObject();
        json.member(QLatin1String("log"), alarm.log);
        json.member(QLatin1String("problem"), alarm.problem);
        json.endObject();
    }
    json.endArray();
}

QByteArray serverJson(const Metrics::Snapshot &snapshot, const QList<LogAlarm> &alarms, const RouteTable &routes)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("version"), QStringLiteral(CLOISTER_VERSION));
    json.member(QLatin1String("started"), toIso(snapshot.started));
    json.member(QLatin1String("addresses"), snapshot.addresses);
    writeAlarms(json, alarms);
    writeMinutes(json, snapshot.minutes);
    writeLatency(json, snapshot.latency);
    writeRecent(json, snapshot.recent);
    writeRoutes(json, routes);
    json.endObject();
    return json.take();
}

} // namespace

void addServerRoutes(RouteTable &routes, Engine &engine, const Metrics &metrics)
{
    routes.add({.method = Method::Get, .pattern = "/server", .door = Door::Admin, .roles = kEveryRole,
        .summary = QStringLiteral("Where the service listens, its routes, and its last hour in numbers"),
        .responseSchema = QStringLiteral("Server"),
        .handler = [&routes, &engine, &metrics](const Context &) {
            CLOISTER_ANSWER(const QList<LogAlarm> alarms, engine.record.alarms());
            return ready(Answer{serverJson(metrics.snapshot(), alarms, routes)});
        }});
}

} // namespace cloister::http
