#include "engine/http/FramedSocket.h"

#include <algorithm>

namespace cloister::http {

FramedSocket::FramedSocket(const QHostAddress &peer, QObject *parent) : QTcpSocket(parent)
{
    setPeerAddress(peer);
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite);
}

void FramedSocket::load(RequestHead head, QByteArray body)
{
    m_head = std::move(head);
    m_headBytes = plainHead(m_head.method, body.size());
    m_body = std::move(body);
    m_position = 0;
    m_keepAlive = m_head.isKeptAlive ? KeepAlive::Yes : KeepAlive::No;
}

FramedSocket::~FramedSocket()
{
    // The base class would try to take down a connection it never had.
    setSocketState(UnconnectedState);
}

qint64 FramedSocket::bytesAvailable() const
{
    return m_headBytes.size() + m_body.size() - m_position + QIODevice::bytesAvailable();
}

qint64 FramedSocket::readData(char *data, qint64 maxSize)
{
    qint64 copied = 0;
    while (copied < maxSize && m_position < m_headBytes.size() + m_body.size()) {
        const bool isInHead = m_position < m_headBytes.size();
        const QByteArray &from = isInHead ? m_headBytes : m_body;
        const qsizetype offset = isInHead ? m_position : m_position - m_headBytes.size();
        const auto size = static_cast<qsizetype>(std::min<qint64>(maxSize - copied, from.size() - offset));
        std::copy_n(from.constData() + offset, size, data + copied);
        copied += size;
        m_position += size;
    }
    if (m_position == m_headBytes.size() + m_body.size()) {
        // The module has its own copy now.
        m_headBytes = {};
        m_body = {};
        m_position = 0;
    }
    return copied;
}

qint64 FramedSocket::skipData(qint64 maxSize)
{
    return QIODevice::skipData(maxSize);
}

qint64 FramedSocket::writeData(const char *data, qint64 size)
{
    Q_EMIT forwarded(QByteArray::fromRawData(data, static_cast<qsizetype>(size)));
    return size;
}

void FramedSocket::conclude(const Response &response)
{
    Q_EMIT concluded(response.isAuthenticated);
}

void FramedSocket::close()
{
    disconnectFromHost();
}

void FramedSocket::disconnectFromHost()
{
    if (state() == UnconnectedState)
        return;
    setSocketState(UnconnectedState);
    Q_EMIT abandoned();
}

} // namespace cloister::http
