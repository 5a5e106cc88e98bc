#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/Caller.h"
#include "engine/model/Project.h"
#include "engine/tables/Maintenance.h"

#include <QList>

#include <optional>

namespace cloister {

class Workspace;

struct ProjectOverview
{
    Project project;
    tables::ProjectTotals totals;
    bool isDamaged = false; ///< its file cannot be opened; totals are zero then
};

/// Which switches of a project are to be set; what is left out stays.
struct ProjectSwitches
{
    std::optional<bool> immutable = {};
    std::optional<bool> deletionProtected = {};
};

/// Projects of the workspace, for admins. Changes leave an event in the workspace's log. Any thread.
class ProjectService
{
public:
    explicit ProjectService(Workspace &workspace) : m_workspace(workspace) {}

    /// `name`: 1 to 128 visible characters, unique in the workspace (else Conflict).
    Future<Result<Project>> create(const Caller &caller, const QString &name) const;
    Result<QList<Project>> list() const;
    Result<ProjectOverview> get(const QString &id) const;
    /// Immutable mode goes on for good: switching it off is Immutable. Each switch that changes leaves its event.
    Future<Result<Project>> change(const Caller &caller, const QString &id, const ProjectSwitches &asked) const;
    /// Destroys the project's keys, unlinks its files and removes its API keys. `name` must be the project's own (else
    /// InvalidParameter); Immutable or DeletionProtected, once that is recorded, when a switch forbids it.
    /// StorageUnavailable, and nothing changed, while a RecordSink cannot write the project's events.
    Future<Result<tables::ProjectTotals>> remove(const Caller &caller, const QString &id, const QString &name) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
