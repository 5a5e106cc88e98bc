#pragma once

#include "engine/base/Result.h"
#include "engine/http/TlsSettings.h"
#include "engine/http/TransportCounters.h"
#include "engine/http/TransportHooks.h"
#include "engine/http/TransportLimits.h"

#include <chrono>
#include <memory>
#include <thread>

namespace cloister::http {

class TransportCore;

/// The HTTP door: serves one RequestHandler over HTTPS, and over plain HTTP on loopback, from an I/O thread of its own.
/// Every function may be called from any thread but that one, that is, not from the handler or a hook.
class QtHttpTransport
{
public:
    QtHttpTransport(RequestHandler handler, TransportHooks hooks, const TransportLimits &limits = {});
    /// Ends what is still running at once; stop() beforehand lets it finish.
    ~QtHttpTransport();
    QtHttpTransport(const QtHttpTransport &) = delete;
    QtHttpTransport &operator=(const QtHttpTransport &) = delete;

    /// Listens for HTTPS; port 0 picks a free one. Gives the port, or InvalidParameter for a certificate or key that
    /// cannot be read, Conflict when the address cannot be listened on, ShuttingDown after stop().
    Result<quint16> listenTls(const QHostAddress &address, quint16 port, const TlsSettings &tls);
    /// As above without encryption. Forbidden when the address is not a loopback one.
    Result<quint16> listenPlain(const QHostAddress &address, quint16 port);

    /// Every HTTPS connection made from now on gets these settings; those that are open keep theirs. On InvalidParameter
    /// nothing changed.
    Result<void> setTls(const TlsSettings &tls);

    /// Stops accepting, closes idle connections, and waits up to `patience` for accepted requests to be answered; then
    /// ends what is left. Nothing can be listened on afterwards.
    void stop(std::chrono::milliseconds patience);

    TransportStatistics statistics() const { return m_counters->snapshot(); }

private:
    std::unique_ptr<TransportCounters> m_counters;
    TransportCore *m_core = nullptr; ///< lives on the I/O thread, until that ends
    std::thread m_thread;
};

} // namespace cloister::http
