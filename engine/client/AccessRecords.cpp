#include "engine/client/AccessRecords.h"

#include "engine/client/RecordReader.h"

namespace cloister::client {

QLatin1String roleName(AdminRole role)
{
    switch (role) {
    case AdminRole::Owner: return QLatin1String("owner");
    case AdminRole::Operator: return QLatin1String("operator");
    case AdminRole::Auditor: break;
    }
    return QLatin1String("auditor");
}

static AdminRole roleOf(const QString &name)
{
    for (const AdminRole role : {AdminRole::Owner, AdminRole::Operator}) {
        if (name == roleName(role))
            return role;
    }
    return AdminRole::Auditor;
}

static SessionInfo sessionOf(RecordReader &in)
{
    return {in.requiredText("name"), roleOf(in.requiredText("role")), in.integer("idleSeconds")};
}

Result<SessionInfo> readSession(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(sessionOf(in));
}

Result<StartedSession> readStartedSession(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(StartedSession{sessionOf(in), in.requiredText("token").toLatin1()});
}

Result<Account> readAccount(const JsonSlice &json)
{
    RecordReader in(json);
    Account account;
    account.name = in.requiredText("name");
    account.role = roleOf(in.requiredText("role"));
    account.created = in.time("created");
    account.disabled = in.optionalTime("disabled");
    return in.orElse(account);
}

Result<AllowedNetwork> readNetwork(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(AllowedNetwork{in.requiredText("network"), in.text("note"), in.time("created")});
}

Result<Settings> readSettings(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(Settings{in.texts("trustedProxies"), in.integer("sessionIdleSeconds"), in.integer("keyPerMinute"),
        in.integer("addressPerMinute"), in.integer("failuresPerMinute")});
}

static Result<std::optional<ModelServer>> readModelServer(const JsonSlice &models, const char *name)
{
    const std::optional<JsonSlice> server = models.member(QLatin1String(name));
    if (!server || server->isNull())
        return std::optional<ModelServer>();
    RecordReader in(*server);
    return in.orElse(std::optional(ModelServer{in.requiredText("url"), in.requiredText("model"), in.truth("hasKey")}));
}

Result<Models> readModels(const JsonSlice &json)
{
    Models models;
    CLOISTER_ASSIGN(models.embedding, readModelServer(json, "embedding"));
    CLOISTER_ASSIGN(models.summaries, readModelServer(json, "summaries"));
    RecordReader in(json);
    models.job = in.text("job");
    return in.orElse(models);
}

static AddressVerdict::Why whyOf(const QString &name)
{
    using Why = AddressVerdict::Why;
    if (name == QLatin1String("NO_LIST"))
        return Why::NoList;
    if (name == QLatin1String("LISTED"))
        return Why::Listed;
    return name == QLatin1String("THIS_MACHINE") ? Why::ThisMachine : Why::NotListed;
}

Result<AddressVerdict> readAddressVerdict(const JsonSlice &json)
{
    RecordReader in(json);
    return in.orElse(
        AddressVerdict{in.truth("passes"), whyOf(in.requiredText("why")), in.text("network"), in.text("note")});
}

} // namespace cloister::client
