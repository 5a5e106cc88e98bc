#pragma once

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <functional>
#include <memory>

namespace cloister::test {

/// A small HTTP server on the loopback address with a thread of its own: each request is given, head and body, to a
/// function that makes the whole answer; an empty answer keeps the client waiting.
class StubServer
{
public:
    using Answer = std::function<QByteArray(const QByteArray &head, const QByteArray &body)>;

    /// Takes ownership of `server`: a plain one, or one that speaks TLS.
    StubServer(QTcpServer *server, const Answer &answer);
    ~StubServer();

    quint16 port() const { return m_port; }
    int requests() const { return m_requests; }

    static QByteArray response(int status, const QByteArray &body);

private:
    void serve();

    QTcpServer *m_server;
    const Answer m_answer;
    quint16 m_port = 0;
    std::atomic<int> m_requests = 0;
    QThread m_thread;
};

inline StubServer::StubServer(QTcpServer *server, const Answer &answer) : m_server(server), m_answer(answer)
{
    m_server->listen(QHostAddress::LocalHost);
    m_port = m_server->serverPort();
    QObject::connect(m_server, &QTcpServer::pendingConnectionAvailable, m_server, [this] { serve(); });
    m_server->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
    m_thread.start();
}

inline StubServer::~StubServer()
{
    m_thread.quit();
    m_thread.wait();
}

inline void StubServer::serve()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        const auto received = std::make_shared<QByteArray>();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, received] {
            *received += socket->readAll();
            const qsizetype end = received->indexOf("\r\n\r\n");
            if (end < 0)
                return;
            const QByteArray head = received->first(end);
            const qsizetype at = head.toLower().indexOf("content-length:") + 15;
            const qsizetype length = head.mid(at, head.indexOf('\r', at) - at).trimmed().toLongLong();
            if (received->size() < end + 4 + length)
                return;
            ++m_requests;
            if (const QByteArray answer = m_answer(head, received->mid(end + 4, length)); !answer.isEmpty()) {
                socket->write(answer);
                socket->disconnectFromHost();
            }
        });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (socket->bytesAvailable() > 0)
            Q_EMIT socket->readyRead();
    }
}

inline QByteArray StubServer::response(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace cloister::test
