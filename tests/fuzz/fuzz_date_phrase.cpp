// The first byte chooses the zone; the rest is the phrase. A range that was understood is never empty or reversed.
#include "engine/search/DatePhrase.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace cloister::search;
    if (size == 0)
        return 0;
    const QStringList zones = {QStringLiteral("UTC"), QStringLiteral("Europe/Berlin"), QStringLiteral("America/Sao_Paulo")};
    const QString phrase = QString::fromUtf8(reinterpret_cast<const char *>(data) + 1, static_cast<qsizetype>(size) - 1);
    const auto range = readDatePhrase(phrase, zones.at(data[0] % 3), 1'749'681'000'000);
    if (range && range->from && range->until && *range->from >= *range->until)
        std::abort();
    return 0;
}
