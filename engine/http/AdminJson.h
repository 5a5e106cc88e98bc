#pragma once

#include "engine/base/JsonWriter.h"
#include "engine/service/Engine.h"

namespace cloister::http {

// How admin records are written.
void write(JsonWriter &json, const Project &project);
void write(JsonWriter &json, const ProjectOverview &overview);
void write(JsonWriter &json, const tables::ProjectTotals &totals);
void write(JsonWriter &json, const ApiKey &key);
void write(JsonWriter &json, const CreatedApiKey &created);
void write(JsonWriter &json, const JobInfo &job);
void write(JsonWriter &json, const ImportReport &report);

void write(JsonWriter &json, const Account &account);

/// The name of a role, as requests and answers spell it.
QLatin1String roleName(AdminRole role);
/// nullopt for a name that is no role.
std::optional<AdminRole> roleOf(const QString &name);

/// The names of scopes, as requests and answers spell them.
QStringList scopeNames(Scopes scopes);
/// nullopt for a name that is no scope.
std::optional<Scopes> scopesOf(const QStringList &names);

} // namespace cloister::http
