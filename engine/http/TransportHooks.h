#pragma once

#include "engine/base/Future.h"
#include "engine/http/Request.h"
#include "engine/http/Response.h"

#include <functional>

namespace cloister::http {

/// The one function behind every door. Called on the transport's I/O thread and must not block; the future may finish on
/// any thread. A future that is cancelled, fails or carries nothing is answered with 500.
using RequestHandler = std::function<Future<Response>(Request)>;

/// Why a connection or a request got no further than the transport.
enum class Refusal {
    NotAdmitted,        ///< the admit hook said no; no byte was read
    TooManyConnections, ///< in all
    TooManyFromAddress,
    TlsHandshake,       ///< failed or took too long
    BadRequest,         ///< framing or a form of HTTP that is not served
    LimitExceeded,      ///< 413, 414, 431
    TimedOut,           ///< 408, and clients too slow to take their answer
    Overloaded,         ///< 503
};

/// What a transport asks of the rest of the program. All are called on the I/O thread and must return at once; an empty
/// one admits everybody, applies TransportLimits::bodyBytes, or reports to nobody.
struct TransportHooks
{
    std::function<bool(const QHostAddress &)> admit;              ///< at accept, before any byte is read
    std::function<qint64(Method, const QByteArray &path)> bodyLimit; ///< bytes, once the head is read
    std::function<void(const QHostAddress &, Refusal)> onRefused;
};

} // namespace cloister::http
