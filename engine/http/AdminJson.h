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

/// The names of scopes, as requests and answers spell them.
QStringList scopeNames(Scopes scopes);
/// nullopt for a name that is no scope.
std::optional<Scopes> scopesOf(const QStringList &names);

} // namespace cloister::http
