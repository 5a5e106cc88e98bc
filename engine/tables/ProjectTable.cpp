#include "engine/tables/ProjectTable.h"

namespace cloister::tables {

#define PROJECT_SELECT "SELECT id, name, created, immutable, deletion_protected FROM project"

static constexpr char kProjectById[] = PROJECT_SELECT " WHERE id = ?1";
static constexpr char kProjectByName[] = PROJECT_SELECT " WHERE name = ?1";
static constexpr char kProjects[] = PROJECT_SELECT " ORDER BY created, id";
static constexpr char kInsertProject[] =
    "INSERT INTO project (id, name, created, format, immutable, deletion_protected) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static constexpr char kUpdateSwitches[]
    = "UPDATE project SET immutable = ?2, deletion_protected = ?3 WHERE id = ?1";
static constexpr char kRemoveProject[] = "DELETE FROM project WHERE id = ?1";
static constexpr char kUnfinished[] = "SELECT id FROM unfinished_project";
static constexpr char kMarkUnfinished[] = "INSERT INTO unfinished_project (id) VALUES (?1)";
static constexpr char kClearUnfinished[] = "DELETE FROM unfinished_project WHERE id = ?1";

static Project readProject(const storage::Statement &statement)
{
    return Project{statement.text(0), statement.text(1), statement.integer(2), statement.integer(3) != 0,
        statement.integer(4) != 0};
}

Result<std::optional<Project>> ProjectTable::findBy(QByteArrayView sql, const QString &value) const
{
    auto statement = m_connection.prepare(sql);
    statement.bind(1, value);
    std::optional<Project> found;
    if (statement.next())
        found = readProject(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<std::optional<Project>> ProjectTable::find(const QString &id) const
{
    return findBy(kProjectById, id);
}

Result<std::optional<Project>> ProjectTable::findByName(const QString &name) const
{
    return findBy(kProjectByName, name);
}

Result<QList<Project>> ProjectTable::list() const
{
    auto statement = m_connection.prepare(kProjects);
    QList<Project> projects;
    while (statement.next())
        projects.append(readProject(statement));
    CLOISTER_TRY(statement.done());
    return projects;
}

Result<void> ProjectTable::insert(const Project &project, const QString &format)
{
    auto statement = m_connection.prepare(kInsertProject);
    statement.bind(1, project.id);
    statement.bind(2, project.name);
    statement.bind(3, project.created);
    statement.bind(4, format);
    statement.bind(5, project.isImmutable ? 1 : 0);
    statement.bind(6, project.isDeletionProtected ? 1 : 0);
    return statement.run();
}

Result<void> ProjectTable::updateSwitches(const Project &project)
{
    auto statement = m_connection.prepare(kUpdateSwitches);
    statement.bind(1, project.id);
    statement.bind(2, project.isImmutable ? 1 : 0);
    statement.bind(3, project.isDeletionProtected ? 1 : 0);
    return statement.run();
}

Result<void> ProjectTable::remove(const QString &id)
{
    return runWith(kRemoveProject, id);
}

Result<QStringList> ProjectTable::unfinished() const
{
    auto statement = m_connection.prepare(kUnfinished);
    QStringList ids;
    while (statement.next())
        ids.append(statement.text(0));
    CLOISTER_TRY(statement.done());
    return ids;
}

Result<void> ProjectTable::markUnfinished(const QString &id)
{
    return runWith(kMarkUnfinished, id);
}

Result<void> ProjectTable::clearUnfinished(const QString &id)
{
    return runWith(kClearUnfinished, id);
}

Result<void> ProjectTable::runWith(QByteArrayView sql, const QString &id)
{
    auto statement = m_connection.prepare(sql);
    statement.bind(1, id);
    return statement.run();
}

} // namespace cloister::tables
