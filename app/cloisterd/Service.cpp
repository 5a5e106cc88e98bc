#include "app/cloisterd/Service.h"

#include "engine/base/AtomicFile.h"
#include "engine/client/ApiClient.h"
#include "engine/client/HttpsTransport.h"
#include "engine/service/TlsFiles.h"

namespace cloister::cli {

static constexpr qint64 kMaxPemBytes = 1024 * 1024;

Service::Service(std::unique_ptr<EngineHost> host) :
    m_host(std::move(host)),
    m_transport([&dispatcher = m_host->dispatcher()](
                    http::Request request) { return dispatcher.handle(request); },
        m_host->dispatcher().hooks())
{
}

Result<std::unique_ptr<Service>> Service::start(
    std::unique_ptr<EngineHost> host, const ListenAddress &listen, const std::optional<ListenAddress> &plain)
{
    std::unique_ptr<Service> service(new Service(std::move(host)));
    CLOISTER_TRY(service->listen(listen, plain));
    return service;
}

QString Service::caFile() const
{
    return TlsFiles::caFile(m_host->workspace().directory());
}

Result<http::TlsSettings> Service::tlsSettings() const
{
    const QString directory = m_host->workspace().directory();
    http::TlsSettings settings;
    CLOISTER_ASSIGN(settings.certPem, files::readPrivate(TlsFiles::certificateFile(directory), kMaxPemBytes));
    CLOISTER_ASSIGN(settings.keyPem, files::readPrivate(TlsFiles::keyFile(directory), kMaxPemBytes));
    return settings;
}

Result<void> Service::listen(const ListenAddress &listen, const std::optional<ListenAddress> &plain)
{
    const QString https = QStringLiteral("https");
    CLOISTER_ASSIGN(const http::TlsSettings tls, tlsSettings());
    CLOISTER_ASSIGN(const quint16 port, m_transport.listenTls(listen.host, listen.port, tls));
    m_url = ListenAddress::urlOf(https, listen.host, port);
    m_adminUrl = m_url;
    if (!listen.isReachedFromLoopback()) {
        // Administration is open to loopback only, where the address given is not to be had.
        const QHostAddress loopback(QHostAddress::LocalHost);
        CLOISTER_ASSIGN(const quint16 adminPort, m_transport.listenTls(loopback, 0, tls));
        m_adminUrl = ListenAddress::urlOf(https, loopback, adminPort);
    }
    if (plain) {
        CLOISTER_ASSIGN(const quint16 plainPort, m_transport.listenPlain(plain->host, plain->port));
        m_httpUrl = ListenAddress::urlOf(QStringLiteral("http"), plain->host, plainPort);
    }
    QStringList addresses{m_url, m_adminUrl, m_httpUrl};
    addresses.removeDuplicates();
    addresses.removeAll(QString());
    m_host->dispatcher().metrics().setAddresses(addresses);
    return {};
}

Result<void> Service::announce() const
{
    CLOISTER_ASSIGN(const auto transport, client::HttpsTransport::create({.url = m_adminUrl, .caFile = caFile()}));
    const auto health = client::ApiClient(*transport, {}).ready().result();
    if (!health)
        return health.unexpected();
    return m_host->workspace().lock().announce(m_adminUrl, caFile());
}

Result<void> Service::writeAuditFile(const SinkSettings &settings)
{
    CLOISTER_ASSIGN(m_auditFile, RecordSink::start(m_host->workspace(), settings));
    return {};
}

void Service::stop(std::chrono::milliseconds patience)
{
    m_transport.stop(patience);
    m_host->dispatcher().refuseNew();
}

} // namespace cloister::cli
