#pragma once

#include "engine/client/AccessRecords.h"
#include "engine/client/ApiClient.h"

namespace cloister::client {

/// Who gets in: sessions and accounts of administrators, allow-lists, settings. Errors as ApiClient's. Any thread.
class AccessClient
{
public:
    template<typename T>
    using Answered = ApiClient::Answered<T>;

    /// `api` outlives it.
    explicit AccessClient(const ApiClient &api) : m_api(api) {}

    /// Needs no token; that of the answer is for another ApiClient.
    Answered<StartedSession> signIn(const QString &name, const QString &passphrase) const;
    Future<Result<Reply>> signOut() const;
    Answered<SessionInfo> session() const;

    Answered<Account> createAccount(const NewAccount &asked) const;
    Answered<Items<Account>> accounts() const;
    Answered<Account> changeAccount(const QString &name, const AccountChange &asked) const;
    Answered<Account> deleteAccount(const QString &name) const;
    /// `current` is needed for one's own.
    Answered<Account> setPassphrase(const QString &name, const QString &passphrase, const QString &current = {}) const;

    /// Of a project, or with an empty id of administration.
    Answered<Items<AllowedNetwork>> allowList(const QString &projectId) const;
    /// `entries` shall be the list; what they were made does not matter. Conflict when it would shut out the caller.
    Answered<Items<AllowedNetwork>> setAllowList(
        const QString &projectId, const QList<AllowedNetwork> &entries, LockOut lockOut = LockOut::Refuse) const;
    Answered<AddressVerdict> testAddress(const QString &projectId, const QString &address) const;

    Answered<Settings> settings() const;
    Answered<Settings> changeSettings(const SettingsChange &asked) const;

    Answered<Models> models() const;
    /// Has `server` do it from now on, or with nullopt the service itself again.
    Answered<Models> useModel(ModelUse use, const std::optional<NewModelServer> &server) const;

private:
    const ApiClient &m_api;
};

} // namespace cloister::client
