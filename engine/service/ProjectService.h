#pragma once

#include "engine/base/Result.h"
#include "engine/model/Caller.h"
#include "engine/model/Project.h"
#include "engine/tables/Maintenance.h"

#include <QFuture>
#include <QList>

namespace cloister {

class Workspace;

struct ProjectOverview
{
    Project project;
    tables::ProjectTotals totals;
    bool isDamaged = false; ///< its file cannot be opened; totals are zero then
};

/// Projects of the workspace, for admins. Changes leave an event in the workspace's log. Any thread.
class ProjectService
{
public:
    explicit ProjectService(Workspace &workspace) : m_workspace(workspace) {}

    /// `name`: 1 to 128 visible characters, unique in the workspace (else Conflict).
    QFuture<Result<Project>> create(const Caller &caller, const QString &name) const;
    Result<QList<Project>> list() const;
    Result<ProjectOverview> get(const QString &id) const;
    /// Destroys the project's keys, unlinks its files and revokes its API keys. `name` must be the project's own (else
    /// InvalidParameter); DeletionProtected when it is protected.
    QFuture<Result<tables::ProjectTotals>> remove(const Caller &caller, const QString &id, const QString &name) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
