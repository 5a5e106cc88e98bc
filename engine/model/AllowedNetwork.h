#pragma once

#include <QString>

namespace cloister {

/// One entry of an allow-list. Times in milliseconds, UTC.
struct AllowedNetwork
{
    QString network; ///< "192.0.2.7", "192.0.2.0/24", "2001:db8::/32": as auth::Network writes it
    QString note;
    qint64 created = 0;
};

} // namespace cloister
