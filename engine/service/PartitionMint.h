#pragma once

#include "engine/partition/Partition.h"

namespace cloister {

class Workspace;

/// The one place that mints Partitions. Owned by Engine; any thread.
class PartitionMint
{
public:
    explicit PartitionMint(Workspace &workspace) : m_workspace(workspace) {}

    enum class Access {
        Existing, ///< a namespace that the caller's key may not see is handed out as one that was never used
        Creating, ///< such a namespace is refused: Forbidden
    };

    /// The partition of `nameSpace` (validated; "" = default) in the caller's project. ProjectNotFound when the
    /// project is gone, Sealed when the workspace is. Permissions for the route were checked before.
    Result<Partition> open(const Caller &caller, const QString &nameSpace, Access access);

    /// Finishes the erasures that a crash or a full disk has cut short in a file that was just opened.
    static Result<void> finishErasures(const std::shared_ptr<ProjectFile> &file);

private:
    Workspace &m_workspace;
};

} // namespace cloister
