#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Result.h"
#include "engine/model/Account.h"
#include "engine/model/AllowedNetwork.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister::client {

/// Who asks the administration.
struct SessionInfo
{
    QString name; ///< "local" for the token of this machine
    AdminRole role = AdminRole::Auditor;
    qint64 idleSeconds = 0; ///< the session ends when it is not used for so long
};

struct StartedSession
{
    SessionInfo session;
    QByteArray token;
};

struct NewAccount
{
    QString name;
    AdminRole role = AdminRole::Auditor;
    QString passphrase;
};

/// What of an account is to change; the rest stays.
struct AccountChange
{
    std::optional<AdminRole> role = {};
    std::optional<bool> isDisabled = {};
};

/// Whether an address would pass an allow-list, and why.
struct AddressVerdict
{
    enum class Why { NoList, Listed, NotListed, ThisMachine };

    bool passes = false;
    Why why = Why::NotListed;
    QString network; ///< the entry that holds it, when listed
    QString note;
};

/// Whether a change may shut out the address that asks for it.
enum class LockOut { Refuse, Accept };

/// The workspace's settings. Limits are requests a minute, 0 = none.
struct Settings
{
    QStringList trustedProxies; ///< networks whose forwarded headers are believed
    qint64 sessionIdleSeconds = 0;
    qint64 keyPerMinute = 0;
    qint64 addressPerMinute = 0;
    qint64 failuresPerMinute = 0; ///< wrong keys from one address
};

/// What of them is to change; the rest stays.
struct SettingsChange
{
    std::optional<QStringList> trustedProxies = {};
    std::optional<qint64> sessionIdleSeconds = {};
    std::optional<qint64> keyPerMinute = {};
    std::optional<qint64> addressPerMinute = {};
    std::optional<qint64> failuresPerMinute = {};
};

/// What a server of the customer's is used for.
enum class ModelUse { Embedding, Summaries };

/// A server that embeds or summarises, as OpenAI's protocol has it; its key is never told.
struct ModelServer
{
    QString url;
    QString model;
    bool hasKey = false;
};

struct Models
{
    std::optional<ModelServer> embedding; ///< nullopt: the service does it itself
    std::optional<ModelServer> summaries; ///< nullopt: the service does it itself
    QString job; ///< the task that embeds everything anew, after a change of embedding

    const std::optional<ModelServer> &of(ModelUse use) const { return use == ModelUse::Embedding ? embedding : summaries; }
};

struct NewModelServer
{
    QString url;
    QString model;
    std::optional<QString> key; ///< nullopt: the one kept for this address, if any
};

QLatin1String roleName(AdminRole role);

// Each reads one record of an answer; Internal when it is none.
Result<SessionInfo> readSession(const JsonSlice &json);
Result<StartedSession> readStartedSession(const JsonSlice &json);
Result<Account> readAccount(const JsonSlice &json);
Result<AllowedNetwork> readNetwork(const JsonSlice &json);
Result<Settings> readSettings(const JsonSlice &json);
Result<Models> readModels(const JsonSlice &json);
Result<AddressVerdict> readAddressVerdict(const JsonSlice &json);

} // namespace cloister::client
