#pragma once

#include "engine/client/Transport.h"
#include "engine/http/TransportHooks.h"

namespace cloister::http {

class Dispatcher;

/// The API without a socket: a call to the same process, from no address. Any thread.
class InProcessTransport final : public client::Transport
{
public:
    /// `dispatcher` outlives the transport.
    explicit InProcessTransport(Dispatcher &dispatcher);
    /// To whatever stands in front of the dispatcher; what `handler` uses outlives the transport.
    explicit InProcessTransport(RequestHandler handler) : m_handler(std::move(handler)) {}

    /// InvalidParameter for a method that the API does not know.
    Future<Result<client::Reply>> send(const client::ClientRequest &request) override;

private:
    const RequestHandler m_handler;
};

} // namespace cloister::http
