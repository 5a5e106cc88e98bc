// Search requests as strangers write them: what is accepted keeps the promises that searching relies on.
#include "engine/base/Json.h"
#include "engine/model/SearchQuery.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace cloister;
    const auto json = parseJson(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    if (!json)
        return 0;
    const auto query = readSearchQuery(*json);
    if (!query)
        return 0;
    if (query->limit < 1 || query->query.isEmpty())
        std::abort();
    for (const MetadataCondition &condition : query->filter.metadata) {
        const bool isList = condition.op == FilterOperator::In || condition.op == FilterOperator::NotIn;
        if (condition.operands.isEmpty() || (!isList && condition.operands.size() != 1))
            std::abort();
    }
    return 0;
}
