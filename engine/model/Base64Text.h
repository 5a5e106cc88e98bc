#pragma once

#include <QByteArrayView>

namespace cloister {

enum class Base64Form {
    Canonical, ///< decoding and encoding again gives the same text
    Loose,     ///< can be decoded, but is spelt otherwise: white space, missing padding, stray bits at the end
    Invalid,   ///< cannot be decoded, or is empty
};

/// How a text of standard base64 is spelt. One pass, no memory.
Base64Form base64Form(QByteArrayView text);

} // namespace cloister
