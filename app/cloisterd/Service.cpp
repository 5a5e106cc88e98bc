#include "app/cloisterd/Service.h"

#include "engine/base/AtomicFile.h"
#include "engine/client/ApiClient.h"
#include "engine/client/HttpsTransport.h"
#include "engine/service/TlsFiles.h"

namespace cloister::cli {

static constexpr qint64 kMaxPemBytes = 1024 * 1024;

Service::Service(std::unique_ptr<EngineHost> host, const std::optional<SinkSettings> &auditFile) :
    m_auditSettings(auditFile),
    m_gate(std::move(host)),
    m_transport([this](const http::Request &request) { return m_gate.handle(request); }, m_gate.hooks())
{
}

// What a sealing ends and an unsealing begins must not change any more.
Service::~Service()
{
    m_gate.refuseNew();
}

Result<std::unique_ptr<Service>> Service::start(std::unique_ptr<EngineHost> host, const ListenAddress &listen,
    const std::optional<ListenAddress> &plain, const std::optional<SinkSettings> &auditFile)
{
    std::unique_ptr<Service> service(new Service(std::move(host), auditFile));
    CLOISTER_TRY(service->listen(listen, plain));
    CLOISTER_TRY(service->m_gate.setUsers({[self = service.get()](EngineHost &opened) { return self->begin(opened); },
        [self = service.get()] { self->m_auditFile.reset(); }}));
    return service;
}

Result<void> Service::begin(EngineHost &host)
{
    host.dispatcher().metrics().setAddresses(m_addresses);
    if (m_auditSettings) {
        CLOISTER_ASSIGN(m_auditFile, RecordSink::start(host.workspace(), *m_auditSettings));
    }
    host.engine().models.resumeEmbedding();
    return {};
}

QString Service::caFile() const
{
    return TlsFiles::caFile(m_gate.directory());
}

Result<http::TlsSettings> Service::tlsSettings() const
{
    const QString directory = m_gate.directory();
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
    m_addresses = {m_url, m_adminUrl, m_httpUrl};
    m_addresses.removeDuplicates();
    m_addresses.removeAll(QString());
    return {};
}

Result<void> Service::announce() const
{
    CLOISTER_ASSIGN(const auto transport, client::HttpsTransport::create({.url = m_adminUrl, .caFile = caFile()}));
    const auto health = client::ApiClient(*transport, {}).ready().result();
    if (!health)
        return health.unexpected();
    return m_gate.lock().announce(m_adminUrl, caFile());
}

void Service::stop(std::chrono::milliseconds patience)
{
    m_transport.stop(patience);
    m_gate.refuseNew();
}

} // namespace cloister::cli
