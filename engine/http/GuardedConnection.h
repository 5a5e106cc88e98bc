#pragma once

#include "engine/http/BodyReader.h"
#include "engine/http/FramedSocket.h"
#include "engine/http/HeadParser.h"
#include "engine/http/RateWindow.h"

#include <QPointer>

namespace cloister::http {

class Guard;
class Listener;

/// One client's connection: owns the real socket, takes one whole request at a time, hands it on as a FramedSocket, and
/// writes the answer before it looks at the next request. Whatever breaks a rule is answered once and the connection ends.
/// Owned by the guard, which it tells when it is over; I/O thread only.
class GuardedConnection final : public QObject
{
    Q_OBJECT

public:
    /// Takes over `socket`, which is connected and, if encrypted, about to shake hands.
    GuardedConnection(Guard &guard, Listener &listener, QTcpSocket *socket, const QHostAddress &address);

    const QHostAddress &address() const { return m_address; }
    bool isAuthenticated() const { return m_isAuthenticated; }

    /// Begins to read, or to shake hands.
    void start();
    /// Applies the time limits; called by the guard every now and then.
    void sweep(TransportClock::time_point now);
    /// Ends after the request that is on its way, or now when there is none.
    void drain();
    /// Ends now.
    void abort();

private:
    enum class Phase { Handshake, Idle, Head, Body, Answering, Writing, Lingering, Closed };

    void enterIdle();
    void readMore();
    bool readInput();
    void takeHeadBytes();
    void beginBody();
    void takeBodyBytes();
    void deliver();
    void introduce();
    void forward(const QByteArray &bytes);
    void endAnswer(bool isAuthenticated);
    void onWritten();
    void refuse(const TransportFault &fault);
    void endPolitely();
    void close();
    void onDisconnected();
    void onError();
    void setDeadline(std::chrono::milliseconds time) { m_deadline = TransportClock::now() + time; }
    qint64 outstandingBytes() const;

    Guard &m_guard;
    Listener &m_listener;
    QTcpSocket *m_socket; ///< a child
    QHostAddress m_address;
    Phase m_phase = Phase::Idle;
    HeadParser m_head;
    BodyReader m_body;
    BodyReservation m_reservation;
    RateWindow m_rate;
    QPointer<FramedSocket> m_framed;
    QByteArray m_input; ///< read from the socket and not yet looked at
    TransportClock::time_point m_deadline;
    qint64 m_lastOutstanding = 0;
    KeepAlive m_keepAlive = KeepAlive::Yes; ///< after the answer in hand
    bool m_isAuthenticated = false;
    bool m_isDraining = false;
};

} // namespace cloister::http
