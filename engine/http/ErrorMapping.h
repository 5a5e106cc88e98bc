#pragma once

#include "engine/base/Error.h"
#include "engine/http/Response.h"

#include <QString>

namespace cloister::http {

/// How an error code is spelt on the wire.
struct WireError
{
    int status;
    const char *type; ///< "not_found", ...
    const char *code; ///< "DIALOGUE_NOT_FOUND", ...
};

WireError wireError(ErrorCode code);

/// The protocol's error body as a whole answer, with X-Request-Id, and Retry-After where the client may try again. The
/// text of a server error stays in the log: the body says only where to look. `timestampMs` is the time of the answer.
Response errorResponse(const Error &error, const QString &requestId, qint64 timestampMs);

} // namespace cloister::http
