#include "engine/http/AdminJson.h"

#include "engine/base/Time.h"
#include "engine/http/ErrorMapping.h"

namespace cloister::http {

static const QList<std::pair<Scope, QString>> &allScopes()
{
    static const QList<std::pair<Scope, QString>> scopes{{Scope::Read, QStringLiteral("read")},
        {Scope::Write, QStringLiteral("write")}, {Scope::Delete, QStringLiteral("delete")},
        {Scope::Search, QStringLiteral("search")}, {Scope::Audit, QStringLiteral("audit")},
        {Scope::Export, QStringLiteral("export")}};
    return scopes;
}

QStringList scopeNames(Scopes scopes)
{
    QStringList names;
    for (const auto &[scope, name] : allScopes()) {
        if (scopes.testFlag(scope))
            names.append(name);
    }
    return names;
}

std::optional<Scopes> scopesOf(const QStringList &names)
{
    Scopes scopes;
    for (const QString &asked : names) {
        bool isKnown = false;
        for (const auto &[scope, name] : allScopes()) {
            if (name == asked) {
                scopes |= scope;
                isKnown = true;
            }
        }
        if (!isKnown)
            return std::nullopt;
    }
    return scopes;
}

static void writeTime(JsonWriter &json, QLatin1String name, const std::optional<qint64> &ms)
{
    if (ms)
        json.member(name, toIso(*ms));
}

static void writeProjectMembers(JsonWriter &json, const Project &project)
{
    json.member(QLatin1String("id"), project.id);
    json.member(QLatin1String("name"), project.name);
    json.member(QLatin1String("created"), toIso(project.created));
    json.member(QLatin1String("immutable"), project.isImmutable);
    json.member(QLatin1String("deletionProtected"), project.isDeletionProtected);
}

void write(JsonWriter &json, const Project &project)
{
    json.beginObject();
    writeProjectMembers(json, project);
    json.endObject();
}

static void writeTotalsMembers(JsonWriter &json, const tables::ProjectTotals &totals)
{
    json.member(QLatin1String("namespaces"), totals.namespaces);
    json.member(QLatin1String("dialogues"), totals.dialogues);
    json.member(QLatin1String("messages"), totals.messages);
    json.member(QLatin1String("memories"), totals.memories);
    json.member(QLatin1String("bytes"), totals.bytes);
}

void write(JsonWriter &json, const tables::ProjectTotals &totals)
{
    json.beginObject();
    writeTotalsMembers(json, totals);
    json.endObject();
}

void write(JsonWriter &json, const ProjectOverview &overview)
{
    json.beginObject();
    writeProjectMembers(json, overview.project);
    writeTotalsMembers(json, overview.totals);
    json.member(QLatin1String("damaged"), overview.isDamaged);
    json.endObject();
}

static void writeKeyMembers(JsonWriter &json, const ApiKey &key)
{
    json.member(QLatin1String("id"), key.id);
    json.member(QLatin1String("projectId"), key.projectId);
    json.member(QLatin1String("label"), key.label);
    json.member(QLatin1String("scopes"), scopeNames(key.scopes));
    if (key.namespaces)
        json.member(QLatin1String("namespaces"), *key.namespaces);
    if (key.addresses)
        json.member(QLatin1String("addresses"), *key.addresses);
    json.member(QLatin1String("created"), toIso(key.created));
    writeTime(json, QLatin1String("expires"), key.expires);
    writeTime(json, QLatin1String("lastUsed"), key.lastUsed);
    writeTime(json, QLatin1String("revoked"), key.revoked);
}

void write(JsonWriter &json, const ApiKey &key)
{
    json.beginObject();
    writeKeyMembers(json, key);
    json.endObject();
}

void write(JsonWriter &json, const CreatedApiKey &created)
{
    json.beginObject();
    writeKeyMembers(json, created.key);
    json.member(QLatin1String("key"), created.text);
    json.endObject();
}

QLatin1String roleName(AdminRole role)
{
    switch (role) {
    case AdminRole::Owner: return QLatin1String("owner");
    case AdminRole::Operator: return QLatin1String("operator");
    case AdminRole::Auditor: break;
    }
    return QLatin1String("auditor");
}

std::optional<AdminRole> roleOf(const QString &name)
{
    for (const AdminRole role : {AdminRole::Owner, AdminRole::Operator, AdminRole::Auditor}) {
        if (name == roleName(role))
            return role;
    }
    return std::nullopt;
}

void write(JsonWriter &json, const Account &account)
{
    json.beginObject();
    json.member(QLatin1String("name"), account.name);
    json.member(QLatin1String("role"), roleName(account.role));
    json.member(QLatin1String("created"), toIso(account.created));
    writeTime(json, QLatin1String("disabled"), account.disabled);
    json.endObject();
}

static QLatin1String stateName(JobState state)
{
    switch (state) {
    case JobState::Running: return QLatin1String("running");
    case JobState::Done: return QLatin1String("done");
    case JobState::Failed: return QLatin1String("failed");
    case JobState::Cancelled: return QLatin1String("cancelled");
    }
    return QLatin1String("running");
}

void write(JsonWriter &json, const JobInfo &job)
{
    json.beginObject();
    json.member(QLatin1String("id"), job.id);
    json.member(QLatin1String("kind"), job.kind);
    if (!job.projectId.isEmpty())
        json.member(QLatin1String("projectId"), job.projectId);
    json.member(QLatin1String("state"), stateName(job.state));
    json.member(QLatin1String("started"), toIso(job.started));
    if (job.state != JobState::Running)
        json.member(QLatin1String("ended"), toIso(job.ended));
    json.member(QLatin1String("done"), job.done);
    json.member(QLatin1String("total"), job.total);
    if (job.state == JobState::Done)
        json.rawMember(QLatin1String("result"), job.result);
    if (job.state == JobState::Failed) {
        json.key(QLatin1String("error"));
        json.beginObject();
        json.member(QLatin1String("code"), QLatin1String(wireError(job.error.code).code));
        json.member(QLatin1String("message"), job.error.detail);
        json.endObject();
    }
    json.endObject();
}

void write(JsonWriter &json, const ImportReport &report)
{
    json.beginObject();
    json.member(QLatin1String("lines"), report.lines);
    json.member(QLatin1String("dialogues"), report.dialogues);
    json.member(QLatin1String("messages"), report.messages);
    json.member(QLatin1String("memories"), report.memories);
    json.member(QLatin1String("skipped"), report.skipped);
    json.key(QLatin1String("problems"));
    json.beginArray();
    for (const ImportProblem &problem : report.problems) {
        json.beginObject();
        json.member(QLatin1String("line"), problem.line);
        json.member(QLatin1String("code"), QLatin1String(wireError(problem.error.code).code));
        json.member(QLatin1String("message"), problem.error.detail);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

} // namespace cloister::http
