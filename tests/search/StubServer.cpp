#include "tests/search/StubServer.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <memory>

namespace cloister::test {

StubServer::StubServer(QTcpServer *server, const Answer &answer) : m_server(server), m_answer(answer)
{
    m_server->listen(QHostAddress::LocalHost);
    m_port = m_server->serverPort();
    QObject::connect(m_server, &QTcpServer::pendingConnectionAvailable, m_server, [this] { serve(); });
    m_server->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
    m_thread.start();
}

StubServer::~StubServer()
{
    m_thread.quit();
    m_thread.wait();
}

void StubServer::serve()
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

QByteArray StubServer::response(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace cloister::test
