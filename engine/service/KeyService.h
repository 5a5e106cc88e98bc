#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/ApiKey.h"
#include "engine/model/Caller.h"

#include <QList>

#include <chrono>
#include <optional>

namespace cloister {

class Workspace;

struct NewApiKey
{
    QString label = QStringLiteral("API key"); ///< 1 to 128 characters
    Scopes scopes = kAllScopes;
    std::optional<QStringList> namespaces = {}; ///< "" = default, at most 100; nullopt = all
    std::optional<QStringList> addresses = {};  ///< networks (auth::Network) it may come from, at most 100; nullopt = all
    std::optional<qint64> expires = {}; ///< milliseconds since the epoch
};

struct CreatedApiKey
{
    ApiKey key;
    QString text; ///< the whole key, given out this once
};

/// API keys of projects, for admins. Changes leave an event in the workspace's log. Any thread.
class KeyService
{
public:
    explicit KeyService(Workspace &workspace) : m_workspace(workspace) {}

    /// InvalidParameter for a label of other than 1 to 128 visible characters, no scope, a namespace that is none or
    /// stands there twice, an address that is none, or an expiry that has passed. ProjectNotFound.
    Future<Result<CreatedApiKey>> create(const Caller &caller, const QString &projectId, const NewApiKey &asked) const;
    /// Revoked ones included, newest first. ProjectNotFound.
    Result<QList<ApiKey>> list(const QString &projectId) const;
    /// Holds from the next request on. KeyNotFound for a key that the project does not have; again = the same answer.
    Future<Result<ApiKey>> revoke(const Caller &caller, const QString &projectId, const QString &keyId) const;
    /// A new key that may do what this one may, which ends after `grace`, at once with none. InvalidParameter for a
    /// grace below zero or of more than 30 days, Conflict for a key that has ended, KeyNotFound.
    Future<Result<CreatedApiKey>> rotate(
        const Caller &caller, const QString &projectId, const QString &keyId, std::chrono::seconds grace) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
