#pragma once

#include "engine/http/Route.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace cloister::http {

/// What a request's method and path lead to.
struct Match
{
    const Route *route = nullptr;
    QStringList arguments;
    std::optional<QString> adminProject; ///< the {project} of /admin/v1/projects/{project} before a data route
};

/// All routes of the program. Filled at start, read from any thread afterwards.
class RouteTable
{
public:
    void add(Route route);
    const std::vector<std::unique_ptr<Route>> &routes() const { return m_routes; }

    /// The route of an encoded path: repeated slashes fold, `/api/v1` before a data route is optional, and data routes
    /// stand again below /admin/v1/projects/{project}. HEAD is looked up as GET. RouteNotFound; MethodNotAllowed when
    /// only other methods have the path; InvalidParameter for a segment that cannot be decoded.
    Result<Match> find(Method method, const QByteArray &path) const;

    /// The methods that a path answers, as an Allow header has them; empty when there is no such path.
    QByteArray allowed(const QByteArray &path) const;

    /// The largest body that a request of this method and path may carry; the smallest limit where there is no route.
    qint64 bodyLimit(Method method, const QByteArray &path) const;

private:
    struct Path
    {
        QStringList segments;
        bool isAdmin = false;
        std::optional<QString> adminProject;
    };

    static Result<Path> split(const QByteArray &path);
    bool isMatch(const Route &route, const Path &path, QStringList *arguments) const;

    std::vector<std::unique_ptr<Route>> m_routes;
    QHash<const Route *, QStringList> m_patterns;
};

} // namespace cloister::http
