#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace cloister::client {

/// One minute of the data API.
struct Minute
{
    qint64 time = 0; ///< when it begins
    qint64 requests = 0;
    qint64 refused = 0;
    qint64 failed = 0;
};

/// How many answers took no longer than a bound and longer than the one before.
struct LatencyBucket
{
    qint64 upToMs = 0; ///< 0 = no bound
    qint64 count = 0;
};

struct RecentRequest
{
    qint64 time = 0;
    QString method;
    QString route; ///< the pattern; empty when there is none
    int status = 0;
    qint64 microseconds = 0;
    QString address;
    QString requestId;
};

struct RouteInfo
{
    QString method;
    QString path;
    QString door; ///< "open", "key" or "admin"
    QString summary;
};

/// The service itself: where it listens, its routes and its last hour.
struct ServerInfo
{
    QString version;
    qint64 started = 0;
    QStringList addresses;
    QList<Minute> minutes; ///< oldest first
    QList<LatencyBucket> latency;
    QList<RecentRequest> recent; ///< newest first
    QList<RouteInfo> routes;
};

/// Internal when it is not understood.
Result<ServerInfo> readServerInfo(const JsonSlice &json);

} // namespace cloister::client
