#include "engine/tables/AllowedAddressTable.h"

namespace cloister::tables {

static constexpr char kListNetworks[] =
    "SELECT network, note, created FROM allowed_address WHERE project_id = ?1 ORDER BY network";
static constexpr char kInsertNetwork[] =
    "INSERT INTO allowed_address (project_id, network, note, created) VALUES (?1, ?2, ?3, ?4)";
static constexpr char kRemoveNetworks[] = "DELETE FROM allowed_address WHERE project_id = ?1";

Result<QList<AllowedNetwork>> AllowedAddressTable::list(const QString &projectId) const
{
    auto statement = m_connection.prepare(kListNetworks);
    statement.bind(1, projectId);
    QList<AllowedNetwork> entries;
    while (statement.next())
        entries.append({statement.text(0), statement.text(1), statement.integer(2)});
    CLOISTER_TRY(statement.done());
    return entries;
}

Result<void> AllowedAddressTable::insert(const QString &projectId, const AllowedNetwork &entry)
{
    auto statement = m_connection.prepare(kInsertNetwork);
    statement.bind(1, projectId);
    statement.bind(2, entry.network);
    statement.bind(3, entry.note);
    statement.bind(4, entry.created);
    return statement.run();
}

Result<void> AllowedAddressTable::removeAll(const QString &projectId)
{
    auto statement = m_connection.prepare(kRemoveNetworks);
    statement.bind(1, projectId);
    return statement.run();
}

} // namespace cloister::tables
