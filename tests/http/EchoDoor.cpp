#include "tests/http/EchoDoor.h"

#include "engine/http/RequestHead.h"

#include <stdexcept>

namespace cloister::test {

using namespace cloister::http;

constexpr qsizetype kLargeAnswerBytes = 64 * 1024 * 1024;

TransportLimits patientLimits()
{
    TransportLimits limits;
    limits.handshakeTime = limits.headTime = limits.idleTime = limits.rateWindow = std::chrono::minutes(5);
    return limits;
}

EchoDoor::EchoDoor(const TransportLimits &limits, TransportHooks hooks)
    : m_transport(std::make_unique<QtHttpTransport>([this](Request request) { return handle(request); },
                                                    std::move(hooks), limits))
{
    const auto port = m_transport->listenPlain(QHostAddress(QHostAddress::LocalHost), 0);
    if (!port)
        qFatal("no loopback port: %s", qUtf8Printable(port.error().detail));
    m_port = *port;
}

EchoDoor::~EchoDoor()
{
    m_transport.reset();
}

QList<QByteArray> EchoDoor::requests() const
{
    const std::lock_guard lock(m_mutex);
    return {m_requests.cbegin(), m_requests.cend()}; // shares nothing with the list that goes on growing
}

Future<Response> EchoDoor::handle(const Request &request)
{
    const QByteArray line = methodName(request.method) + ' ' + request.path;
    Response response;
    response.contentType = "text/plain";
    response.body = line + '|' + request.query + '|' + request.address.toString().toUtf8() + '|' + request.body;
    if (request.path == "/large")
        response.body = QByteArray(kLargeAnswerBytes, 'a');
    response.isAuthenticated = request.header("authorization") == "Bearer good";
    response.setHeader("X-Echo", request.header("x-echo"));

    const std::lock_guard lock(m_mutex);
    m_requests.append(line);
    if (request.path == "/throw")
        throw std::runtime_error("the handler's own text");
    Promise<Response> promise;
    Future<Response> future = promise.future();
    if (request.path.startsWith("/deferred") || request.path == "/never") {
        m_deferred.emplace_back(std::move(promise), response);
        return future;
    }
    if (request.path == "/cancel")
        future.cancel();
    else if (request.path == "/fail")
        promise.setException(std::make_exception_ptr(std::runtime_error("the handler's own text")));
    else
        promise.finish(response);
    return future;
}

qsizetype EchoDoor::release()
{
    std::vector<std::pair<Promise<Response>, Response>> deferred;
    {
        const std::lock_guard lock(m_mutex);
        deferred.swap(m_deferred);
    }
    for (auto &[promise, response] : deferred) {
        promise.finish(response);
    }
    return static_cast<qsizetype>(deferred.size());
}

} // namespace cloister::test
