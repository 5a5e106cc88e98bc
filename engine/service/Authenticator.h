#pragma once

#include "engine/auth/Sessions.h"
#include "engine/base/Result.h"
#include "engine/model/ApiKey.h"
#include "engine/model/Caller.h"

#include <QByteArray>
#include <QHostAddress>

namespace cloister {

class Workspace;

/// Turns the key of a request into a Caller. Any thread.
class Authenticator
{
public:
    /// `sessions` outlives it.
    Authenticator(Workspace &workspace, auth::Sessions &sessions) : m_workspace(workspace), m_sessions(sessions) {}

    /// What follows `Bearer` in an Authorization header; empty for another scheme.
    static QByteArrayView bearerOf(const QByteArray &authorization);

    /// The caller behind `Authorization: Bearer <key>`. No key, malformed, unknown, revoked or expired: Unauthenticated
    /// with one text for all. Other errors mean that keys cannot be looked up just now.
    Result<Caller> apiCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

    /// Whether an API key may be used from where it is: its project's allow-list, then its own. IpNotAllowed.
    Result<void> checkAddress(const Caller &key) const;
    /// IpNotAllowed for an address that administration is not open to: this machine, the in-process console (null) and
    /// what owners have listed.
    Result<void> checkAdminAddress(const QHostAddress &address) const;

    /// The admin behind the same header: the token that LOCK holds, who is an owner, from loopback or in process (a null
    /// address) only, else Forbidden; or that of an account's session. Another token is Unauthenticated. `projectId` is
    /// left for the caller to fill.
    Result<Caller> adminCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

private:
    void noteUse(const ApiKey &key, qint64 now) const;

    Workspace &m_workspace;
    auth::Sessions &m_sessions;
};

} // namespace cloister
