#pragma once

#include "engine/base/Error.h"
#include "engine/client/Transport.h"

namespace cloister::client {

/// The code of an error body, such as "DIALOGUE_NOT_FOUND"; Internal for one that is not known.
ErrorCode errorCodeOf(const QString &code);

/// What a reply of status 400 or above says went wrong: code, message and fields as the service gave them. The text of
/// a server error ends with the request id, under which the service's log tells more.
Error serverError(const Reply &reply);

} // namespace cloister::client
