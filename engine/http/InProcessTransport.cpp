#include "engine/http/InProcessTransport.h"

#include "engine/http/Dispatcher.h"
#include "engine/http/RequestHead.h"

namespace cloister::http {

static std::optional<Method> methodOf(const QByteArray &name)
{
    for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head,
             Method::Options}) {
        if (methodName(method) == name)
            return method;
    }
    return std::nullopt;
}

Future<Result<client::Reply>> InProcessTransport::send(const client::ClientRequest &request)
{
    const std::optional<Method> method = methodOf(request.method);
    if (!method) {
        return readyFuture(
            Result<client::Reply>(fail(ErrorCode::InvalidParameter, QStringLiteral("unknown method"))));
    }
    Request asked;
    asked.method = *method;
    asked.path = request.path;
    asked.query = request.query;
    asked.body = request.body;
    if (!request.token.isEmpty())
        asked.headers.append({"authorization", "Bearer " + request.token});
    return m_dispatcher.handle(asked).then([](const Response &response) -> Result<client::Reply> {
        client::Reply reply;
        reply.status = response.status;
        reply.headers.append({"content-type", response.contentType});
        for (const auto &[name, value] : response.headers)
            reply.headers.append({name.toLower(), value});
        reply.body = response.body;
        return reply;
    });
}

} // namespace cloister::http
