#include "engine/service/ProjectService.h"

#include "engine/base/Logging.h"
#include "engine/base/Random.h"
#include "engine/base/Ulid.h"
#include "engine/model/Validate.h"
#include "engine/service/ControlFile.h"
#include "engine/service/EntityDigest.h"
#include "engine/service/KeyCache.h"
#include "engine/service/RecordKeeper.h"
#include "engine/service/RuleLoader.h"
#include "engine/service/Workspace.h"
#include "engine/tables/AllowedAddressTable.h"
#include "engine/tables/ApiKeyTable.h"
#include "engine/tables/ProjectTable.h"

namespace cloister {

static constexpr qsizetype kMaxNameLength = 128;
// How a project's files are made, for the day when another form of them comes.
static const QString kFileFormat = QStringLiteral("cipher 3, page 4096, raw key, schema 1");

static Unexpected noSuchProject(const QString &id)
{
    return fail(ErrorCode::ProjectNotFound, QStringLiteral("no project %1").arg(id));
}

static Result<Project> findProject(Workspace &workspace, const QString &id)
{
    using Found = std::optional<Project>;
    CLOISTER_ASSIGN(const Found found, workspace.control().read<Found>([&id](storage::Connection &connection) {
        return tables::ProjectTable(connection).find(id);
    }));
    if (!found)
        return noSuchProject(id);
    return *found;
}

static Result<void> checkNameIsFree(storage::Connection &connection, const QString &name)
{
    CLOISTER_ASSIGN(const auto taken, tables::ProjectTable(connection).findByName(name));
    if (taken)
        return fail(ErrorCode::Conflict, QStringLiteral("there is a project of that name"));
    return {};
}

static Result<void> listProject(Workspace &workspace, const Caller &caller, const Project &project)
{
    AuditEvent event = ControlFile::eventBy(
        caller, project.created, QStringLiteral("project.create"), QStringLiteral("project"), project.id);
    event.after = workspace.control().digest(describe(project));
    return workspace.control().change<void>(event, [&workspace, project](storage::WriteContext &context) -> Result<void> {
        tables::ProjectTable table(context.connection);
        CLOISTER_TRY(table.insert(project, kFileFormat));
        CLOISTER_TRY(table.clearUnfinished(project.id));
        return renewRules(workspace, context);
    }).result();
}

static Result<void> unlistProject(Workspace &workspace, const AuditEvent &event, const QString &id)
{
    const auto job = [&workspace, event, id](storage::WriteContext &context) -> Result<void> {
        tables::ProjectTable table(context.connection);
        CLOISTER_TRY(table.remove(id));
        CLOISTER_TRY(table.markUnfinished(id));
        CLOISTER_TRY(tables::ApiKeyTable(context.connection).removeAll(id));
        CLOISTER_TRY(tables::AllowedAddressTable(context.connection).removeAll(id));
        context.afterCommit([&workspace] { workspace.keyCache().forget(); });
        return renewRules(workspace, context);
    };
    return workspace.control().change<void>(event, job, storage::WritePurpose::FreesSpace).result();
}

static Result<void> forgetUnfinished(ControlFile &control, const QString &id)
{
    const auto job = [id](storage::WriteContext &context) {
        return tables::ProjectTable(context.connection).clearUnfinished(id);
    };
    return control.writer().submit<void>(job, {}, storage::WritePurpose::FreesSpace).result();
}

// First the mark, then key and files, then the row and its event together with the mark's end: a crash in between
// leaves a marked project, which the next opening clears away.
static Result<Project> makeProject(Workspace &workspace, const Caller &caller, const QString &name)
{
    ControlFile &control = workspace.control();
    SystemRandom random;
    Project project;
    project.created = workspace.clock().nowMs();
    project.id = nextUlid({}, project.created, random);
    project.name = name;
    const Future<Result<void>> marked
        = control.writer().submit<void>([project](storage::WriteContext &context) -> Result<void> {
              CLOISTER_TRY(checkNameIsFree(context.connection, project.name));
              return tables::ProjectTable(context.connection).markUnfinished(project.id);
          });
    CLOISTER_TRY(marked.result());

    Result<void> made = workspace.createProject(project.id);
    if (made)
        made = listProject(workspace, caller, project);
    if (!made) {
        // Should this fail too, the mark stays and the next opening does it.
        if (workspace.removeProject(project.id))
            (void)forgetUnfinished(control, project.id);
        return made.unexpected();
    }
    return project;
}

static Result<tables::ProjectTotals> totalsOf(Workspace &workspace, const QString &id)
{
    CLOISTER_ASSIGN(const std::shared_ptr<ProjectFile> file, workspace.project(id));
    CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, file->readers().lease());
    return tables::Maintenance(lease.connection()).totals();
}

static Result<void> refused(
    Workspace &workspace, const Caller &caller, const char *action, const QString &id, const Error &error)
{
    AuditEvent event = ControlFile::eventBy(
        caller, workspace.clock().nowMs(), QString::fromLatin1(action), QStringLiteral("project"), id);
    event.outcome = error.code == ErrorCode::Immutable ? QStringLiteral("IMMUTABLE") : QStringLiteral("DELETION_PROTECTED");
    CLOISTER_TRY(
        workspace.control().change<void>(event, [](storage::WriteContext &) { return Result<void>(); }).result());
    return Unexpected{error};
}

static Result<void> checkMayBeDeleted(Workspace &workspace, const Caller &caller, const Project &project)
{
    if (!project.isImmutable && !project.isDeletionProtected)
        return {};
    const Error error = project.isImmutable
        ? Error{ErrorCode::Immutable, QStringLiteral("the project is immutable: it cannot be deleted"), {}}
        : Error{ErrorCode::DeletionProtected, QStringLiteral("the project is protected from deletion"), {}};
    return refused(workspace, caller, "project.delete", project.id, error);
}

static Result<Project> setSwitches(
    ControlFile &control, const AuditEvent &unnamed, const QString &id, const ProjectSwitches &asked)
{
    return control.writer().submit<Project>([&control, unnamed, id, asked](storage::WriteContext &context) -> Result<Project> {
        tables::ProjectTable table(context.connection);
        CLOISTER_ASSIGN(const std::optional<Project> found, table.find(id));
        if (!found)
            return noSuchProject(id);
        Project project = *found;
        AuditEvent event = unnamed;
        const auto record = [&](const char *action) {
            event.action = QString::fromLatin1(action);
            event.before = event.after.isEmpty() ? control.digest(describe(*found)) : event.after;
            event.after = control.digest(describe(project));
            return control.record(context, event);
        };
        if (asked.immutable.value_or(project.isImmutable) != project.isImmutable) {
            project.isImmutable = true; // the other way was refused before
            CLOISTER_TRY(record("project.immutable"));
        }
        if (asked.deletionProtected.value_or(project.isDeletionProtected) != project.isDeletionProtected) {
            project.isDeletionProtected = *asked.deletionProtected;
            CLOISTER_TRY(record(project.isDeletionProtected ? "project.protect" : "project.unprotect"));
        }
        CLOISTER_TRY(table.updateSwitches(project));
        return project;
    }).result();
}

// An open file has the switches it was opened with.
static Result<void> passSwitchesOn(Workspace &workspace, const Project &project)
{
    const Result<std::shared_ptr<ProjectFile>> file = workspace.project(project.id);
    if (!file)
        return file.error().code == ErrorCode::Integrity ? Result<void>() : file.unexpected();
    if (project.isImmutable)
        (*file)->setImmutable();
    (*file)->setDeletionProtected(project.isDeletionProtected);
    return {};
}

static Result<Project> changeSwitches(
    Workspace &workspace, const Caller &caller, const QString &id, const ProjectSwitches &asked)
{
    CLOISTER_ASSIGN(const Project before, findProject(workspace, id));
    if (before.isImmutable && asked.immutable == false) {
        const Error error{ErrorCode::Immutable, QStringLiteral("immutable mode cannot be switched off"), {}};
        CLOISTER_TRY(refused(workspace, caller, "project.immutable", id, error));
    }
    const AuditEvent event
        = ControlFile::eventBy(caller, workspace.clock().nowMs(), {}, QStringLiteral("project"), id);
    CLOISTER_ASSIGN(const Project project, setSwitches(workspace.control(), event, id, asked));
    CLOISTER_TRY(passSwitchesOn(workspace, project));
    return project;
}

// A damaged project can be removed too: what its log held cannot be read then.
static Result<void> drainLog(Workspace &workspace, const QString &id)
{
    const Result<std::shared_ptr<ProjectFile>> file = workspace.project(id);
    return file ? workspace.keeper().drain(*file) : Result<void>();
}

// The row goes first, with its event, and leaves the mark: from then on the project is gone for every caller, and a
// crash has the rest done by the next opening.
static Result<tables::ProjectTotals> destroyProject(
    Workspace &workspace, const Caller &caller, const QString &id, const QString &name)
{
    CLOISTER_ASSIGN(const Project project, findProject(workspace, id));
    if (project.name != name) {
        Error error{ErrorCode::InvalidParameter, QStringLiteral("the name given is not the project's")};
        error.fields.append({QStringLiteral("name"), QStringLiteral("INVALID"), error.detail, name});
        return Unexpected{error};
    }
    CLOISTER_TRY(checkMayBeDeleted(workspace, caller, project));
    // A damaged project can be removed too; what it held is not known then.
    const auto totals = totalsOf(workspace, id).value_or(tables::ProjectTotals{});
    CLOISTER_TRY(drainLog(workspace, id));

    AuditEvent event = ControlFile::eventBy(caller, workspace.clock().nowMs(), QStringLiteral("project.delete"),
        QStringLiteral("project"), id);
    event.before = workspace.control().digest(describe(project));
    event.counts = {{QStringLiteral("namespaces"), totals.namespaces}, {QStringLiteral("dialogues"), totals.dialogues},
        {QStringLiteral("messages"), totals.messages}, {QStringLiteral("memories"), totals.memories}};
    CLOISTER_TRY(unlistProject(workspace, event, id));
    CLOISTER_TRY(workspace.removeProject(id));
    CLOISTER_TRY(forgetUnfinished(workspace.control(), id));
    // The row of the project and those of its keys stand in the log of the control database still.
    if (const auto emptied = workspace.control().writer().truncateLog(); !emptied)
        qCWarning(lcService) << "the write-ahead log was not emptied yet:" << emptied.error().detail;
    return totals;
}

Future<Result<Project>> ProjectService::create(const Caller &caller, const QString &name) const
{
    return m_workspace.runTask<Project>([&workspace = m_workspace, caller, name]() -> Result<Project> {
        CLOISTER_ASSIGN(const QString accepted, checkLine(name, kMaxNameLength, QStringLiteral("name")));
        return makeProject(workspace, caller, accepted);
    });
}

Result<QList<Project>> ProjectService::list() const
{
    return m_workspace.control().read<QList<Project>>(
        [](storage::Connection &connection) { return tables::ProjectTable(connection).list(); });
}

Result<ProjectOverview> ProjectService::get(const QString &id) const
{
    ProjectOverview overview;
    CLOISTER_ASSIGN(overview.project, findProject(m_workspace, id));
    const Result<tables::ProjectTotals> totals = totalsOf(m_workspace, id);
    if (totals)
        overview.totals = *totals;
    else if (totals.error().code == ErrorCode::Integrity)
        overview.isDamaged = true;
    else
        return totals.unexpected();
    return overview;
}

Future<Result<Project>> ProjectService::change(
    const Caller &caller, const QString &id, const ProjectSwitches &asked) const
{
    return m_workspace.runTask<Project>(
        [&workspace = m_workspace, caller, id, asked] { return changeSwitches(workspace, caller, id, asked); });
}

Future<Result<tables::ProjectTotals>> ProjectService::remove(
    const Caller &caller, const QString &id, const QString &name) const
{
    return m_workspace.runTask<tables::ProjectTotals>(
        [&workspace = m_workspace, caller, id, name] { return destroyProject(workspace, caller, id, name); });
}

} // namespace cloister
