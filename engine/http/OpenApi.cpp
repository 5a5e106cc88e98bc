#include "engine/http/OpenApi.h"

#include "engine/base/JsonWriter.h"
#include "engine/http/RequestHead.h"

#include <QFile>
#include <QMap>

namespace cloister::http {

// The schemas that routes name stand in a resource, so that they read as what they are.
static QByteArray schemas()
{
    QFile file(QStringLiteral(":/openapi/schemas.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray("{}");
}

static void writeSchemaReference(JsonWriter &json, const QString &name)
{
    json.key(QLatin1String("content"));
    json.beginObject();
    json.key(QLatin1String("application/json"));
    json.beginObject();
    json.key(QLatin1String("schema"));
    json.beginObject();
    json.member(QLatin1String("$ref"), QString(QLatin1String("#/components/schemas/") + name));
    json.endObject();
    json.endObject();
    json.endObject();
}

static void writeParameter(JsonWriter &json, const QString &name, QLatin1String place)
{
    json.beginObject();
    json.member(QLatin1String("name"), name);
    json.member(QLatin1String("in"), place);
    json.member(QLatin1String("required"), place == QLatin1String("path"));
    json.key(QLatin1String("schema"));
    json.beginObject();
    json.member(QLatin1String("type"), QLatin1String("string"));
    json.endObject();
    json.endObject();
}

static void writeParameters(JsonWriter &json, const Route &route, const QString &path)
{
    json.key(QLatin1String("parameters"));
    json.beginArray();
    for (const QString &segment : path.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (segment.startsWith(QLatin1Char('{')))
            writeParameter(json, segment.mid(1, segment.size() - 2), QLatin1String("path"));
    }
    for (const QString &name : route.query)
        writeParameter(json, name, QLatin1String("query"));
    json.endArray();
}

static void writeOperation(JsonWriter &json, const Route &route, const QString &path)
{
    json.key(QString::fromLatin1(methodName(route.method)).toLower());
    json.beginObject();
    json.member(QLatin1String("summary"), route.summary);
    writeParameters(json, route, path);
    if (!route.requestSchema.isEmpty()) {
        json.key(QLatin1String("requestBody"));
        json.beginObject();
        json.member(QLatin1String("required"), true);
        writeSchemaReference(json, route.requestSchema);
        json.endObject();
    }
    json.key(QLatin1String("responses"));
    json.beginObject();
    for (const auto &[status, schema] : {std::pair(QLatin1String("2XX"), route.responseSchema),
             std::pair(QLatin1String("default"), QStringLiteral("Error"))}) {
        json.key(status);
        json.beginObject();
        json.member(QLatin1String("description"),
            status == QLatin1String("2XX") ? QLatin1String("done") : QLatin1String("refused or failed"));
        writeSchemaReference(json, schema);
        json.endObject();
    }
    json.endObject();
    json.key(QLatin1String("security"));
    json.beginArray();
    if (route.door == Door::Key || route.door == Door::Admin) {
        json.beginObject();
        json.key(route.door == Door::Admin ? QLatin1String("adminToken") : QLatin1String("apiKey"));
        json.beginArray();
        json.endArray();
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

static QMap<QString, QList<const Route *>> byPath(const RouteTable &routes)
{
    QMap<QString, QList<const Route *>> paths;
    for (const auto &route : routes.routes()) {
        const QString pattern = QString::fromLatin1(route->pattern);
        switch (route->door) {
        case Door::Open: paths[pattern].append(route.get()); break;
        case Door::SignIn:
        case Door::Admin: paths[QLatin1String("/admin/v1") + pattern].append(route.get()); break;
        case Door::Key:
            paths[QLatin1String("/api/v1") + pattern].append(route.get());
            paths[QLatin1String("/admin/v1/projects/{project}") + pattern].append(route.get());
            break;
        }
    }
    return paths;
}

QByteArray openApiDocument(const RouteTable &routes)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("openapi"), QLatin1String("3.1.0"));
    json.key(QLatin1String("info"));
    json.beginObject();
    json.member(QLatin1String("title"), QLatin1String("Cloister"));
    json.member(QLatin1String("version"), QLatin1String(CLOISTER_VERSION));
    json.endObject();
    json.key(QLatin1String("paths"));
    json.beginObject();
    const auto paths = byPath(routes);
    for (auto path = paths.cbegin(); path != paths.cend(); ++path) {
        json.key(path.key());
        json.beginObject();
        for (const Route *route : path.value())
            writeOperation(json, *route, path.key());
        json.endObject();
    }
    json.endObject();
    json.key(QLatin1String("components"));
    json.beginObject();
    json.rawMember(QLatin1String("schemas"), schemas());
    json.rawMember(QLatin1String("securitySchemes"),
        "{\"apiKey\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"adminToken\":{\"type\":\"http\",\"scheme\":\"bearer\"}}");
    json.endObject();
    json.endObject();
    return json.take();
}

} // namespace cloister::http
