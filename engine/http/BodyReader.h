#pragma once

#include "engine/http/RequestHead.h"
#include "engine/http/TransportErrors.h"
#include "engine/http/TransportLimits.h"

namespace cloister::http {

/// Collects one request body, by length or chunked, up to a limit. Chunk extensions are refused; trailers are checked like
/// headers and dropped. A value; one thread.
class BodyReader
{
public:
    enum class State { NeedMore, Complete, Refused };

    explicit BodyReader(const TransportLimits &limits);

    /// Begins the body that `head` announces. Refused at once when its length is over `limitBytes`.
    void begin(const RequestHead &head, qint64 limitBytes);
    /// Takes bytes up to the end of the body or to the one that is refused, and says how many it took.
    qsizetype feed(QByteArrayView bytes);

    State state() const { return m_state; }
    const TransportFault &fault() const { return m_fault; }
    qsizetype size() const { return m_body.size(); }
    /// The body; the reader is empty afterwards.
    QByteArray take() { return std::exchange(m_body, {}); }

private:
    enum class Part { Data, DataEnd, SizeLine, Trailer };

    qsizetype feedData(QByteArrayView bytes);
    void takeLineByte(char c);
    void endSizeLine();
    void endTrailerLine();
    void append(QByteArrayView bytes);
    void refuse(const TransportFault &fault);

    qsizetype m_trailerBytes;
    qsizetype m_trailerCount;

    State m_state = State::Complete;
    Part m_part = Part::Data;
    TransportFault m_fault;
    QByteArray m_body;
    QByteArray m_line;
    qint64 m_limit = 0;
    qint64 m_left = 0; ///< of the body, or of the chunk
    qsizetype m_trailerBytesTaken = 0;
    qsizetype m_trailersTaken = 0;
    bool m_isChunked = false;
    bool m_hasCarriageReturn = false;
};

} // namespace cloister::http
