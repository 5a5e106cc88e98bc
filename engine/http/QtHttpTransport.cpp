// The only file that knows the HTTP server module. Of a request that the guard has checked its own parser sees the
// method and the body, and none of its routing, responders or futures is used.
#include "engine/http/QtHttpTransport.h"

#include "engine/base/Future.h"
#include "engine/http/TransportCore.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSslSocket>
#include <QtHttpServer/QAbstractHttpServer>
#include <QtHttpServer/QHttpServerRequest>

#include <future>

namespace cloister::http {

/// Turns the module's requests into values, asks the handler, and answers when its future is done.
class FrontServer final : public QAbstractHttpServer
{
public:
    FrontServer(RequestHandler handler, TransportCounters &counters)
        : m_handler(std::move(handler)), m_counters(counters)
    {
    }

    void attach(Listener &listener)
    {
        bind(&listener);
        listener.setParent(nullptr); // bind() took it over; the core owns it
    }

protected:
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}

private:
    Future<Response> ask(Request request) const;

    RequestHandler m_handler;
    TransportCounters &m_counters;
};

/// Target and headers come from the checked head, the body is the module's copy.
bool FrontServer::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    const QPointer<FramedSocket> framed = qobject_cast<FramedSocket *>(socket);
    if (!framed)
        return false;
    const RequestHead &head = framed->head();
    Request value{head.method, head.path, head.query, head.headers, request.body(), framed->peerAddress()};

    // Outlives the client, because the handler goes on and its body still counts as in flight.
    auto reservation = std::make_shared<BodyReservation>(framed->takeReservation());
    ask(std::move(value)).then(this, [this, framed, reservation](const Response &response) {
        *reservation = {};
        if (!framed || framed->state() != QAbstractSocket::ConnectedState) {
            ++m_counters.droppedAnswers;
            return;
        }
        framed->write(responseBytes(response, framed->head().method, framed->keepAlive()));
        framed->conclude(response);
    });
    return true;
}

Future<Response> FrontServer::ask(Request request) const
{
    try {
        // The client learns no more than that it failed.
        return m_handler(std::move(request)).onFailed([](const std::exception_ptr &) { return errorResponse(kHandlerFailed); });
    } catch (...) {
        return readyFuture(errorResponse(kHandlerFailed));
    }
}

QtHttpTransport::QtHttpTransport(RequestHandler handler, TransportHooks hooks, const TransportLimits &limits)
    : m_counters(std::make_unique<TransportCounters>())
{
    // Loads the TLS library on a thread that stays: what it sets up once must not belong to one that ends.
    QSslSocket::supportsSsl();
    std::promise<TransportCore *> ready;
    auto core = ready.get_future();
    m_thread = std::thread([&ready, handler = std::move(handler), hooks = std::move(hooks), limits,
                            counters = m_counters.get()] {
        FrontServer front(handler, *counters);
        {
            QEventLoop loop;
            TransportCore ours(limits, hooks, *counters, [&front](Listener &listener) { front.attach(listener); });
            QObject::connect(&ours, &TransportCore::quit, &loop, &QEventLoop::quit);
            ready.set_value(&ours);
            loop.exec();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    m_core = core.get();
}

QtHttpTransport::~QtHttpTransport()
{
    m_core->post([core = m_core] { Q_EMIT core->quit(); });
    m_thread.join();
}

template<typename T>
static T runOnCore(TransportCore &core, std::function<T()> task)
{
    const auto answer = std::make_shared<std::promise<T>>();
    auto future = answer->get_future();
    core.post([answer, task = std::move(task)] { answer->set_value(task()); });
    return future.get();
}

Result<quint16> QtHttpTransport::listenTls(const QHostAddress &address, quint16 port, const TlsSettings &tls)
{
    CLOISTER_ASSIGN(const QSslConfiguration configuration, sslConfiguration(tls));
    return runOnCore<Result<quint16>>(*m_core, [this, address, port, configuration] {
        return m_core->listen(address, port, configuration);
    });
}

Result<quint16> QtHttpTransport::listenPlain(const QHostAddress &address, quint16 port)
{
    if (!address.isLoopback())
        return fail(ErrorCode::Forbidden, QStringLiteral("plain HTTP is served on loopback addresses only"));
    return runOnCore<Result<quint16>>(*m_core, [this, address, port] { return m_core->listen(address, port, {}); });
}

Result<void> QtHttpTransport::setTls(const TlsSettings &tls)
{
    CLOISTER_ASSIGN(const QSslConfiguration configuration, sslConfiguration(tls));
    return runOnCore<Result<void>>(*m_core, [this, configuration] {
        m_core->setTls(configuration);
        return Result<void>();
    });
}

void QtHttpTransport::stop(std::chrono::milliseconds patience)
{
    const auto done = std::make_shared<std::promise<void>>();
    auto future = done->get_future();
    m_core->post([this, patience, done] { m_core->stop(patience, [done] { done->set_value(); }); });
    future.get();
}

} // namespace cloister::http
