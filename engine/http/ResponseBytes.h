#pragma once

#include "engine/http/RequestHead.h"
#include "engine/http/Response.h"

namespace cloister::http {

enum class KeepAlive { Yes, No };

/// The bytes of an answer to a request of that method. Framing is this function's alone: headers of the response that
/// speak of it, or that hold a control byte, are left out; a status outside 200 to 599 becomes 500 without a body.
QByteArray responseBytes(const Response &response, Method method, KeepAlive keepAlive);

} // namespace cloister::http
