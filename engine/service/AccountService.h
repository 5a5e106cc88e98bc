#pragma once

#include "engine/auth/PassphraseQueue.h"
#include "engine/auth/RateLimiter.h"
#include "engine/auth/Sessions.h"
#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/Account.h"
#include "engine/storage/WriteJob.h"
#include "engine/tables/AccountTable.h"

#include <QList>

#include <functional>
#include <optional>

namespace cloister {

class Workspace;

/// What of an account is to change; the rest stays.
struct AccountChange
{
    std::optional<AdminRole> role;
    std::optional<bool> isDisabled;
};

struct SignedIn
{
    QByteArray token; ///< for the header Authorization; given out this once
    Account account;
    qint64 idleMs = 0; ///< the session ends when it is not used for so long
};

/// Administrators' accounts and signing in to them. Changes leave an event in the workspace's log. NotFound for an
/// account that there is none of. Whoever changes what an account may do ends its sessions. Any thread.
class AccountService
{
public:
    /// `sessions` outlives it.
    AccountService(Workspace &workspace, auth::Sessions &sessions) : m_workspace(workspace), m_sessions(sessions) {}

    /// The name: 1 to 64 characters of `A-Z a-z 0-9 . _ @ -`, not "local". The passphrase: 12 characters to 1,024
    /// bytes. InvalidParameter for others, Conflict for a name that is taken.
    Future<Result<Account>> create(
        const Caller &caller, const QString &name, AdminRole role, const QString &passphrase);
    /// By name.
    Result<QList<Account>> list() const;
    /// Conflict when no owner who can sign in would be left.
    Future<Result<Account>> change(const Caller &caller, const QString &name, const AccountChange &asked);
    Future<Result<Account>> remove(const Caller &caller, const QString &name);
    /// The session of `keptToken` goes on. With `current` that must be the passphrase it has: else Forbidden.
    Future<Result<Account>> setPassphrase(const Caller &caller, const QString &name, const QString &passphrase,
        const std::optional<QString> &current, const QByteArray &keptToken);

    /// Unauthenticated with one text for a wrong name, passphrase or a disabled account; RateLimitExceeded after ten
    /// failures from an address, which then has a try every twelve seconds.
    Future<Result<SignedIn>> signIn(const Caller &stranger, const QString &name, const QString &passphrase);
    /// Ends the caller's session; NotFound when the token is none of a session.
    Future<Result<void>> signOut(const Caller &caller, const QByteArray &token);

private:
    using Edit = std::function<Result<void>(tables::AccountRow &)>;
    Future<Result<Account>> edit(
        const Caller &caller, const QString &action, const QString &name, Edit edit, const QByteArray &keptToken = {});
    Result<std::optional<tables::AccountRow>> find(const QString &name) const;
    Future<Result<SignedIn>> startSession(const Caller &stranger, const tables::AccountRow &checked);

    Workspace &m_workspace;
    auth::Sessions &m_sessions;
    auth::RateLimiter m_failures{{5, 10}};
    auth::PassphraseQueue m_passphrases; ///< last: its work ends before what it uses
};

} // namespace cloister
