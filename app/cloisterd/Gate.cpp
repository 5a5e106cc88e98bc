#include "app/cloisterd/Gate.h"

#include "app/cloisterd/Unlock.h"
#include "engine/base/Future.h"
#include "engine/base/Json.h"
#include "engine/base/Logging.h"
#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "engine/http/ErrorMapping.h"
#include "engine/http/Route.h"

#include <QScopeGuard>

namespace cloister::cli {

using http::Request;
using http::Response;

static constexpr qsizetype kKeptFailures = 60;
static constexpr qsizetype kMaxSecretBytes = 4096;

static qint64 nowMs()
{
    return SystemClock().nowMs();
}

Gate::Gate(std::unique_ptr<EngineHost> host) :
    m_directory(host->workspace().directory()),
    m_lock(host->workspace().sharedLock())
{
    m_thread.setMaxThreadCount(1);
    install(std::move(host));
}

Gate::~Gate()
{
    refuseNew();
}

Result<void> Gate::setUsers(Users users)
{
    m_users = std::move(users);
    return m_users.begin(*m_host);
}

void Gate::install(std::unique_ptr<EngineHost> host)
{
    host->dispatcher().setSealer([this] { beginSeal(); });
    const std::unique_lock lock(m_mutex);
    m_hooks = host->dispatcher().hooks();
    for (const QHostAddress &address : std::as_const(m_failures))
        host->engine().refusals.note(address, QStringLiteral("UNAUTHENTICATED"));
    m_failures.clear();
    m_host = std::move(host);
    m_isOpen = true;
}

Future<Response> Gate::handle(const Request &request)
{
    {
        const std::shared_lock lock(m_mutex);
        if (m_host && m_isOpen)
            return m_host->dispatcher().handle(request);
    }
    return answerSealed(request);
}

http::TransportHooks Gate::hooks()
{
    http::TransportHooks hooks;
    hooks.admit = [this](const QHostAddress &address) {
        const std::shared_lock lock(m_mutex);
        return m_host ? m_hooks.admit(address) : m_lastRules->mayConnect(address);
    };
    hooks.bodyLimit = [this](http::Method method, const QByteArray &path) {
        const std::shared_lock lock(m_mutex);
        return m_host ? m_hooks.bodyLimit(method, path) : http::kSmallBody;
    };
    hooks.onRefused = [this](const QHostAddress &address, http::Refusal refusal) {
        const std::shared_lock lock(m_mutex);
        if (m_host)
            m_hooks.onRefused(address, refusal);
    };
    return hooks;
}

void Gate::refuseNew()
{
    {
        const std::lock_guard lock(m_starting);
        m_isStopping = true;
    }
    m_thread.waitForDone();
    const std::shared_lock lock(m_mutex);
    if (m_host)
        m_host->dispatcher().refuseNew();
}

// Called by the request that asks for it, which must be answered first: the rest is done on the gate's thread.
void Gate::beginSeal()
{
    const std::lock_guard lock(m_starting);
    if (!m_isStopping && m_isOpen.exchange(false))
        m_thread.start([this] { seal(); });
}

void Gate::seal()
{
    if (m_users.end)
        m_users.end();
    std::unique_ptr<EngineHost> host;
    {
        const std::unique_lock lock(m_mutex);
        m_lastRules = m_host->workspace().rules().get();
        m_hooks = {};
        host = std::move(m_host);
    }
    host.reset(); // answers what it has accepted, closes the files and wipes the keys
    qCInfo(lcApp) << "the workspace is sealed";
}

Result<void> Gate::open(const std::vector<crypto::UnlockSecret> &secrets)
{
    if (m_isOpen)
        return {};
    if (m_isStopping)
        return fail(ErrorCode::ShuttingDown, QStringLiteral("the service is stopping"));
    CLOISTER_ASSIGN(auto host, EngineHost::open(m_directory, secrets, m_lock));
    if (m_users.begin) {
        if (Result<void> begun = m_users.begin(*host); !begun) {
            m_users.end();
            return begun;
        }
    }
    install(std::move(host));
    qCInfo(lcApp) << "the workspace is open again";
    return {};
}

Result<void> Gate::unseal(const std::vector<crypto::UnlockSecret> &secrets)
{
    return runOn(m_thread, [this, &secrets] { return open(secrets); }).result();
}

Response Gate::refused(const Error &error, const QString &requestId)
{
    return http::errorResponse(error, requestId, nowMs());
}

Future<Response> Gate::answerSealed(const Request &request)
{
    SystemRandom random;
    const QString requestId = nextUlid({}, nowMs(), random);
    if (request.path == "/healthz" && request.method == http::Method::Get) {
        Response response;
        response.body = "{\"status\":\"ok\",\"version\":\"" CLOISTER_VERSION "\"}";
        response.setHeader("X-Request-Id", requestId.toLatin1());
        return readyFuture(response);
    }
    if (request.path == "/admin/v1/unseal" && request.method == http::Method::Post)
        return tryUnseal(request, requestId);
    const Error sealed{ErrorCode::Sealed, QStringLiteral("the workspace is sealed"), {}};
    return readyFuture(refused(sealed, requestId));
}

// No list of admin addresses can be read now, so nobody but this machine may; who comes through a proxy is not this machine.
Result<void> Gate::mayUnseal(const Request &request)
{
    if (m_isStopping)
        return fail(ErrorCode::ShuttingDown, QStringLiteral("the service is stopping"));
    const bool isForwarded
        = !request.header("x-forwarded-for").isEmpty() || !request.header("forwarded").isEmpty();
    if (isForwarded || !(request.address.isNull() || request.address.isLoopback()))
        return fail(ErrorCode::IpNotAllowed, QStringLiteral("a workspace is unsealed from its own machine only"));
    const auth::Allowance left = m_limits.failuresLeft(request.address, nowMs());
    if (!left.isAllowed) {
        Unexpected tooMany = fail(ErrorCode::RateLimitExceeded, QStringLiteral("too many wrong secrets"));
        tooMany.error.retryAfterSeconds = left.waitSeconds;
        return tooMany;
    }
    return {};
}

static Result<std::vector<crypto::UnlockSecret>> secretsOf(const QByteArray &body)
{
    const auto json = parseJson(body);
    const auto secret = json ? json->member(QLatin1String("secret")) : std::nullopt;
    if (!secret || !secret->isString())
        return fail(ErrorCode::MissingParameter, QStringLiteral("secret is required"));
    const QByteArray text = secret->toTextReplacing().toUtf8();
    if (text.size() > kMaxSecretBytes)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the secret is too long"));
    return typedSecrets(text);
}

Future<Response> Gate::tryUnseal(const Request &request, const QString &requestId)
{
    if (const Result<void> may = mayUnseal(request); !may)
        return readyFuture(refused(may.error(), requestId));
    Result<std::vector<crypto::UnlockSecret>> secrets = secretsOf(request.body);
    if (!secrets)
        return readyFuture(refused(secrets.error(), requestId));
    if (m_isTrying.exchange(true)) {
        const Error busy{ErrorCode::Overloaded, QStringLiteral("another secret is being tried"), {}};
        return readyFuture(refused(busy, requestId));
    }
    const auto kept = std::make_shared<std::vector<crypto::UnlockSecret>>(std::move(secrets).value());
    return runOn(m_thread, [this, kept, requestId, address = request.address] {
        const auto isDone = qScopeGuard([this] { m_isTrying = false; });
        return unsealed(*kept, address, requestId);
    });
}

Response Gate::unsealed(
    const std::vector<crypto::UnlockSecret> &secrets, const QHostAddress &address, const QString &requestId)
{
    if (const Result<void> opened = open(secrets); !opened) {
        if (opened.error().code == ErrorCode::Unauthenticated)
            noteFailure(address);
        qCWarning(lcApp).noquote() << requestId << "the workspace stays sealed:" << opened.error().detail;
        return refused(opened.error(), requestId);
    }
    Response response;
    response.body = "{\"status\":\"open\"}";
    response.setHeader("X-Request-Id", requestId.toLatin1());
    return response;
}

// The record is closed while the workspace is sealed: it is told when that ends.
void Gate::noteFailure(const QHostAddress &address)
{
    m_limits.noteFailure(address, nowMs());
    const std::unique_lock lock(m_mutex);
    if (m_failures.size() < kKeptFailures)
        m_failures.append(address);
}

} // namespace cloister::cli
