#include "engine/service/ErasureService.h"

#include "engine/service/AuditService.h"
#include "engine/service/ControlFile.h"
#include "engine/service/PartitionMint.h"
#include "engine/service/Workspace.h"

namespace cloister {

static QString shownNamespace(const QString &nameSpace)
{
    return nameSpace.isEmpty() ? QStringLiteral("default") : nameSpace;
}

Result<ErasedCounts> ErasureService::preview(const Caller &caller, const QString &nameSpace) const
{
    CLOISTER_ASSIGN(const Partition partition,
        PartitionMint(m_workspace).open(caller, nameSpace, PartitionMint::Access::Existing));
    return partition.read<ErasedCounts>([&nameSpace](PartitionSession &session) -> Result<ErasedCounts> {
        CLOISTER_ASSIGN(const auto row, tables::NamespaceTable(session.scope()).find());
        if (!row)
            return fail(ErrorCode::NotFound, QStringLiteral("there is no namespace '%1'").arg(shownNamespace(nameSpace)));
        return ErasedCounts{row->dialogues, row->messages, row->memories, row->bytes};
    });
}

// Why the project's switches forbid it, once that is in the record; nullopt when they do not.
static Result<void> checkSwitches(Workspace &workspace, const Caller &caller, const QString &nameSpace)
{
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, workspace.project(caller.projectId));
    if (!file->isImmutable() && !file->isDeletionProtected())
        return {};
    AuditEvent event = ControlFile::eventBy(caller, workspace.clock().nowMs(), QStringLiteral("namespace.delete"),
        QStringLiteral("namespace"), {});
    event.outcome = file->isImmutable() ? QStringLiteral("IMMUTABLE") : QStringLiteral("DELETION_PROTECTED");
    CLOISTER_TRY(AuditService(workspace).record(caller.projectId, event, nameSpace).result());
    if (file->isImmutable())
        return fail(ErrorCode::Immutable, QStringLiteral("the project is immutable: nothing in it can be deleted"));
    return fail(ErrorCode::DeletionProtected, QStringLiteral("the project is protected from deletion"));
}

static Result<ErasureReport> eraseNamespace(
    Workspace &workspace, const Caller &caller, const QString &nameSpace, const QString &confirmation)
{
    if (confirmation != shownNamespace(nameSpace)) {
        Error error{ErrorCode::InvalidParameter, QStringLiteral("the name given is not the namespace's"), {}};
        error.fields.append({QStringLiteral("confirm"), QStringLiteral("INVALID"), error.detail, confirmation});
        return Unexpected{error};
    }
    CLOISTER_TRY(checkSwitches(workspace, caller, nameSpace));
    CLOISTER_ASSIGN(const Partition partition,
        PartitionMint(workspace).open(caller, nameSpace, PartitionMint::Access::Existing));
    ErasureReport report;
    CLOISTER_ASSIGN(report.counts, partition.erase().result());
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, workspace.project(caller.projectId));
    report.isLogEmptied = file->writer().truncateLog().has_value();
    return report;
}

Future<Result<ErasureReport>> ErasureService::remove(
    const Caller &caller, const QString &nameSpace, const QString &confirmation) const
{
    return m_workspace.runTask<ErasureReport>([&workspace = m_workspace, caller, nameSpace, confirmation] {
        return eraseNamespace(workspace, caller, nameSpace, confirmation);
    });
}

} // namespace cloister
