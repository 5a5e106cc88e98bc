#pragma once

#include "engine/client/ApiClient.h"

#include <optional>

namespace cloister::ui {

class Job;

/// Reads a JSON Lines file into a project, some lines a request, telling its progress in bytes. What was refused is told in
/// the job's result by line; whole lines are imported or refused, so that the file can be corrected and read again. The
/// job ends with `api`'s session at the latest. GUI thread.
void startImport(Job *job, const client::ApiClient &api, const QString &projectId, const QString &fileName);

/// Writes a project, or one namespace of it ("" = the default one), as JSON Lines. The file appears when it is whole. GUI thread.
void startExport(Job *job, const client::ApiClient &api, const QString &projectId,
    const std::optional<QString> &nameSpace, const QString &fileName);

/// Writes an audit log in the same way.
void startLogExport(Job *job, const client::ApiClient &api, const QString &projectId, client::LogFormat format,
    const QString &fileName);

} // namespace cloister::ui
