#pragma once

#include "app/cloisterd/Gate.h"
#include "app/cloisterd/ListenAddress.h"
#include "engine/http/QtHttpTransport.h"
#include "engine/service/RecordSink.h"

#include <chrono>

namespace cloister::cli {

/// A workspace that is served over HTTPS, and over plain HTTP on loopback where asked; sealed and unsealed meanwhile where
/// an owner asks for it. Main thread.
class Service
{
public:
    /// Listens. Conflict when an address cannot be listened on, InvalidParameter for a certificate that cannot be used.
    /// With `auditFile`, the events of every log go to a file too.
    static Result<std::unique_ptr<Service>> start(std::unique_ptr<EngineHost> host, const ListenAddress &listen,
        const std::optional<ListenAddress> &plain, const std::optional<SinkSettings> &auditFile = {});
    ~Service();

    /// Asks the service itself, over HTTPS, whether the workspace answers, then tells in LOCK how to reach it.
    Result<void> announce() const;

    /// Takes no new connection, answers the requests it has accepted (for at most `patience`), and closes the workspace.
    void stop(std::chrono::milliseconds patience);

    const QString &url() const { return m_url; }
    const QString &httpUrl() const { return m_httpUrl; } ///< empty without plain HTTP
    QString caFile() const;
    /// Where every request goes, sealed or not.
    Gate &gate() { return m_gate; }

private:
    Service(std::unique_ptr<EngineHost> host, const std::optional<SinkSettings> &auditFile);
    Result<http::TlsSettings> tlsSettings() const;
    Result<void> listen(const ListenAddress &listen, const std::optional<ListenAddress> &plain);
    Result<void> begin(EngineHost &host);

    const std::optional<SinkSettings> m_auditSettings;
    QStringList m_addresses;
    Gate m_gate;
    std::unique_ptr<RecordSink> m_auditFile; ///< null while sealed; before the gate, whose workspace's logs it reads
    http::QtHttpTransport m_transport; ///< before the gate: it calls it until it ends
    QString m_url;
    QString m_httpUrl;
    QString m_adminUrl; ///< where the administration is reached from a loopback address
};

} // namespace cloister::cli
