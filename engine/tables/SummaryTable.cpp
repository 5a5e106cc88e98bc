#include "engine/tables/SummaryTable.h"

#include "engine/tables/Bounds.h"

namespace cloister::tables {

#define SUMMARY_COLUMNS "pk, id, dialogue_id, seq, status, created, modified, tags, body"

static const TenantSql kFind("SELECT " SUMMARY_COLUMNS " FROM summary WHERE pk = ?1 AND id = ?2");
static const TenantSql kListUp(
    "SELECT " SUMMARY_COLUMNS " FROM summary WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) > (?3, ?4)"
    " AND created <= ?5 ORDER BY created, seq LIMIT ?6");
static const TenantSql kListDown(
    "SELECT " SUMMARY_COLUMNS " FROM summary WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) < (?3, ?4)"
    " AND created >= ?5 ORDER BY created DESC, seq DESC LIMIT ?6");
static const TenantSql kInsert(
    "INSERT INTO summary (" SUMMARY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
static const TenantSql kUpdate("UPDATE summary SET status = ?3, modified = ?4, body = ?5 WHERE pk = ?1 AND id = ?2");
static const TenantSql kRemoveAll("DELETE FROM summary WHERE pk = ?1 AND dialogue_id = ?2");

Result<std::optional<SummaryRow>> SummaryTable::find(const QString &id) const
{
    auto statement = m_scope.prepare(kFind);
    statement << id;
    std::optional<SummaryRow> found;
    if (statement.next())
        found = read(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<QList<SummaryRow>> SummaryTable::list(const QString &dialogueId, const Range &range) const
{
    const Bounds bounds(range);
    auto statement = m_scope.prepare(range.isDescending ? kListDown : kListUp);
    statement << dialogueId << bounds.created << bounds.seq << bounds.far << range.limit;
    QList<SummaryRow> rows;
    while (statement.next())
        rows.append(read(statement));
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<void> SummaryTable::insert(const SummaryRow &row)
{
    auto statement = m_scope.prepare(kInsert);
    statement << row.id << row.dialogueId << row.seq << static_cast<int>(row.status) << row.created << row.modified
              << packTags(row.tags) << row.body;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> SummaryTable::update(const SummaryRow &row)
{
    auto statement = m_scope.prepare(kUpdate);
    statement << row.id << static_cast<int>(row.status) << row.modified << row.body;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<qint64> SummaryTable::removeAll(const QString &dialogueId)
{
    auto statement = m_scope.prepare(kRemoveAll);
    statement << dialogueId;
    return statement.run();
}

SummaryRow SummaryTable::read(TenantStatement &statement)
{
    SummaryRow row;
    row.id = statement.text(1);
    row.dialogueId = statement.text(2);
    row.seq = statement.integer(3);
    row.status = static_cast<SummaryStatus>(statement.integer(4));
    row.created = statement.integer(5);
    row.modified = statement.integer(6);
    row.tags = unpackTags(statement.text(7));
    row.body = statement.blob(8);
    return row;
}

} // namespace cloister::tables
