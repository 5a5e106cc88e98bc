#include "app/cloister/WorkspaceHost.h"

#include "engine/base/Future.h"
#include "engine/client/AccessClient.h"
#include "engine/client/HttpsTransport.h"
#include "engine/http/InProcessTransport.h"
#include "engine/service/Lock.h"
#include "engine/service/TlsFiles.h"

#include <QDir>
#include <QFileInfo>
#include <QTcpServer>

#include <chrono>

namespace cloister {

using ui::Connection;

static constexpr std::chrono::seconds kPatience{5};

static QString keystoreOf(const QString &directory)
{
    return directory + QLatin1String("/keystore");
}

static Result<std::vector<crypto::UnlockSecret>> secretsOf(const QByteArray &typed)
{
    std::vector<crypto::UnlockSecret> secrets;
    // A code costs next to nothing to try, a passphrase a second.
    if (auto code = crypto::UnlockSecret::recoveryCode(typed))
        secrets.push_back(std::move(code).value());
    if (auto passphrase = crypto::UnlockSecret::passphrase(typed))
        secrets.push_back(std::move(passphrase).value());
    if (secrets.empty())
        return fail(ErrorCode::Unauthenticated, QStringLiteral("neither a passphrase nor a recovery code"));
    return secrets;
}

// Whether one of these opens the workspace that is open already. The keystore is only read.
static Result<void> check(const QString &directory, const std::vector<crypto::UnlockSecret> &secrets)
{
    Error error{ErrorCode::Unauthenticated, {}, {}};
    for (const crypto::UnlockSecret &secret : secrets) {
        const auto keystore = crypto::Keystore::open(keystoreOf(directory), secret);
        if (keystore)
            return {};
        error = keystore.error();
        if (error.code != ErrorCode::Unauthenticated)
            break;
    }
    return Unexpected{error};
}

WorkspaceHost::WorkspaceHost(QString directory, cli::ListenAddress listen) :
    m_directory(std::move(directory)),
    m_listen(std::move(listen))
{
    m_pool.setMaxThreadCount(1);
}

WorkspaceHost::~WorkspaceHost()
{
    m_pool.waitForDone();
    if (m_service)
        m_service->stop(kPatience);
}

ui::Found WorkspaceHost::look(const QString &directory) const
{
    using ui::Found;
    if (!QFileInfo::exists(keystoreOf(directory)) || QFileInfo::exists(directory + QLatin1String("/unfinished"))) {
        const QDir dir(directory);
        const bool isFree = !QFileInfo::exists(directory) || QFileInfo::exists(directory + QLatin1String("/unfinished"))
            || (QFileInfo(directory).isDir() && dir.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
        return isFree ? Found::Nothing : Found::Other;
    }
    const auto served = Lock::read(directory);
    if (!served || !*served)
        return Found::Closed;
    return (*served)->url.isEmpty() ? Found::Busy : Found::Served;
}

Future<Result<Connection>> WorkspaceHost::create(const QString &directory, const QByteArray &passphrase)
{
    return runOn(m_pool, [this, directory, passphrase] { return makeHere(directory, passphrase); });
}

Future<Result<Connection>> WorkspaceHost::open(const ui::WorkspacePlace &place, const QByteArray &secret)
{
    if (const auto *remote = std::get_if<ui::RemotePlace>(&place))
        return signIn(*remote, secret);
    const QString directory = std::get<ui::LocalPlace>(place).directory;
    return runOn(m_pool, [this, directory, secret]() -> Result<Connection> {
        CLOISTER_ASSIGN(std::vector<crypto::UnlockSecret> secrets, secretsOf(secret));
        return openLocal(directory, std::move(secrets));
    });
}

Future<Result<Connection>> WorkspaceHost::openWithFile(const QString &directory, const QString &unlockFile)
{
    return runOn(m_pool, [this, directory, unlockFile]() -> Result<Connection> {
        CLOISTER_ASSIGN(crypto::UnlockSecret secret, crypto::UnlockSecret::fromFile(unlockFile));
        std::vector<crypto::UnlockSecret> secrets;
        secrets.push_back(std::move(secret));
        return openLocal(directory, std::move(secrets));
    });
}

Future<Result<Connection>> WorkspaceHost::signIn(const ui::RemotePlace &place, const QByteArray &passphrase)
{
    return runOn(m_pool, [place, passphrase]() -> Result<Connection> {
        CLOISTER_ASSIGN(std::shared_ptr<client::Transport> transport,
            client::HttpsTransport::create({.url = place.url, .caFile = {}, .fingerprint = place.fingerprint}));
        const client::ApiClient api(*transport, {});
        CLOISTER_ASSIGN(const auto started,
            client::AccessClient(api).signIn(place.account, QString::fromUtf8(passphrase)).result());
        return Connection{.transport = std::move(transport), .token = started.value.token, .name = place.url,
            .url = place.url, .fingerprint = place.fingerprint, .account = started.value.session.name,
            .role = started.value.session.role};
    });
}

Result<Connection> WorkspaceHost::makeHere(const QString &directory, const QByteArray &passphrase)
{
    CLOISTER_ASSIGN(const crypto::UnlockSecret secret, crypto::UnlockSecret::passphrase(passphrase));
    auto clock = std::make_unique<SystemClock>();
    CLOISTER_ASSIGN(Workspace::Created created, Workspace::create(directory, secret, *clock));
    const QString recoveryCode = created.recoveryCode;
    CLOISTER_ASSIGN(Connection connection, serve(cli::EngineHost::around(std::move(clock), std::move(created.workspace))));
    connection.recoveryCode = recoveryCode;
    return connection;
}

Result<Connection> WorkspaceHost::openLocal(const QString &directory, std::vector<crypto::UnlockSecret> secrets)
{
    if (m_service && m_service->gate().directory() == directory) {
        // Sealed by whoever administers it, be it from elsewhere, it is opened again.
        CLOISTER_TRY(m_service->gate().isSealed() ? m_service->gate().unseal(secrets) : check(directory, secrets));
        return embedded();
    }
    CLOISTER_ASSIGN(const std::optional<ServedWorkspace> served, cli::servedWorkspace(directory));
    if (served)
        return attach(*served, directory, secrets);
    CLOISTER_ASSIGN(std::unique_ptr<cli::EngineHost> host, cli::EngineHost::open(directory, secrets));
    return serve(std::move(host));
}

Result<Connection> WorkspaceHost::attach(const ServedWorkspace &served, const QString &directory,
    const std::vector<crypto::UnlockSecret> &secrets) const
{
    CLOISTER_TRY(check(directory, secrets));
    CLOISTER_ASSIGN(
        std::shared_ptr<client::Transport> transport, client::HttpsTransport::create({.url = served.url, .caFile = served.caFile}));
    return Connection{.transport = std::move(transport), .token = served.adminToken.view().toByteArray(), .name = directory,
        .url = served.url, .caFile = served.caFile,
        .certificateFile = TlsFiles::certificateFile(directory)};
}

Result<Connection> WorkspaceHost::serve(std::unique_ptr<cli::EngineHost> host)
{
    if (m_service)
        m_service->stop(kPatience);
    m_service.reset();
    cli::ListenAddress listen = m_listen;
    if (!QTcpServer().listen(listen.host, listen.port))
        listen.port = 0;
    CLOISTER_ASSIGN(std::unique_ptr<cli::Service> service, cli::Service::start(std::move(host), listen, {}));
    CLOISTER_TRY(service->announce());
    m_service = std::move(service);
    return embedded();
}

// The transport keeps the service alive, and so the engine that it asks.
Connection WorkspaceHost::embedded() const
{
    struct Held
    {
        std::shared_ptr<cli::Service> service;
        http::InProcessTransport transport;
    };
    cli::Gate &gate = m_service->gate();
    const std::shared_ptr<Held> held(new Held{m_service,
        http::InProcessTransport(http::RequestHandler([&gate](const http::Request &request) { return gate.handle(request); }))});
    return {.transport = std::shared_ptr<client::Transport>(held, &held->transport),
        .token = gate.lock().adminToken().toByteArray(), .name = gate.directory(), .url = m_service->url(),
        .caFile = m_service->caFile(), .certificateFile = TlsFiles::certificateFile(gate.directory()), .isEmbedded = true};
}

} // namespace cloister
