#include "engine/http/HeadParser.h"

#include "engine/http/HeadRules.h"

#include <algorithm>

namespace cloister::http {

HeadParser::HeadParser(const TransportLimits &limits)
    : m_requestLineBytes(limits.requestLineBytes)
    , m_headerBytes(limits.headerBytes)
    , m_headerCount(limits.headerCount)
{
}

qsizetype HeadParser::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state == State::NeedMore) {
        taken += takeRun(bytes.sliced(taken));
        if (taken < bytes.size() && m_state == State::NeedMore)
            takeByte(bytes.at(taken++));
    }
    return taken;
}

static bool isPlain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

/// Takes the bytes of one line that need no thought, as far as its limit: the byte beyond is takeByte()'s to refuse.
qsizetype HeadParser::takeRun(QByteArrayView bytes)
{
    if (m_hasCarriageReturn)
        return 0;
    const qsizetype limit = m_hasRequestLine ? m_headerBytes - m_headerBytesTaken : m_requestLineBytes;
    const qsizetype room = std::clamp<qsizetype>(limit - m_line.size(), 0, bytes.size());
    const char *end = std::find_if_not(bytes.begin(), bytes.begin() + room, isPlain);
    m_line.append(bytes.first(end - bytes.begin()));
    return end - bytes.begin();
}

void HeadParser::reset()
{
    m_state = State::NeedMore;
    m_fault = {};
    m_head = {};
    m_line.clear();
    m_headerBytesTaken = 0;
    m_hasRequestLine = false;
    m_hasCarriageReturn = false;
}

void HeadParser::refuse(const TransportFault &fault)
{
    m_state = State::Refused;
    m_fault = fault;
}

void HeadParser::takeByte(char c)
{
    if (m_hasCarriageReturn) {
        m_hasCarriageReturn = false;
        return c == '\n' ? endLine() : refuse(badRequest("A carriage return must be followed by a line feed"));
    }
    if (c == '\r') {
        m_hasCarriageReturn = true;
        return;
    }
    if (c == '\n')
        return refuse(badRequest("A line feed must follow a carriage return"));
    if (!isPlain(c))
        return refuse(badRequest("The request head holds a control byte"));
    m_line.append(c);
    if (!m_hasRequestLine && m_line.size() > m_requestLineBytes)
        return refuse(kUriTooLong);
    if (m_hasRequestLine && m_headerBytesTaken + m_line.size() > m_headerBytes)
        return refuse(kHeadersTooLarge);
}

void HeadParser::endLine()
{
    if (!m_hasRequestLine) {
        m_hasRequestLine = true;
        if (const auto fault = readRequestLine(m_line, m_head))
            refuse(*fault);
    } else if (m_line.isEmpty()) {
        const auto fault = checkHeaders(m_head);
        m_state = State::Complete;
        if (fault)
            refuse(*fault);
    } else {
        endHeaderLine();
    }
    m_line.clear();
}

void HeadParser::endHeaderLine()
{
    m_headerBytesTaken += m_line.size() + 2;
    if (m_headerBytesTaken > m_headerBytes || m_head.headers.size() == m_headerCount)
        return refuse(kHeadersTooLarge);
    auto header = splitHeaderLine(m_line);
    if (header.first.isEmpty())
        return refuse(badRequest("A header line must be a name, a colon and a value"));
    m_head.headers.append(std::move(header));
}

} // namespace cloister::http
