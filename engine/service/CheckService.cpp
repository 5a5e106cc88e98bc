#include "engine/service/CheckService.h"

#include "engine/base/AtomicFile.h"
#include "engine/crypto/KeystoreFile.h"
#include "engine/service/ControlFile.h"
#include "engine/service/PartitionMint.h"
#include "engine/service/PartitionWalk.h"
#include "engine/service/RecordService.h"
#include "engine/service/Workspace.h"
#include "engine/tables/Maintenance.h"
#include "engine/tables/ProjectTable.h"

namespace cloister {

namespace {

constexpr int kRowsAtOnce = 200;

/// Whether an error is a finding. A cancelled check, or one that got no connection in time, found nothing and ends;
/// what damaged pages make of a statement has many codes.
bool isDamage(const Error &error)
{
    return error.code != ErrorCode::Conflict && error.code != ErrorCode::Overloaded
        && error.code != ErrorCode::ShuttingDown;
}

/// Checks one workspace; see CheckService.
class WorkspaceCheck
{
public:
    WorkspaceCheck(Workspace &workspace, JobProgress &progress) : m_workspace(workspace), m_progress(progress) {}

    Result<QList<FileCheck>> run()
    {
        CLOISTER_ASSIGN(m_projects, m_workspace.control().read<QList<Project>>([](storage::Connection &connection) {
            return tables::ProjectTable(connection).list();
        }));
        m_progress.total = 2 + m_projects.size();
        checkKeystore();
        CLOISTER_TRY(checkControl());
        for (const Project &project : std::as_const(m_projects))
            CLOISTER_TRY(checkProject(project.id));
        return m_files;
    }

private:
    void checkKeystore()
    {
        FileCheck check{QStringLiteral("keystore"), {}};
        const Result<QByteArray> content = files::readPrivate(
            m_workspace.directory() + QLatin1String("/keystore"), crypto::KeystoreFile::kMaxBytes);
        if (!content)
            check.problems.append(content.error().detail);
        else if (const auto parsed = crypto::KeystoreFile::read(*content); !parsed)
            check.problems.append(parsed.error().detail);
        for (const Project &project : std::as_const(m_projects)) {
            if (const auto key = m_workspace.keystore().projectKey(project.id); !key)
                check.problems.append(key.error().detail);
        }
        finish(check);
    }

    Result<void> checkControl()
    {
        FileCheck check{QStringLiteral("control.db"), {}};
        CLOISTER_TRY(keep(checkDatabase(m_workspace.control().readers(), check), check));
        CLOISTER_TRY(checkLog({}, check));
        finish(check);
        return {};
    }

    Result<void> checkProject(const QString &id)
    {
        FileCheck check{QStringLiteral("projects/") + id, {}};
        const Result<std::shared_ptr<ProjectFile>> file = m_workspace.project(id);
        if (!file) {
            if (file.error().code == ErrorCode::ProjectNotFound)
                return {}; // removed since the list was read
            check.problems.append(file.error().detail);
        } else {
            CLOISTER_TRY(keep(checkFiles(**file, check), check));
            CLOISTER_TRY(checkLog(id, check));
            CLOISTER_TRY(keep(checkNamespaces(**file, check), check));
        }
        finish(check);
        return {};
    }

    Result<void> checkFiles(ProjectFile &file, FileCheck &check)
    {
        CLOISTER_ASSIGN(const QStringList problems, file.integrityCheck());
        check.problems += problems;
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, file.readers().lease());
        const tables::Maintenance maintenance(lease.connection());
        CLOISTER_ASSIGN(const tables::ProjectTotals totals, maintenance.totals());
        m_progress.total += totals.dialogues + totals.messages + totals.memories;
        CLOISTER_ASSIGN(const QList<QByteArray> strays, maintenance.strayPartitions());
        for (const QByteArray &pk : strays) {
            check.problems.append(QStringLiteral("records of namespace '%1' that has no entry of its own")
                                      .arg(PartitionKey::nameSpaceOf(pk)));
        }
        return {};
    }

    Result<void> checkNamespaces(ProjectFile &file, FileCheck &check)
    {
        tables::NamespaceListQuery query;
        query.pkFrom = PartitionKey::rangeStart({});
        query.pkTo = query.pkFrom.chopped(1) + '$'; // the character after '#'
        query.limit = kRowsAtOnce;
        while (true) {
            CLOISTER_ASSIGN(const QList<tables::NamespaceRow> batch, namespacesOf(file, query));
            for (const tables::NamespaceRow &row : batch)
                CLOISTER_TRY(checkNamespace(file, row.name, check));
            if (batch.isEmpty())
                return {};
            query.afterPk = PartitionKey(batch.last().name, file.projectId()).bytes();
        }
    }

    // Each batch in its own snapshot: a check of hours must not keep the log from being emptied.
    static Result<QList<tables::NamespaceRow>> namespacesOf(
        ProjectFile &file, const tables::NamespaceListQuery &query)
    {
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, file.readers().lease());
        return tables::Maintenance(lease.connection()).namespaces(query);
    }

    Result<void> checkNamespace(const ProjectFile &file, const QString &name, FileCheck &check)
    {
        Caller self;
        self.actor = {ActorKind::System, QStringLiteral("check")};
        self.projectId = file.projectId();
        CLOISTER_ASSIGN(const Partition partition,
            PartitionMint(m_workspace).open(self, name, PartitionMint::Access::Existing));
        const Result<QStringList> problems = partition.read<QStringList>(
            [this](PartitionSession &session) { return PartitionWalk(session, m_progress).run(); });
        const QString title = QStringLiteral("namespace '%1': ").arg(name.isEmpty() ? QStringLiteral("default") : name);
        if (!problems && !isDamage(problems.error()))
            return problems.unexpected();
        if (!problems) {
            check.problems.append(title + problems.error().detail);
            return {};
        }
        for (const QString &problem : *problems)
            check.problems.append(title + problem);
        return {};
    }

    Result<void> checkDatabase(storage::ReaderPool &readers, FileCheck &check)
    {
        CLOISTER_ASSIGN(const storage::ReaderPool::Lease lease, readers.lease());
        const Result<QStringList> problems = storage::integrityCheck(lease.connection());
        if (problems)
            check.problems += *problems;
        else
            check.problems.append(problems.error().detail);
        return {};
    }

    /// With an empty project id the workspace's own log.
    Result<void> checkLog(const QString &projectId, FileCheck &check)
    {
        const Result<audit::LogVerdict> verdict = RecordService(m_workspace).verify(projectId, m_progress);
        if (!verdict)
            return keep(verdict.unexpected(), check);
        check.problems += verdict->problems;
        return {};
    }

    static Result<void> keep(Result<void> result, FileCheck &check)
    {
        if (result || !isDamage(result.error()))
            return result;
        check.problems.append(result.error().detail);
        return {};
    }

    void finish(const FileCheck &check)
    {
        m_files.append(check);
        ++m_progress.done;
    }

    Workspace &m_workspace;
    JobProgress &m_progress;
    QList<Project> m_projects;
    QList<FileCheck> m_files;
};

} // namespace

Result<QList<FileCheck>> CheckService::run(JobProgress &progress) const
{
    return WorkspaceCheck(m_workspace, progress).run();
}

} // namespace cloister
