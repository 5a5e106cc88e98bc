#pragma once

#include "engine/base/PercentCoding.h"

#include <QByteArray>
#include <QStringList>

namespace cloister::client {

/// A path below /admin/v1 from its parts, each of which may hold anything.
inline QByteArray adminPath(const QStringList &parts)
{
    QByteArray path = "/admin/v1";
    for (const QString &part : parts)
        path += '/' + percentEncode(part);
    return path;
}

} // namespace cloister::client
