#pragma once

#include "engine/auth/RateLimiter.h"
#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/http/Query.h"
#include "engine/http/Request.h"
#include "engine/http/Response.h"
#include "engine/model/Caller.h"

#include <QStringList>

#include <functional>

namespace cloister::http {

inline constexpr qint64 kMiB = 1024 * 1024;
inline constexpr qint64 kLargeBody = 36 * kMiB; ///< dialogues and messages, which carry images
inline constexpr qint64 kMemoryBody = 4 * kMiB;
inline constexpr qint64 kStateBody = 2 * kMiB;
inline constexpr qint64 kSmallBody = 1 * kMiB;

/// Who may use a route.
enum class Door {
    Open,   ///< anyone: health and the API description
    Key,    ///< an API key with the route's scope; the same route under /admin/v1/projects/{project} takes an admin
    Admin,  ///< an admin
    SignIn, ///< anyone, below /admin/v1: how an admin gets in
};

inline constexpr AdminRoles kEveryRole = AdminRoles(7);
inline constexpr AdminRoles kDailyWork = AdminRoles(3); ///< owner and operator

/// Where a request says which namespace it is about. With Body, one in the query is refused.
enum class NameSpaceIn { Query, Body };

/// What a handler gets. Lives as long as the request; handlers that answer later copy what they need.
struct Context
{
    Request request;
    Caller caller;
    QStringList arguments; ///< decoded path arguments in the order of the pattern, without the project's
    Query query;
    std::optional<auth::Allowance> allowance; ///< what the tightest limit has left for who asks

    const QString &requestId() const { return caller.requestId; }
};

/// A successful answer: JSON unless it says otherwise.
struct Answer
{
    QByteArray body;
    int status = 200;
    QByteArray contentType = {}; ///< empty = JSON
};

using Handler = std::function<Future<Result<Answer>>(const Context &)>;

/// One endpoint. Dispatch, 404 and 405, body limits, permissions and the OpenAPI document all come from these rows.
struct Route
{
    Method method;
    QByteArray pattern; ///< "/dialogue/{id}/state"
    Door door;
    Scope scope = Scope::Read;  ///< of Door::Key
    std::optional<AdminRoles> roles = {}; ///< of admins; left out = kDailyWork of Door::Key, else owners alone
    QString contentRead = {};   ///< audit action when an admin calls it because it shows content; empty = none
    NameSpaceIn nameSpaceIn = NameSpaceIn::Query;
    qint64 bodyLimit = kSmallBody;
    QStringList query = {};     ///< known query parameters; others are refused where `isList`
    bool isList = false;
    QString summary;
    QString requestSchema = {};  ///< names of OpenApi schemas; empty = none
    QString responseSchema = {};
    Handler handler;

    bool isFor(AdminRoles role) const
    {
        return (roles.value_or(door == Door::Key ? kDailyWork : AdminRoles(AdminRole::Owner)) & role).toInt() != 0;
    }
};

} // namespace cloister::http
