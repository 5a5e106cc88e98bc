// Any bytes as a request body: refused with a reason, or a value whose every part is valid JSON by itself.
#include "engine/base/Json.h"

#include <cstdlib>

namespace {

void walk(const cloister::JsonSlice &value, int depth)
{
    if (!cloister::parseJson(value.rawBytes()))
        std::abort();
    (void)value.toTextReplacing();
    (void)value.toText();
    (void)value.toNumber();
    (void)value.toInteger();
    // Parts are parsed again at each level: a few levels show what there is to see.
    cloister::JsonCursor cursor(value);
    for (int count = 0; depth < 8 && count < 64 && cursor.next(); ++count) {
        (void)cursor.key();
        walk(cursor.value(), depth + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto value = cloister::parseJson(bytes, {.depth = 32, .tokens = 4096}))
        walk(*value, 0);
    return 0;
}
