#pragma once

#include "engine/http/Response.h"
#include "engine/http/TransportHooks.h"

namespace cloister::http {

/// A request the transport refuses itself. The texts are literals.
struct TransportFault
{
    int status = 400;
    const char *code = "INVALID_PARAMETER";
    const char *message = "";
};

/// 400 with a reason: the request breaks HTTP's framing or uses a form that is not served.
constexpr TransportFault badRequest(const char *message) { return {400, "INVALID_PARAMETER", message}; }

inline constexpr TransportFault kUriTooLong{414, "URI_TOO_LONG", "The request line is too long"};
inline constexpr TransportFault kHeadersTooLarge{431, "HEADERS_TOO_LARGE", "The request headers are too large or too many"};
inline constexpr TransportFault kPayloadTooLarge{413, "PAYLOAD_TOO_LARGE", "The request body is too large"};
inline constexpr TransportFault kRequestTimeout{408, "REQUEST_TIMEOUT", "The request did not arrive in time"};
inline constexpr TransportFault kOverloaded{503, "OVERLOADED", "The server is busy, try again later"};
inline constexpr TransportFault kHandlerFailed{500, "INTERNAL", "The request could not be answered"};
inline constexpr TransportFault kMethodRefused{405, "METHOD_NOT_ALLOWED", "This method is not allowed"};
inline constexpr TransportFault kMethodUnknown{501, "METHOD_NOT_ALLOWED", "This method is not known"};
inline constexpr TransportFault kUpgradeRefused{501, "INVALID_PARAMETER", "Changing the protocol is not offered"};
inline constexpr TransportFault kVersionRefused{505, "INVALID_PARAMETER", "Only HTTP/1.1 and HTTP/1.0 are served"};
inline constexpr TransportFault kExpectationFailed{417, "INVALID_PARAMETER", "Only Expect: 100-continue is understood"};
inline constexpr TransportFault kEncodingRefused{415, "UNSUPPORTED_ENCODING", "Request bodies must not be encoded"};

/// The protocol's error body for a fault, with a fresh request id in body and X-Request-Id.
Response errorResponse(const TransportFault &fault);

/// Under which heading a fault is reported to TransportHooks::onRefused.
Refusal refusalOf(const TransportFault &fault);

} // namespace cloister::http
