#pragma once

#include <QFlags>
#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister {

/// What an API key may be allowed to do.
enum class Scope : quint8 { Read = 1, Write = 2, Delete = 4, Search = 8, Audit = 16, Export = 32 };
Q_DECLARE_FLAGS(Scopes, Scope)
Q_DECLARE_OPERATORS_FOR_FLAGS(Scopes)

inline constexpr Scopes kAllScopes = Scopes(0x3f);

/// What an administrator is there for: an owner may do everything; an operator does the daily work, without accounts,
/// settings and what destroys; an auditor reads the record, counts and lists, and never content.
enum class AdminRole : quint8 { Owner = 1, Operator = 2, Auditor = 4 };
Q_DECLARE_FLAGS(AdminRoles, AdminRole)
Q_DECLARE_OPERATORS_FOR_FLAGS(AdminRoles)

enum class ActorKind { Nobody, ApiKey, Admin, System };

/// Who did it, as written in the audit log. The id is an API key's or an account's name; never a secret.
struct Actor
{
    ActorKind kind = ActorKind::Nobody;
    QString id;
};

/// Who asks, from where, in which request: made by authentication, carried by every Partition, copied into events.
struct Caller
{
    Actor actor;
    QHostAddress address; ///< null for the in-process console and the system
    QString requestId;
    QString projectId; ///< the API key's project; for an admin the project that the path names; else empty
    Scopes scopes;
    AdminRoles role; ///< of an admin, one; empty for keys
    std::optional<QStringList> namespaces; ///< the only namespaces the key may see; nullopt = all

    bool isAdmin() const { return actor.kind == ActorKind::Admin || actor.kind == ActorKind::System; }
    bool canSee(const QString &nameSpace) const { return !namespaces || namespaces->contains(nameSpace); }
};

} // namespace cloister
