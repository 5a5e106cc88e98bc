#include "engine/http/TransportErrors.h"

#include "engine/base/Clock.h"
#include "engine/base/Random.h"
#include "engine/base/Time.h"
#include "engine/base/Ulid.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cloister::http {

static QLatin1String errorTypeOf(int status)
{
    if (status == 503)
        return QLatin1String("service_unavailable");
    return status == 500 ? QLatin1String("server_error") : QLatin1String("validation_error");
}

Response errorResponse(const TransportFault &fault)
{
    SystemRandom random;
    const qint64 nowMs = SystemClock().nowMs();
    const QString requestId = nextUlid({}, nowMs, random);
    const QJsonObject error{
        {QLatin1String("code"), QLatin1String(fault.code)},
        {QLatin1String("message"), QLatin1String(fault.message)},
        {QLatin1String("type"), errorTypeOf(fault.status)},
        {QLatin1String("details"), QJsonArray()},
        {QLatin1String("requestId"), requestId},
        {QLatin1String("timestamp"), toIso(nowMs)},
    };
    Response response;
    response.status = fault.status;
    response.body = QJsonDocument(QJsonObject{{QLatin1String("error"), error}}).toJson(QJsonDocument::Compact);
    response.setHeader("X-Request-Id", requestId.toLatin1());
    if (fault.status == 405)
        response.setHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (fault.status == 503)
        response.setHeader("Retry-After", "1");
    return response;
}

Refusal refusalOf(const TransportFault &fault)
{
    switch (fault.status) {
    case 408:
        return Refusal::TimedOut;
    case 413:
    case 414:
    case 431:
        return Refusal::LimitExceeded;
    case 503:
        return Refusal::Overloaded;
    default:
        return Refusal::BadRequest;
    }
}

} // namespace cloister::http
