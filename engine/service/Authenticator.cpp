#include "engine/service/Authenticator.h"

#include "engine/auth/AddressRules.h"
#include "engine/crypto/ApiKeyText.h"
#include "engine/crypto/Digest.h"
#include "engine/service/ControlFile.h"
#include "engine/service/KeyCache.h"
#include "engine/service/Lock.h"
#include "engine/service/Workspace.h"

#include <algorithm>

namespace cloister {

static constexpr qsizetype kVerifierBytes = 32;

static Unexpected unauthenticated()
{
    return fail(ErrorCode::Unauthenticated, QStringLiteral("a valid API key is required"));
}

// The scheme is compared without case (RFC 9110).
QByteArrayView Authenticator::bearerOf(const QByteArray &authorization)
{
    static constexpr QByteArrayView kScheme("bearer ");
    if (authorization.size() < kScheme.size() || authorization.first(kScheme.size()).toLower() != kScheme)
        return {};
    return QByteArrayView(authorization).sliced(kScheme.size());
}

Result<Caller> Authenticator::apiCaller(
    const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const
{
    const std::optional<crypto::ApiKeyText::Parsed> given = crypto::ApiKeyText::parse(bearerOf(authorization));
    std::shared_ptr<const tables::ApiKeyRow> row;
    if (given) {
        CLOISTER_ASSIGN(row, m_workspace.keyCache().find(m_workspace.control(), QString::fromLatin1(given->id)));
    }

    // Always one digest and one comparison, against bytes that nothing equals when there is no such key.
    const QByteArrayView secret = given ? given->secret.view() : QByteArrayView("no key was given");
    const QByteArray computed = crypto::ApiKeyText::verifier(m_workspace.apiKeyPepper(), secret);
    const QByteArray expected = row ? row->verifier : QByteArray(kVerifierBytes, '\0');
    const bool isEqual = crypto::isEqual(computed, expected);
    const qint64 now = m_workspace.clock().nowMs();
    if (!row || !isEqual || row->key.revoked || (row->key.expires && *row->key.expires <= now))
        return unauthenticated();

    noteUse(row->key, now);
    Caller caller;
    caller.actor = {ActorKind::ApiKey, row->key.id};
    caller.address = address;
    caller.requestId = requestId;
    caller.projectId = row->key.projectId;
    caller.scopes = row->key.scopes;
    caller.namespaces = row->key.namespaces;
    return caller;
}

// Lazily, and for nobody to wait for: a lost note only makes the last use look older.
void Authenticator::noteUse(const ApiKey &key, qint64 now) const
{
    if (!m_workspace.keyCache().isUseDue(key, now))
        return;
    m_workspace.control().writer().submit<void>([id = key.id, now](storage::WriteContext &context) {
        return tables::ApiKeyTable(context.connection).setLastUsed(id, now);
    });
}

Result<void> Authenticator::checkAdminAddress(const QHostAddress &address) const
{
    if (!m_workspace.rules().get()->mayAdminister(address))
        return fail(ErrorCode::IpNotAllowed, QStringLiteral("administration is not open to this address"));
    return {};
}

Result<void> Authenticator::checkAddress(const Caller &key) const
{
    if (key.address.isNull())
        return {};
    bool isAllowed = m_workspace.rules().get()->mayUse(key.projectId, key.address);
    CLOISTER_ASSIGN(const auto row, m_workspace.keyCache().find(m_workspace.control(), key.actor.id));
    if (isAllowed && row && row->key.addresses) {
        isAllowed = std::any_of(row->key.addresses->begin(), row->key.addresses->end(), [&](const QString &text) {
            const auto network = auth::Network::parse(text);
            return network && network->contains(key.address);
        });
    }
    if (!isAllowed)
        return fail(ErrorCode::IpNotAllowed, QStringLiteral("this key may not be used from this address"));
    return {};
}

Result<Caller> Authenticator::adminCaller(
    const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const
{
    const QByteArrayView token = bearerOf(authorization);
    Caller caller;
    caller.actor = {ActorKind::Admin, QStringLiteral("local")};
    caller.role = AdminRole::Owner;
    if (!crypto::isEqual(token, m_workspace.lock().adminToken())) {
        const auto session = m_sessions.use(token, m_workspace.clock().nowMs());
        if (!session)
            return fail(ErrorCode::Unauthenticated, QStringLiteral("administration needs a session or the local token"));
        caller.actor.id = session->account;
        caller.role = session->role;
    } else if (!address.isNull() && !address.isLoopback()) {
        return fail(ErrorCode::Forbidden, QStringLiteral("the local token is for this machine only"));
    }
    caller.address = address;
    caller.requestId = requestId;
    caller.scopes = kAllScopes;
    return caller;
}

} // namespace cloister
