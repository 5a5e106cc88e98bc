#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/Caller.h"
#include "engine/partition/Partition.h"

namespace cloister {

class Workspace;

struct ErasureReport
{
    ErasedCounts counts;
    bool isLogEmptied = false; ///< whether the write-ahead log was; else it is when its readers are done
};

/// Erases namespaces for admins: the key first, then every row, then what the write-ahead log still holds. Any thread.
class ErasureService
{
public:
    explicit ErasureService(Workspace &workspace) : m_workspace(workspace) {}

    /// What the namespace of the caller's project holds. NotFound when there is none of that name.
    Result<ErasedCounts> preview(const Caller &caller, const QString &nameSpace) const;

    /// `confirmation` must be the name ("default" for the default namespace), else InvalidParameter. Immutable or
    /// DeletionProtected, once that is in the project's log, when a switch of the project forbids it. NotFound.
    Future<Result<ErasureReport>> remove(
        const Caller &caller, const QString &nameSpace, const QString &confirmation) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
