#include "engine/client/AccessClient.h"

#include "engine/base/JsonWriter.h"
#include "engine/client/AdminPath.h"
#include "engine/client/QueryText.h"
#include "engine/client/TypedAnswer.h"

namespace cloister::client {

static QByteArray accountPath(const QString &name, const QStringList &rest = {})
{
    return adminPath(QStringList{QStringLiteral("accounts"), name} + rest);
}

static const QStringList kSessions{QStringLiteral("sessions")};

AccessClient::Answered<StartedSession> AccessClient::signIn(const QString &name, const QString &passphrase) const
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("name"), name);
    json.member(QLatin1String("passphrase"), passphrase);
    json.endObject();
    return typedAnswer<StartedSession>(
        m_api.send({"POST", adminPath(kSessions), {}, json.take(), {}}), readStartedSession);
}

Future<Result<Reply>> AccessClient::signOut() const
{
    return m_api.send({"DELETE", adminPath(kSessions), {}, {}, {}});
}

AccessClient::Answered<SessionInfo> AccessClient::session() const
{
    return typedAnswer<SessionInfo>(m_api.send({"GET", adminPath({QStringLiteral("session")}), {}, {}, {}}), readSession);
}

AccessClient::Answered<Account> AccessClient::createAccount(const NewAccount &asked) const
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("name"), asked.name);
    json.member(QLatin1String("role"), roleName(asked.role));
    json.member(QLatin1String("passphrase"), asked.passphrase);
    json.endObject();
    return typedAnswer<Account>(
        m_api.send({"POST", adminPath({QStringLiteral("accounts")}), {}, json.take(), {}}), readAccount);
}

AccessClient::Answered<Items<Account>> AccessClient::accounts() const
{
    return typedList<Account>(m_api.send({"GET", adminPath({QStringLiteral("accounts")}), {}, {}, {}}), readAccount);
}

AccessClient::Answered<Account> AccessClient::changeAccount(const QString &name, const AccountChange &asked) const
{
    JsonWriter json;
    json.beginObject();
    if (asked.role)
        json.member(QLatin1String("role"), roleName(*asked.role));
    if (asked.isDisabled)
        json.member(QLatin1String("disabled"), *asked.isDisabled);
    json.endObject();
    return typedAnswer<Account>(m_api.send({"PATCH", accountPath(name), {}, json.take(), {}}), readAccount);
}

AccessClient::Answered<Account> AccessClient::deleteAccount(const QString &name) const
{
    return typedAnswer<Account>(m_api.send({"DELETE", accountPath(name), {}, {}, {}}), readAccount);
}

AccessClient::Answered<Account> AccessClient::setPassphrase(
    const QString &name, const QString &passphrase, const QString &current) const
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("passphrase"), passphrase);
    if (!current.isEmpty())
        json.member(QLatin1String("current"), current);
    json.endObject();
    return typedAnswer<Account>(
        m_api.send({"POST", accountPath(name, {QStringLiteral("passphrase")}), {}, json.take(), {}}), readAccount);
}

static QByteArray allowListPath(const QString &projectId, const QStringList &rest = {})
{
    const QStringList list = QStringList{QStringLiteral("allow-list")} + rest;
    return adminPath(projectId.isEmpty() ? list : QStringList{QStringLiteral("projects"), projectId} + list);
}

AccessClient::Answered<Items<AllowedNetwork>> AccessClient::allowList(const QString &projectId) const
{
    return typedList<AllowedNetwork>(m_api.send({"GET", allowListPath(projectId), {}, {}, {}}), readNetwork);
}

AccessClient::Answered<Items<AllowedNetwork>> AccessClient::setAllowList(
    const QString &projectId, const QList<AllowedNetwork> &entries, LockOut lockOut) const
{
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const AllowedNetwork &entry : entries) {
        json.beginObject();
        json.member(QLatin1String("network"), entry.network);
        json.member(QLatin1String("note"), entry.note);
        json.endObject();
    }
    json.endArray();
    json.member(QLatin1String("confirm"), lockOut == LockOut::Accept);
    json.endObject();
    return typedList<AllowedNetwork>(m_api.send({"PUT", allowListPath(projectId), {}, json.take(), {}}), readNetwork);
}

AccessClient::Answered<AddressVerdict> AccessClient::testAddress(const QString &projectId, const QString &address) const
{
    QueryText query;
    query.add("address", address);
    return typedAnswer<AddressVerdict>(
        m_api.send({"GET", allowListPath(projectId, {QStringLiteral("test")}), query.bytes(), {}, {}}), readAddressVerdict);
}

AccessClient::Answered<Settings> AccessClient::settings() const
{
    return typedAnswer<Settings>(m_api.send({"GET", adminPath({QStringLiteral("settings")}), {}, {}, {}}), readSettings);
}

AccessClient::Answered<Settings> AccessClient::changeSettings(const SettingsChange &asked) const
{
    JsonWriter json;
    json.beginObject();
    if (asked.trustedProxies)
        json.member(QLatin1String("trustedProxies"), *asked.trustedProxies);
    for (const auto &[name, value] : {std::pair("sessionIdleSeconds", asked.sessionIdleSeconds),
             std::pair("keyPerMinute", asked.keyPerMinute), std::pair("addressPerMinute", asked.addressPerMinute),
             std::pair("failuresPerMinute", asked.failuresPerMinute)}) {
        if (value)
            json.member(QLatin1String(name), *value);
    }
    json.endObject();
    return typedAnswer<Settings>(
        m_api.send({"PATCH", adminPath({QStringLiteral("settings")}), {}, json.take(), {}}), readSettings);
}

static const QStringList kModels{QStringLiteral("settings"), QStringLiteral("models")};

AccessClient::Answered<Models> AccessClient::models() const
{
    return typedAnswer<Models>(m_api.send({"GET", adminPath(kModels), {}, {}, {}}), readModels);
}

AccessClient::Answered<Models> AccessClient::useModel(ModelUse use, const std::optional<NewModelServer> &server) const
{
    JsonWriter json;
    json.beginObject();
    json.key(use == ModelUse::Embedding ? QLatin1String("embedding") : QLatin1String("summaries"));
    if (server) {
        json.beginObject();
        json.member(QLatin1String("url"), server->url);
        json.member(QLatin1String("model"), server->model);
        if (server->key)
            json.member(QLatin1String("key"), *server->key);
        json.endObject();
    } else {
        json.value(nullptr);
    }
    json.endObject();
    return typedAnswer<Models>(m_api.send({"PATCH", adminPath(kModels), {}, json.take(), {}}), readModels);
}

} // namespace cloister::client
