// Feeds bytes to the JSON pre-scan and walks what it accepts: no crash, no read outside, and every walk must give
// back the bytes that came.
#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"

#include <cstdint>
#include <cstdlib>

using namespace cloister;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static void walk(const JsonSlice &slice)
{
    const auto text = slice.toText();
    if (text) {
        JsonWriter json;
        json.value(*text);
        require(parseJson(json.bytes()).value().toText().value() == *text);
    }
    (void)slice.toNumber();
    (void)slice.toInteger();
    const char *last = slice.raw().data();
    const char *const end = last + slice.raw().size();
    qsizetype count = 0;
    for (JsonCursor cursor(slice); cursor.next(); ++count) {
        const QByteArrayView value = cursor.value().raw();
        require(value.data() > last && value.data() + value.size() < end && !value.isEmpty());
        last = value.data() + value.size() - 1;
        walk(cursor.value());
    }
    require(count == slice.size());
    require(count == slice.members().size() + slice.elements().size());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto slice = parseJson(bytes);
    if (!slice)
        return 0;
    walk(*slice);
    const auto again = parseJson(slice->rawBytes());
    require(again.has_value() && again->rawBytes() == slice->rawBytes());
    return 0;
}
