#include "engine/tables/CheckpointTable.h"

#include "engine/storage/Statement.h"

namespace cloister::tables {

static constexpr char kNewest[] = "SELECT seq, body, signature, frontier FROM checkpoint ORDER BY seq DESC LIMIT 1";
static constexpr char kListFrom[]
    = "SELECT seq, body, signature, frontier FROM checkpoint WHERE seq > ?1 ORDER BY seq LIMIT ?2";
static constexpr char kAdd[] = "INSERT INTO checkpoint (seq, body, signature, frontier) VALUES (?1, ?2, ?3, ?4)";

static CheckpointRow readCheckpoint(storage::Statement &statement)
{
    return CheckpointRow{statement.integer(0), statement.blob(1), statement.blob(2), statement.blob(3)};
}

Result<std::optional<CheckpointRow>> CheckpointTable::last() const
{
    auto statement = m_connection.prepare(kNewest);
    std::optional<CheckpointRow> row;
    if (statement.next())
        row = readCheckpoint(statement);
    CLOISTER_TRY(statement.done());
    return row;
}

Result<QList<CheckpointRow>> CheckpointTable::list(qint64 after, int limit) const
{
    auto statement = m_connection.prepare(kListFrom);
    statement.bind(1, after);
    statement.bind(2, limit);
    QList<CheckpointRow> rows;
    while (statement.next())
        rows.append(readCheckpoint(statement));
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<void> CheckpointTable::insert(const CheckpointRow &row)
{
    auto statement = m_connection.prepare(kAdd);
    statement.bind(1, row.seq);
    statement.bind(2, row.body);
    statement.bind(3, row.signature);
    statement.bind(4, row.frontier);
    return statement.run();
}

} // namespace cloister::tables
