#pragma once

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
    explicit Authenticator(Workspace &workspace) : m_workspace(workspace) {}

    /// The caller behind `Authorization: Bearer <key>`. No key, malformed, unknown, revoked or expired: Unauthenticated
    /// with one text for all. Other errors mean that keys cannot be looked up just now.
    Result<Caller> apiCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

    /// The admin behind the same header: the token that LOCK holds, from loopback or in process (a null address) only.
    /// Another token is Unauthenticated, another address Forbidden. `projectId` is left for the caller to fill.
    Result<Caller> adminCaller(const QByteArray &authorization, const QHostAddress &address, const QString &requestId) const;

private:
    void noteUse(const ApiKey &key, qint64 now) const;

    Workspace &m_workspace;
};

} // namespace cloister
