#pragma once

#include "engine/base/Future.h"
#include "engine/http/QtHttpTransport.h"

#include <memory>
#include <mutex>
#include <vector>

namespace cloister::test {

/// The default limits with times that no client of a busy machine runs into.
http::TransportLimits patientLimits();

/// A transport on a free loopback port whose handler says what it was asked. Paths that begin with /deferred are answered
/// when release() is called, /never not at all, /large with more than socket buffers hold, /throw throws, /cancel cancels.
class EchoDoor
{
public:
    explicit EchoDoor(const http::TransportLimits &limits = patientLimits(), http::TransportHooks hooks = {});
    ~EchoDoor();

    quint16 port() const { return m_port; }
    http::QtHttpTransport &transport() { return *m_transport; }
    /// What reached the handler so far, as `METHOD path`.
    QList<QByteArray> requests() const;
    /// Answers everything deferred, from the calling thread. Gives how many there were.
    qsizetype release();

private:
    Future<http::Response> handle(const http::Request &request);

    mutable std::mutex m_mutex;
    QList<QByteArray> m_requests;
    std::vector<std::pair<Promise<http::Response>, http::Response>> m_deferred;
    std::unique_ptr<http::QtHttpTransport> m_transport;
    quint16 m_port = 0;
};

} // namespace cloister::test
