#pragma once

#include "engine/http/BodyBudget.h"
#include "engine/http/RequestHead.h"
#include "engine/http/ResponseBytes.h"

#include <QTcpSocket>

namespace cloister::http {

/// What the HTTP server module takes for a client's socket: it has no descriptor, holds one whole, checked request at
/// a time, of which a plain head and the body can be read, and passes on what is written to it. One lives per connection,
/// which owns it and takes it along when it ends: keep it in a QPointer. I/O thread only.
class FramedSocket final : public QTcpSocket
{
    Q_OBJECT

public:
    FramedSocket(const QHostAddress &peer, QObject *parent);
    ~FramedSocket() override;

    /// The next request; the answer to the one before is whole.
    void load(RequestHead head, QByteArray body);
    /// Lets the module read it.
    void offer() { Q_EMIT readyRead(); }

    const RequestHead &head() const { return m_head; }
    KeepAlive keepAlive() const { return m_keepAlive; }
    void setKeepAlive(KeepAlive keepAlive) { m_keepAlive = keepAlive; }

    /// The body's share of the budget; to be kept until the handler is done with the body.
    void setReservation(BodyReservation reservation) { m_reservation = std::move(reservation); }
    BodyReservation takeReservation() { return std::move(m_reservation); }

    /// Says that everything written since is the whole answer.
    void conclude(const Response &response);

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return 0; }
    void close() override;
    void disconnectFromHost() override;

Q_SIGNALS:
    /// A piece of the answer; `bytes` is valid during the call only.
    void forwarded(const QByteArray &bytes);
    /// The answer is whole. `isAuthenticated` is Response::isAuthenticated.
    void concluded(bool isAuthenticated);
    /// The module gave the request up.
    void abandoned();

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;
    qint64 skipData(qint64 maxSize) override;

private:
    RequestHead m_head;
    QByteArray m_headBytes;
    QByteArray m_body;
    BodyReservation m_reservation;
    qsizetype m_position = 0; ///< in head and body taken as one
    KeepAlive m_keepAlive = KeepAlive::Yes;
};

} // namespace cloister::http
