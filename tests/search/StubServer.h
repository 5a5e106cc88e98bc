#pragma once

#include <QByteArray>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <functional>

class QTcpServer;

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

} // namespace cloister::test
