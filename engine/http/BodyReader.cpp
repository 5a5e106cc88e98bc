#include "engine/http/BodyReader.h"

#include <array>

namespace cloister::http {

BodyReader::BodyReader(const TransportLimits &limits)
    : m_trailerBytes(limits.headerBytes)
    , m_trailerCount(limits.headerCount)
{
}

void BodyReader::begin(const RequestHead &head, qint64 limitBytes)
{
    m_body = {};
    m_line.clear();
    m_limit = limitBytes;
    m_left = head.contentLength;
    m_trailerBytesTaken = 0;
    m_trailersTaken = 0;
    m_hasCarriageReturn = false;
    m_isChunked = head.isChunked;
    m_part = m_isChunked ? Part::SizeLine : Part::Data;
    m_state = m_isChunked || m_left > 0 ? State::NeedMore : State::Complete;
    if (m_left > m_limit)
        refuse(kPayloadTooLarge);
}

qsizetype BodyReader::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state == State::NeedMore) {
        if (m_part == Part::Data)
            taken += feedData(bytes.sliced(taken));
        else
            takeLineByte(bytes.at(taken++));
    }
    return taken;
}

qsizetype BodyReader::feedData(QByteArrayView bytes)
{
    const auto taken = static_cast<qsizetype>(qMin<qint64>(m_left, bytes.size()));
    append(bytes.first(taken));
    m_left -= taken;
    if (m_left == 0 && m_isChunked)
        m_part = Part::DataEnd;
    else if (m_left == 0)
        m_state = State::Complete;
    return taken;
}

/// Room grows with what has come, never with what was only announced.
void BodyReader::append(QByteArrayView bytes)
{
    const qsizetype wanted = m_body.size() + bytes.size();
    if (wanted > m_body.capacity())
        m_body.reserve(qMax(wanted, static_cast<qsizetype>(qMin<qint64>(2 * m_body.capacity(), wanted + m_left))));
    m_body.append(bytes);
}

void BodyReader::takeLineByte(char c)
{
    if (m_hasCarriageReturn) {
        m_hasCarriageReturn = false;
        if (c != '\n')
            return refuse(badRequest("A carriage return must be followed by a line feed"));
        if (m_part == Part::DataEnd)
            m_part = Part::SizeLine;
        else if (m_part == Part::SizeLine)
            endSizeLine();
        else
            endTrailerLine();
        return;
    }
    if (c == '\r') {
        m_hasCarriageReturn = true;
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (m_part == Part::DataEnd || (byte < 0x20 && c != '\t') || byte == 0x7f)
        return refuse(badRequest("The chunked body is malformed"));
    m_line.append(c);
    if (m_part == Part::SizeLine && m_line.size() > 15)
        return refuse(badRequest("A chunk size must be a short hexadecimal number"));
    if (m_part == Part::Trailer && m_trailerBytesTaken + m_line.size() > m_trailerBytes)
        return refuse(kHeadersTooLarge);
}

void BodyReader::endSizeLine()
{
    const auto isHexDigit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (m_line.isEmpty() || !std::all_of(m_line.begin(), m_line.end(), isHexDigit))
        return refuse(badRequest("A chunk size must be a short hexadecimal number"));
    m_left = m_line.toLongLong(nullptr, 16);
    m_line.clear();
    if (m_left > m_limit - m_body.size())
        return refuse(kPayloadTooLarge);
    m_part = m_left == 0 ? Part::Trailer : Part::Data;
}

void BodyReader::endTrailerLine()
{
    if (m_line.isEmpty()) {
        m_state = State::Complete;
        return;
    }
    static const std::array<QByteArray, 4> refused{"content-length", "transfer-encoding", "host", "authorization"};
    const QByteArray name = splitHeaderLine(m_line).first;
    if (name.isEmpty() || std::find(refused.begin(), refused.end(), name) != refused.end())
        return refuse(badRequest("A trailer line is malformed or not allowed"));
    m_trailerBytesTaken += m_line.size() + 2;
    if (++m_trailersTaken > m_trailerCount || m_trailerBytesTaken > m_trailerBytes)
        return refuse(kHeadersTooLarge);
    m_line.clear();
}

void BodyReader::refuse(const TransportFault &fault)
{
    m_state = State::Refused;
    m_fault = fault;
    m_body = {};
}

} // namespace cloister::http
