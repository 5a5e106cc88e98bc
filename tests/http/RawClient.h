#pragma once

#include <QByteArray>

namespace cloister::test {

/// One answer as it came over the wire.
struct RawAnswer
{
    int status = 0;
    QByteArray head; ///< status line and headers, lower case
    QByteArray body;

    QByteArray header(const QByteArray &lowerName) const;
};

/// A blocking client that sends exactly the bytes it is given. Reads give up after a generous time, so a server that
/// does not answer fails a test instead of hanging it.
class RawClient
{
public:
    /// Connects from `fromAddress` (any 127.x.y.z) to 127.0.0.1.
    explicit RawClient(quint16 port, const QByteArray &fromAddress = "127.0.0.1");
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool isConnected() const { return m_descriptor >= 0; }
    /// False when the server has closed or stopped reading.
    bool send(const QByteArray &bytes);
    bool sendByteByByte(const QByteArray &bytes);
    /// The next answer; status 0 when the connection ends or the time is up first. 100 counts as an answer.
    RawAnswer readAnswer(bool isHead = false);
    /// Everything up to the end of the connection.
    QByteArray readAll();
    /// Whether the connection ends, without a byte before.
    bool isClosedByServer();
    /// Whether reading met the end of the connection, and not the end of our patience.
    bool hasEnded() const { return !m_hasTimedOut; }
    /// Says that nothing more comes; answers can still be read.
    void finishSending();
    void close();

private:
    bool fill();

    int m_descriptor = -1;
    QByteArray m_buffer;
    bool m_hasTimedOut = false;
};

} // namespace cloister::test
