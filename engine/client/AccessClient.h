#pragma once

#include "engine/client/AccessRecords.h"
#include "engine/client/ApiClient.h"

namespace cloister::client {

/// Who gets in: sessions and accounts of administrators, allow-lists, settings. Errors as ApiClient's. Any thread.
class AccessClient
{
public:
    template<typename T>
    using Future = ApiClient::Future<T>;

    /// `api` outlives it.
    explicit AccessClient(const ApiClient &api) : m_api(api) {}

    /// Needs no token; that of the answer is for another ApiClient.
    Future<StartedSession> signIn(const QString &name, const QString &passphrase) const;
    QFuture<Result<Reply>> signOut() const;
    Future<SessionInfo> session() const;

    Future<Account> createAccount(const NewAccount &asked) const;
    Future<Items<Account>> accounts() const;
    Future<Account> changeAccount(const QString &name, const AccountChange &asked) const;
    Future<Account> deleteAccount(const QString &name) const;
    /// `current` is needed for one's own.
    Future<Account> setPassphrase(const QString &name, const QString &passphrase, const QString &current = {}) const;

    /// Of a project, or with an empty id of administration.
    Future<Items<AllowedNetwork>> allowList(const QString &projectId) const;
    /// `entries` shall be the list; what they were made does not matter. Conflict when it would shut out the caller.
    Future<Items<AllowedNetwork>> setAllowList(
        const QString &projectId, const QList<AllowedNetwork> &entries, LockOut lockOut = LockOut::Refuse) const;
    Future<AddressVerdict> testAddress(const QString &projectId, const QString &address) const;

    Future<Settings> settings() const;
    Future<Settings> changeSettings(const SettingsChange &asked) const;

private:
    const ApiClient &m_api;
};

} // namespace cloister::client
