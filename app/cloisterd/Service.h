#pragma once

#include "app/cloisterd/EngineHost.h"
#include "app/cloisterd/ListenAddress.h"
#include "engine/http/QtHttpTransport.h"
#include "engine/service/RecordSink.h"

#include <chrono>

namespace cloister::cli {

/// An opened workspace that is served over HTTPS, and over plain HTTP on loopback where asked. Main thread.
class Service
{
public:
    /// Listens. Conflict when an address cannot be listened on, InvalidParameter for a certificate that cannot be used.
    static Result<std::unique_ptr<Service>> start(
        std::unique_ptr<EngineHost> host, const ListenAddress &listen, const std::optional<ListenAddress> &plain);

    /// Asks the service itself, over HTTPS, whether the workspace answers, then tells in LOCK how to reach it.
    Result<void> announce() const;

    /// From now on the events of every log go to a file too.
    Result<void> writeAuditFile(const SinkSettings &settings);

    /// Takes no new connection, answers the requests it has accepted (for at most `patience`), and closes the workspace.
    void stop(std::chrono::milliseconds patience);

    const QString &url() const { return m_url; }
    const QString &httpUrl() const { return m_httpUrl; } ///< empty without plain HTTP
    QString caFile() const;
    EngineHost &host() { return *m_host; }

private:
    explicit Service(std::unique_ptr<EngineHost> host);
    Result<http::TlsSettings> tlsSettings() const;
    Result<void> listen(const ListenAddress &listen, const std::optional<ListenAddress> &plain);

    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<RecordSink> m_auditFile; ///< before the host, whose logs it reads
    http::QtHttpTransport m_transport; ///< before the host: it calls the dispatcher until it ends
    QString m_url;
    QString m_httpUrl;
    QString m_adminUrl; ///< where the administration is reached from a loopback address
};

} // namespace cloister::cli
