#pragma once

#include "engine/http/RequestHead.h"
#include "engine/http/TransportErrors.h"
#include "engine/http/TransportLimits.h"

#include <optional>

namespace cloister::http {

/// Takes one request head byte by byte, as it arrives, and stops at the first byte that breaks a rule: how the bytes are
/// cut into reads never changes the outcome. Lines end in CR LF and in nothing else. A value; one thread.
class HeadParser
{
public:
    enum class State { NeedMore, Complete, Refused };

    explicit HeadParser(const TransportLimits &limits);

    /// Takes bytes up to the end of the head or to the one that is refused, and says how many it took.
    qsizetype feed(QByteArrayView bytes);

    State state() const { return m_state; }
    /// Why the head was refused; meaningful in Refused.
    const TransportFault &fault() const { return m_fault; }
    /// The head so far; whole and checked in Complete.
    const RequestHead &head() const { return m_head; }
    /// Ready for the next head; its first byte has not come.
    void reset();

private:
    qsizetype takeRun(QByteArrayView bytes);
    void takeByte(char c);
    void endLine();
    void endHeaderLine();
    void refuse(const TransportFault &fault);

    qsizetype m_requestLineBytes;
    qsizetype m_headerBytes;
    qsizetype m_headerCount;

    State m_state = State::NeedMore;
    TransportFault m_fault;
    RequestHead m_head;
    QByteArray m_line;
    qsizetype m_headerBytesTaken = 0;
    bool m_hasRequestLine = false;
    bool m_hasCarriageReturn = false;
};

} // namespace cloister::http
