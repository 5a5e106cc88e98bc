#include "engine/http/RouteTable.h"

#include "engine/base/PercentCoding.h"
#include "engine/http/RequestHead.h"

namespace cloister::http {

void RouteTable::add(Route route)
{
    auto owned = std::make_unique<Route>(std::move(route));
    m_patterns.insert(owned.get(), QString::fromLatin1(owned->pattern).split(QLatin1Char('/'), Qt::SkipEmptyParts));
    m_routes.push_back(std::move(owned));
}

Result<RouteTable::Path> RouteTable::split(const QByteArray &path)
{
    Path result;
    for (const QByteArray &segment : path.split('/')) {
        if (segment.isEmpty())
            continue;
        CLOISTER_ASSIGN(const QString decoded, decodePathSegment(segment));
        result.segments.append(decoded);
    }
    QStringList &segments = result.segments;
    const auto startsWith = [&](const char *first, const char *second) {
        return segments.size() >= 2 && segments.at(0) == QLatin1String(first) && segments.at(1) == QLatin1String(second);
    };
    if (startsWith("api", "v1")) {
        segments.remove(0, 2);
    } else if (startsWith("admin", "v1")) {
        segments.remove(0, 2);
        result.isAdmin = true;
        if (segments.size() > 2 && segments.at(0) == QLatin1String("projects"))
            result.adminProject = segments.at(1);
    }
    return result;
}

bool RouteTable::isMatch(const Route &route, const Path &path, QStringList *arguments) const
{
    const QStringList pattern = m_patterns.value(&route);
    qsizetype skipped = 0;
    if (route.door == Door::Admin || route.door == Door::SignIn) {
        if (!path.isAdmin)
            return false;
    } else if (path.isAdmin) {
        if (route.door != Door::Key || !path.adminProject)
            return false;
        skipped = 2;
    }
    if (pattern.size() != path.segments.size() - skipped)
        return false;
    arguments->clear();
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QString &segment = path.segments.at(i + skipped);
        if (pattern.at(i).startsWith(QLatin1Char('{')))
            arguments->append(segment);
        else if (pattern.at(i) != segment)
            return false;
    }
    return true;
}

Result<Match> RouteTable::find(Method method, const QByteArray &path) const
{
    CLOISTER_ASSIGN(const Path split, RouteTable::split(path));
    const Method wanted = method == Method::Head ? Method::Get : method;
    bool hasPath = false;
    for (const auto &route : m_routes) {
        Match match;
        if (!isMatch(*route, split, &match.arguments))
            continue;
        hasPath = true;
        if (route->method != wanted)
            continue;
        match.route = route.get();
        if (route->door == Door::Key && split.isAdmin)
            match.adminProject = split.adminProject;
        return match;
    }
    if (hasPath)
        return fail(ErrorCode::MethodNotAllowed, QStringLiteral("this path does not answer that method"));
    return fail(ErrorCode::RouteNotFound, QStringLiteral("there is no such path; /openapi.json lists those there are"));
}

QByteArray RouteTable::allowed(const QByteArray &path) const
{
    const Result<Path> split = RouteTable::split(path);
    QByteArrayList methods;
    QStringList arguments;
    for (const auto &route : m_routes) {
        if (!split || !isMatch(*route, *split, &arguments))
            continue;
        methods.append(methodName(route->method));
        if (route->method == Method::Get)
            methods.append("HEAD");
    }
    if (!methods.isEmpty())
        methods.append("OPTIONS");
    return methods.join(", ");
}

qint64 RouteTable::bodyLimit(Method method, const QByteArray &path) const
{
    const Result<Match> match = find(method, path);
    return match ? match->route->bodyLimit : kSmallBody;
}

} // namespace cloister::http
