#pragma once

#include "engine/http/RequestHead.h"
#include "engine/http/TransportErrors.h"

#include <optional>

namespace cloister::http {

/// Reads `METHOD SP target SP HTTP/x.y` (no line end) into method, path, query and version. The fault when it is anything
/// else, a target not in origin form, or a method or version that is not served; `head` is then half filled.
std::optional<TransportFault> readRequestLine(const QByteArray &line, RequestHead &head);

/// Checks the headers of a whole head against each other (Host, framing, expectation, encoding, upgrade) and fills in
/// contentLength, isChunked, isKeptAlive and expectsContinue.
std::optional<TransportFault> checkHeaders(RequestHead &head);

} // namespace cloister::http
