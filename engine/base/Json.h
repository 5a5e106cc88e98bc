#pragma once

#include "engine/base/JsonSlice.h"

#include <QByteArray>

namespace cloister {

/// What parseJson accepts at most. A token is a value or a member name.
struct JsonLimits
{
    qsizetype depth = 64; ///< containers inside one another
    qsizetype tokens = 1'000'000;
};

/// Checks that `bytes` is one JSON value (RFC 8259) in UTF-8, a byte-order mark before it allowed, and gives a view
/// of it. Refused as InvalidJson, with the byte offset in the detail: malformed text or UTF-8, raw control characters
/// in strings, the same member name twice in one object (names compared decoded), and more than `limits`. Escaped
/// NUL and halves of surrogate pairs pass: they are part of what must come back unchanged.
/// Time is linear in the size (n log n in the members of one object); besides the bytes themselves it needs at most
/// some 40 bytes for each member of the objects that are open. Any thread.
Result<JsonSlice> parseJson(const QByteArray &bytes, JsonLimits limits = {});

} // namespace cloister
