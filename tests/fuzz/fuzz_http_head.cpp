// Feeds one connection's bytes to the head parser and the body reader, whole and cut in two (the first byte says where):
// both must judge alike, and what is accepted must be within its limits.
#include "engine/http/BodyReader.h"
#include "engine/http/HeadParser.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace cloister::http;

struct FuzzedOutcome
{
    int status = 0; // 0: more bytes are needed
    qsizetype taken = 0;
    RequestHead head;
    QByteArray body;
};

template<typename Parser>
static qsizetype feedCut(Parser &parser, QByteArrayView bytes, qsizetype cut)
{
    const qsizetype first = parser.feed(bytes.first(cut));
    return first < cut ? first : first + parser.feed(bytes.sliced(cut));
}

static FuzzedOutcome outcomeOf(QByteArrayView bytes, qsizetype cut)
{
    const TransportLimits limits;
    FuzzedOutcome outcome;
    HeadParser parser(limits);
    outcome.taken = feedCut(parser, bytes, cut);
    if (parser.state() == HeadParser::State::Refused)
        outcome.status = parser.fault().status;
    if (parser.state() != HeadParser::State::Complete)
        return outcome;
    outcome.head = parser.head();
    BodyReader reader(limits);
    reader.begin(outcome.head, 4096);
    const QByteArrayView rest = bytes.sliced(outcome.taken);
    outcome.taken += feedCut(reader, rest, qMin(cut, rest.size()));
    if (reader.state() == BodyReader::State::Refused)
        outcome.status = reader.fault().status;
    else if (reader.state() == BodyReader::State::Complete)
        outcome.status = 200;
    outcome.body = reader.take();
    return outcome;
}

static void require(bool isTrue)
{
    if (!isTrue)
        std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data + 1), static_cast<qsizetype>(size - 1));
    const FuzzedOutcome whole = outcomeOf(bytes, bytes.size());
    const FuzzedOutcome cut = outcomeOf(bytes, data[0] * bytes.size() / 255);
    require(whole.status == cut.status && whole.taken == cut.taken && whole.body == cut.body);
    require(whole.status != 200 || (whole.body.size() <= 4096 && whole.head.path.startsWith('/')));
    return 0;
}
