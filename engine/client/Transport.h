#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace cloister::client {

/// One call of the API as a value.
struct ClientRequest
{
    QByteArray method; ///< "GET"
    QByteArray path;   ///< percent-encoded, starting with '/'
    QByteArray query;  ///< percent-encoded, without the '?'
    QByteArray body;
    QByteArray token; ///< sent as `Authorization: Bearer`; empty = none
};

/// One answer of whatever status.
struct Reply
{
    int status = 0;
    /// Header names in lower case.
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    /// The first header of that lower-case name; empty when there is none.
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
};

/// A way to the engine's API: a socket or a function call. Clients cannot tell which. Any thread.
class Transport
{
public:
    Transport() = default;
    virtual ~Transport() = default;
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;

    /// The answer, whatever its status. Fails only when there is none: ShuttingDown when the service cannot be reached
    /// or went away, RequestTimeout when it does not answer, Forbidden when its certificate is not the expected one.
    /// The future may finish on any thread and is never cancelled.
    virtual Future<Result<Reply>> send(const ClientRequest &request) = 0;
};

} // namespace cloister::client
