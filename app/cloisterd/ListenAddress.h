#pragma once

#include "engine/base/Result.h"

#include <QHostAddress>
#include <QString>

namespace cloister::cli {

/// Where to listen.
struct ListenAddress
{
    QHostAddress host;
    quint16 port = 0; ///< 0 = a free one

    /// "127.0.0.1:8443", "[::1]:0", "localhost:8443", "0.0.0.0:8443". InvalidParameter otherwise.
    static Result<ListenAddress> parse(const QString &text);

    /// Where a client on this machine reaches `host` ("0.0.0.0" is no address to go to): "https://127.0.0.1:8443".
    static QString urlOf(const QString &scheme, const QHostAddress &host, quint16 port);

    /// Whether a connection from this machine to this address comes from a loopback address.
    bool isReachedFromLoopback() const;
};

} // namespace cloister::cli
