#include "engine/http/GuardedConnection.h"

#include "engine/http/Guard.h"
#include "engine/http/Listener.h"

#include <QSslSocket>

#include <sys/socket.h>

namespace cloister::http {

constexpr qint64 kReadChunkBytes = 16 * 1024;
constexpr qint64 kSocketBufferBytes = 64 * 1024;

GuardedConnection::GuardedConnection(Guard &guard, Listener &listener, QTcpSocket *socket, const QHostAddress &address)
    : m_guard(guard)
    , m_listener(listener)
    , m_socket(socket)
    , m_address(address)
    , m_head(guard.limits())
    , m_body(guard.limits())
    , m_rate(guard.limits().rateWindow, guard.limits().bytesPerSecond)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(kSocketBufferBytes);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &GuardedConnection::readMore);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &GuardedConnection::onWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &GuardedConnection::onDisconnected);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &GuardedConnection::onError);
}

void GuardedConnection::start()
{
    auto *encrypted = qobject_cast<QSslSocket *>(m_socket);
    if (!encrypted)
        return enterIdle();
    m_phase = Phase::Handshake;
    setDeadline(m_guard.limits().handshakeTime);
    connect(encrypted, &QSslSocket::encrypted, this, &GuardedConnection::enterIdle);
    connect(encrypted, &QSslSocket::encryptedBytesWritten, this, &GuardedConnection::onWritten);
    encrypted->startServerEncryption();
}

void GuardedConnection::enterIdle()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Idle;
    setDeadline(m_guard.limits().idleTime);
    m_head.reset();
    readMore();
}

void GuardedConnection::readMore()
{
    if (m_phase == Phase::Lingering)
        m_socket->readAll();
    while ((m_phase == Phase::Idle || m_phase == Phase::Head || m_phase == Phase::Body) && readInput()) {
        if (m_phase == Phase::Idle) {
            m_phase = Phase::Head;
            setDeadline(m_guard.limits().headTime);
        }
        if (m_phase == Phase::Head)
            takeHeadBytes();
        else
            takeBodyBytes();
    }
}

/// False when there is nothing to look at.
bool GuardedConnection::readInput()
{
    if (m_input.isEmpty())
        m_input = m_socket->read(qMin(kReadChunkBytes, m_socket->bytesAvailable()));
    return !m_input.isEmpty();
}

void GuardedConnection::takeHeadBytes()
{
    m_input.remove(0, m_head.feed(m_input));
    if (m_head.state() == HeadParser::State::Refused)
        refuse(m_head.fault());
    else if (m_head.state() == HeadParser::State::Complete)
        beginBody();
}

void GuardedConnection::beginBody()
{
    const RequestHead &head = m_head.head();
    m_reservation = BodyReservation(m_guard.budget());
    m_body.begin(head, m_guard.bodyLimit(head));
    if (m_body.state() == BodyReader::State::Refused)
        return refuse(m_body.fault());
    if (m_body.state() == BodyReader::State::Complete)
        return deliver();
    if (!m_guard.hasBodyRoom())
        return refuse(kOverloaded);
    if (head.expectsContinue && m_input.isEmpty() && m_socket->bytesAvailable() == 0)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    m_phase = Phase::Body;
    m_rate.start(TransportClock::now());
}

void GuardedConnection::takeBodyBytes()
{
    const qsizetype taken = m_body.feed(m_input);
    m_input.remove(0, taken);
    m_rate.add(taken);
    if (m_body.state() == BodyReader::State::Refused)
        refuse(m_body.fault());
    else if (!m_reservation.growTo(m_body.size()))
        refuse(kOverloaded);
    else if (m_body.state() == BodyReader::State::Complete)
        deliver();
}

void GuardedConnection::deliver()
{
    m_phase = Phase::Answering;
    if (!m_framed)
        introduce();
    m_framed->load(m_head.head(), m_body.take());
    m_framed->setReservation(std::move(m_reservation));
    if (m_isDraining)
        m_framed->setKeepAlive(KeepAlive::No);
    ++m_guard.counters().requests;
    m_framed->offer();
}

// One for all requests of the connection: making a socket and having the module take it costs more than a request.
void GuardedConnection::introduce()
{
    m_framed = new FramedSocket(m_address, this);
    connect(m_framed, &FramedSocket::forwarded, this, &GuardedConnection::forward);
    connect(m_framed, &FramedSocket::concluded, this, &GuardedConnection::endAnswer);
    connect(m_framed, &FramedSocket::abandoned, this, &GuardedConnection::abort);
    m_listener.introduce(m_framed);
}

void GuardedConnection::forward(const QByteArray &bytes)
{
    if (m_phase == Phase::Answering)
        m_socket->write(bytes.constData(), bytes.size()); // a copy: writing the array itself would only share it
}

void GuardedConnection::endAnswer(bool isAuthenticated)
{
    if (m_phase != Phase::Answering)
        return;
    if (isAuthenticated && !m_isAuthenticated) {
        m_isAuthenticated = true;
        m_guard.forgetStranger(m_address);
    }
    m_keepAlive = m_framed->keepAlive();
    m_phase = Phase::Writing;
    m_rate.start(TransportClock::now());
    m_lastOutstanding = outstandingBytes();
    m_socket->flush();
    onWritten();
}

void GuardedConnection::onWritten()
{
    if (m_phase != Phase::Writing)
        return;
    const qint64 left = outstandingBytes();
    m_rate.add(qMax<qint64>(0, m_lastOutstanding - left));
    m_lastOutstanding = left;
    if (left > 0)
        return;
    if (m_keepAlive == KeepAlive::No || m_isDraining)
        endPolitely();
    else
        enterIdle();
}

qint64 GuardedConnection::outstandingBytes() const
{
    const auto *encrypted = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (encrypted ? encrypted->encryptedBytesToWrite() : 0);
}

void GuardedConnection::refuse(const TransportFault &fault)
{
    const bool isHeadRequest = m_head.state() == HeadParser::State::Complete && m_head.head().method == Method::Head;
    m_reservation = {};
    m_body.take();
    m_guard.reportRefusal(m_address, fault);
    m_socket->write(responseBytes(errorResponse(fault), isHeadRequest ? Method::Head : Method::Get, KeepAlive::No));
    endPolitely();
}

/// Closing a socket with unread bytes resets it, and the reset can overtake the answer; so what still comes is read and
/// dropped for a while.
void GuardedConnection::endPolitely()
{
    const bool hasUnread = m_head.state() != HeadParser::State::Complete || m_body.state() != BodyReader::State::Complete
        || !m_input.isEmpty() || m_socket->bytesAvailable() > 0;
    m_input.clear();
    if (!hasUnread)
        return close();
    m_phase = Phase::Lingering;
    setDeadline(m_guard.limits().lingerTime);
    m_socket->flush();
    if (m_phase == Phase::Closed)
        return;
    if (!qobject_cast<QSslSocket *>(m_socket) && m_socket->bytesToWrite() == 0)
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    m_socket->readAll();
}

void GuardedConnection::sweep(TransportClock::time_point now)
{
    switch (m_phase) {
    case Phase::Handshake:
        if (now >= m_deadline) {
            m_guard.reportHandshake(m_address);
            abort();
        }
        break;
    case Phase::Idle:
        if (now >= m_deadline)
            close();
        break;
    case Phase::Head:
        if (now >= m_deadline)
            refuse(kRequestTimeout);
        break;
    case Phase::Body:
        if (m_rate.isTooSlow(now))
            refuse(kRequestTimeout);
        break;
    case Phase::Writing:
        if (m_rate.isTooSlow(now))
            abort();
        break;
    case Phase::Lingering:
        if (now >= m_deadline)
            abort();
        break;
    case Phase::Answering:
    case Phase::Closed:
        break;
    }
}

void GuardedConnection::drain()
{
    m_isDraining = true;
    if (m_framed)
        m_framed->setKeepAlive(KeepAlive::No);
    if (m_phase == Phase::Handshake)
        abort();
    else if (m_phase == Phase::Idle)
        close();
}

void GuardedConnection::close()
{
    m_phase = Phase::Lingering;
    setDeadline(m_guard.limits().lingerTime);
    m_socket->disconnectFromHost();
}

void GuardedConnection::abort()
{
    if (m_phase == Phase::Closed)
        return;
    m_socket->abort();
    onDisconnected();
}

void GuardedConnection::onError()
{
    if (m_phase != Phase::Handshake)
        return;
    m_guard.reportHandshake(m_address);
    abort();
}

void GuardedConnection::onDisconnected()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    m_reservation = {};
    m_guard.remove(this);
}

} // namespace cloister::http
