// What the connection guard costs: keep-alive requests a second through it, against a bare QtHttpServer route with the
// same answer, in one process and in turns, so that what else the machine does hits both.
//   bench_guard [rounds]
#include "engine/http/QtHttpTransport.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QtHttpServer/QHttpServer>

#include <algorithm>
#include <cstdio>
#include <semaphore>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace cloister;

namespace {

constexpr int kConnections = 16;
constexpr int kRoundMs = 2000;
constexpr char kBody[] = R"({"status":"ok","version":"1234567890"})";

/// The module as it comes, on a thread of its own.
class BareServer
{
public:
    BareServer() : m_thread([this] { serve(); }) { m_ready.acquire(); }
    ~BareServer()
    {
        m_loop->quit();
        m_thread.join();
    }
    quint16 port = 0;

private:
    void serve()
    {
        QEventLoop loop;
        QHttpServer server;
        server.route(QStringLiteral("/n"), [] { return QHttpServerResponse("application/json", QByteArray(kBody)); });
        port = server.listen(QHostAddress::LocalHost, 0);
        m_loop = &loop;
        m_ready.release();
        loop.exec();
    }

    QEventLoop *m_loop = nullptr;
    std::binary_semaphore m_ready{0};
    std::thread m_thread; ///< last: uses the others
};

int connectTo(quint16 port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        qFatal("no connection");
    return fd;
}

void readAnswer(int fd)
{
    QByteArray got;
    char buffer[4096];
    while (!got.endsWith(kBody)) {
        const ssize_t size = ::read(fd, buffer, sizeof buffer);
        if (size <= 0)
            qFatal("the connection ended");
        got.append(buffer, size);
    }
}

/// Requests a second: one on each connection, then all answers, again and again.
double measure(quint16 port)
{
    static const QByteArray request = "GET /n HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                      "cl_12345678_1234567890123456789012345678901234567890123_123456\r\n\r\n";
    std::vector<int> sockets;
    for (int i = 0; i < kConnections; ++i)
        sockets.push_back(connectTo(port));
    qint64 answered = 0;
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < kRoundMs) {
        for (const int fd : sockets) {
            if (::write(fd, request.constData(), static_cast<size_t>(request.size())) != request.size())
                qFatal("the request was not taken");
        }
        for (const int fd : sockets)
            readAnswer(fd);
        answered += kConnections;
    }
    const double seconds = static_cast<double>(time.nsecsElapsed()) / 1e9;
    for (const int fd : sockets)
        ::close(fd);
    return static_cast<double>(answered) / seconds;
}

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, QByteArray(argv[1]).toInt()) : 5;
    http::QtHttpTransport guarded(
        [](const http::Request &) {
            http::Response response;
            response.body = kBody;
            response.isAuthenticated = true;
            return readyFuture(response);
        },
        {});
    const quint16 guardedPort = guarded.listenPlain(QHostAddress::LocalHost, 0).value();
    const BareServer bare;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const double plain = measure(bare.port);
        const double through = measure(guardedPort);
        ratios.push_back(through / plain);
        std::printf("round %d: bare %8.0f/s, guarded %8.0f/s, ratio %.2f\n", round + 1, plain, through, ratios.back());
    }
    std::printf("median ratio %.2f\n", medianOf(ratios));
    return 0;
}
