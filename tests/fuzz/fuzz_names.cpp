// Namespaces and paths as they come off the wire: decoding never reads past its input, and what names a tenant can be
// read back from the key without loss, so that no two tenants share one.
#include "engine/base/PercentCoding.h"
#include "engine/model/PartitionKey.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto items = cloister::decodeQuery(input);
    const auto segment = cloister::decodePathSegment(input);
    if (items) {
        for (const auto &item : *items) {
            const auto again = cloister::decodePathSegment(cloister::percentEncode(item.value));
            if (!again || *again != item.value)
                std::abort();
        }
    }
    if (segment) {
        const cloister::PartitionKey key(*segment, QStringLiteral("01J8Z3V7Q2M5N8P4R6T9W1X0YB"));
        if (cloister::PartitionKey::nameSpaceOf(key.bytes()) != *segment || key.bytes().count('#') != 2)
            std::abort();
    }
    return 0;
}
