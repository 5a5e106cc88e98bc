#include "engine/client/ServerInfo.h"

#include "engine/client/RecordReader.h"

namespace cloister::client {

template<typename T, typename Read>
static QList<T> listOf(const JsonSlice &json, const char *name, Read read)
{
    QList<T> items;
    const JsonSlice list = json.member(QLatin1String(name)).value_or(JsonSlice());
    for (JsonCursor cursor(list); cursor.next();) {
        RecordReader in(cursor.value());
        items.append(read(in));
    }
    return items;
}

Result<ServerInfo> readServerInfo(const JsonSlice &json)
{
    RecordReader in(json);
    ServerInfo info;
    info.version = in.requiredText("version");
    info.started = in.time("started");
    info.addresses = in.texts("addresses");
    info.minutes = listOf<Minute>(json, "minutes", [](RecordReader &one) {
        return Minute{one.time("time"), one.integer("requests"), one.integer("refused"), one.integer("failed")};
    });
    info.latency = listOf<LatencyBucket>(
        json, "latency", [](RecordReader &one) { return LatencyBucket{one.integer("upToMs"), one.integer("count")}; });
    info.recent = listOf<RecentRequest>(json, "recent", [](RecordReader &one) {
        return RecentRequest{one.time("time"), one.text("method"), one.text("route"), static_cast<int>(one.integer("status")),
            one.integer("microseconds"), one.text("address"), one.text("requestId")};
    });
    info.routes = listOf<RouteInfo>(json, "routes", [](RecordReader &one) {
        return RouteInfo{one.text("method"), one.text("path"), one.text("door"), one.text("summary")};
    });
    return in.orElse(info);
}

} // namespace cloister::client
