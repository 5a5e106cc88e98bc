#pragma once

#include "engine/auth/AddressRules.h"
#include "engine/base/Result.h"
#include "engine/http/Request.h"

namespace cloister::http {

/// Where a request comes from: the address of the socket's peer, or, when that is a named proxy, the last address of
/// X-Forwarded-For that is none. InvalidParameter for a proxy's header that cannot be read. Headers of others are
/// not looked at.
Result<QHostAddress> forwardedAddress(const Request &request, const auth::AllowList &proxies);

} // namespace cloister::http
