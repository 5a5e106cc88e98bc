#pragma once

#include "engine/client/Transport.h"

namespace cloister::http {

class Dispatcher;

/// The API without a socket: a call to the dispatcher of the same process, from no address. Any thread.
class InProcessTransport final : public client::Transport
{
public:
    /// `dispatcher` outlives the transport.
    explicit InProcessTransport(Dispatcher &dispatcher) : m_dispatcher(dispatcher) {}

    /// InvalidParameter for a method that the API does not know.
    Future<Result<client::Reply>> send(const client::ClientRequest &request) override;

private:
    Dispatcher &m_dispatcher;
};

} // namespace cloister::http
