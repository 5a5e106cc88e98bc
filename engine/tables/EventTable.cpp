#include "engine/tables/EventTable.h"

#include "engine/storage/Statement.h"

namespace cloister::tables {

#define EVENT_COLUMNS "seq, time, action, outcome, actor, address, namespace, entity, body, hash"
#define EVENT_FILTERS \
    " AND time >= ?2 AND (?3 IS NULL OR time <= ?3) AND (?4 = '' OR namespace = ?4) AND (?5 = '' OR action = ?5)" \
    " AND (?6 = '' OR entity = ?6) AND (?7 = '' OR actor = ?7) AND (?8 = '' OR outcome = ?8)" \
    " AND (?9 = '' OR address = ?9)"

static constexpr char kHead[] = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1";
static constexpr char kHashOf[] = "SELECT hash FROM event WHERE seq = ?1";
static constexpr char kHashes[] = "SELECT hash FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq";
static constexpr char kAfter[] =
    "SELECT " EVENT_COLUMNS " FROM event WHERE seq > ?1" EVENT_FILTERS " ORDER BY seq LIMIT ?10";
static constexpr char kBefore[] =
    "SELECT " EVENT_COLUMNS " FROM event WHERE seq < ?1" EVENT_FILTERS " ORDER BY seq DESC LIMIT ?10";
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

Result<QList<EventRow>> EventTable::list(const EventFilter &filter) const
{
    auto statement = m_connection.prepare(filter.before ? kBefore : kAfter);
    statement.bind(1, filter.before ? *filter.before : filter.after);
    statement.bind(2, filter.from);
    statement.bind(3, filter.to);
    statement.bind(4, filter.nameSpace);
    statement.bind(5, filter.action);
    statement.bind(6, filter.entity);
    statement.bind(7, filter.actor);
    statement.bind(8, filter.outcome);
    statement.bind(9, filter.address);
    statement.bind(10, filter.limit);
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
