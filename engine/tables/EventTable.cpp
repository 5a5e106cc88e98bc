#include "engine/tables/EventTable.h"

#include "engine/storage/Statement.h"

#include <array>
#include <limits>

namespace cloister::tables {

#define EVENT_COLUMNS "seq, time, action, outcome, actor, address, namespace, entity, body, hash"

static constexpr char kHead[] = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1";
static constexpr char kHashOf[] = "SELECT hash FROM event WHERE seq = ?1";
static constexpr char kHashes[] = "SELECT hash FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq";
static constexpr char kCount[] = "SELECT count(*) FROM event";
static constexpr char kInsert[] =
    "INSERT INTO event (" EVENT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

static EventRow readEvent(storage::Statement &statement)
{
    return EventRow{statement.integer(0), statement.integer(1), statement.text(2), statement.text(3),
        statement.text(4), statement.text(5), statement.text(6), statement.text(7), statement.blob(8),
        statement.blob(9)};
}

Result<std::optional<EventTable::Head>> EventTable::head() const
{
    auto statement = m_connection.prepare(kHead);
    std::optional<Head> head;
    if (statement.next())
        head = Head{statement.integer(0), statement.blob(1)};
    CLOISTER_TRY(statement.done());
    return head;
}

Result<QByteArray> EventTable::hashOf(qint64 seq) const
{
    auto statement = m_connection.prepare(kHashOf);
    statement.bind(1, seq);
    const QByteArray hash = statement.next() ? statement.blob(0) : QByteArray();
    CLOISTER_TRY(statement.done());
    return hash;
}

Result<QList<QByteArray>> EventTable::hashes(qint64 after, qint64 last) const
{
    auto statement = m_connection.prepare(kHashes);
    statement.bind(1, after);
    statement.bind(2, last);
    QList<QByteArray> hashes;
    while (statement.next())
        hashes.append(statement.blob(0));
    CLOISTER_TRY(statement.done());
    return hashes;
}

namespace {

struct FilteredColumn
{
    const char *name;
    int place; ///< of its value in the statement
    QString EventFilter::*value;
    QLatin1String leftOut = {}; ///< what its index does not hold
};

// That which fits the fewest events first: its index is the one to search. The last three have none.
constexpr std::array<FilteredColumn, 6> kFilteredColumns{{
    {"namespace", 5, &EventFilter::nameSpace},
    {"outcome", 6, &EventFilter::outcome, QLatin1String("ok")},
    {"action", 7, &EventFilter::action, QLatin1String("message.create")},
    {"entity", 8, &EventFilter::entity},
    {"address", 9, &EventFilter::address},
    {"actor", 10, &EventFilter::actor},
}};

} // namespace

QByteArray EventTable::listSql(const EventFilter &filter)
{
    QByteArray sql = "SELECT " EVENT_COLUMNS " FROM event WHERE seq ";
    sql += filter.before ? "< ?1" : "> ?1";
    sql += " AND time >= ?2 AND time <= ?3";
    const char *unary = ""; // a + keeps SQLite from using the column's index
    for (const FilteredColumn &column : kFilteredColumns) {
        const QString &value = filter.*column.value;
        if (value.isEmpty())
            continue;
        sql.append(" AND ").append(unary).append(column.name).append(" = ?").append(QByteArray::number(column.place));
        if (!column.leftOut.isEmpty() && value != column.leftOut) // says that the index holds it
            sql.append(" AND ").append(column.name).append(" <> '").append(column.leftOut.data()).append('\'');
        unary = "+";
    }
    return sql += filter.before ? " ORDER BY seq DESC LIMIT ?4" : " ORDER BY seq LIMIT ?4";
}

Result<QList<EventRow>> EventTable::list(const EventFilter &filter) const
{
    auto statement = m_connection.prepare(listSql(filter));
    statement.bind(1, filter.before ? *filter.before : filter.after);
    statement.bind(2, filter.from);
    statement.bind(3, filter.to.value_or(std::numeric_limits<qint64>::max()));
    statement.bind(4, filter.limit);
    for (const FilteredColumn &column : kFilteredColumns) {
        if (const QString &value = filter.*column.value; !value.isEmpty())
            statement.bind(column.place, value);
    }
    QList<EventRow> rows;
    while (statement.next())
        rows.append(readEvent(statement));
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<qint64> EventTable::count() const
{
    auto statement = m_connection.prepare(kCount);
    qint64 count = 0;
    if (statement.next())
        count = statement.integer(0);
    CLOISTER_TRY(statement.done());
    return count;
}

Result<void> EventTable::insert(const EventRow &row)
{
    auto statement = m_connection.prepare(kInsert);
    statement.bind(1, row.seq);
    statement.bind(2, row.time);
    statement.bind(3, row.action);
    statement.bind(4, row.outcome);
    statement.bind(5, row.actor);
    statement.bind(6, row.address);
    statement.bind(7, row.nameSpace);
    statement.bind(8, row.entity);
    statement.bind(9, row.body);
    statement.bind(10, row.hash);
    return statement.run();
}

} // namespace cloister::tables
