// Whatever decode() accepts must be a whole entry: it can be written again and read back as the same.
#include "engine/search/IndexEntry.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace cloister::search;
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (const auto entry = decode(bytes)) {
        const QByteArray again = encode(*entry);
        const auto read = decode(again);
        if (!read || encode(*read) != again)
            std::abort();
    }
    return 0;
}
