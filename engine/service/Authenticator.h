#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecureBytes.h"
#include "engine/model/Caller.h"

#include <QByteArray>
#include <QHostAddress>

namespace cloister {

class Workspace;

/// Turns the key of a request into a Caller. Any thread.
class Authenticator
{
public:
    explicit Authenticator(Workspace &workspace) : m_workspace(workspace) {}

    /// The caller behind `Authorization: Bearer <key>`. No key, malformed, unknown, revoked or expired: Unauthenticated
    /// with one text for all, in the same time. IpNotAllowed when the key's project lists other addresses.
    Result<Caller> apiCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

    /// The admin behind the same header: the token that LOCK holds, from loopback or in process only; anything else is
    /// Unauthenticated, another address Forbidden.
    Result<Caller> adminCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
