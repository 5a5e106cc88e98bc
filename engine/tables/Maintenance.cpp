#include "engine/tables/Maintenance.h"

#include "engine/storage/Statement.h"

namespace cloister::tables {

#define NAMESPACE_SELECT \
    "SELECT name, state, created, generation, last_ulid, next_seq, dialogues, messages, memories, bytes," \
    " last_activity FROM namespace WHERE pk >= ?1 AND pk < ?2"

static constexpr char kAfterName[] = NAMESPACE_SELECT " AND pk > ?3 ORDER BY pk LIMIT ?4";
static constexpr char kTotals[] =
    "SELECT count(*), coalesce(sum(dialogues), 0), coalesce(sum(messages), 0), coalesce(sum(memories), 0),"
    " coalesce(sum(bytes), 0) FROM namespace";

static constexpr char kCountNamespaces[] = "SELECT count(*) FROM namespace WHERE pk >= ?1 AND pk < ?2";
static constexpr char kStrayPartitions[] =
    "SELECT pk FROM (SELECT pk FROM dialogue UNION SELECT pk FROM message UNION SELECT pk FROM message_id"
    " UNION SELECT pk FROM memory UNION SELECT pk FROM summary UNION SELECT pk FROM image UNION SELECT pk FROM chunk"
    " UNION SELECT pk FROM tag UNION SELECT pk FROM search_entry UNION SELECT pk FROM search_image"
    " UNION SELECT pk FROM idempotency) WHERE pk NOT IN (SELECT pk FROM namespace)";

// One constant statement for each order: a column cannot be a parameter.
static const char *sortedSql(NamespaceSort sort, bool isDescending)
{
#define SORTED(column) \
    (isDescending ? NAMESPACE_SELECT " ORDER BY " column " DESC, pk DESC LIMIT ?3 OFFSET ?4" \
                  : NAMESPACE_SELECT " ORDER BY " column ", pk LIMIT ?3 OFFSET ?4")
    switch (sort) {
    case NamespaceSort::Name: return SORTED("pk");
    case NamespaceSort::Dialogues: return SORTED("dialogues");
    case NamespaceSort::Messages: return SORTED("messages");
    case NamespaceSort::Memories: return SORTED("memories");
    case NamespaceSort::Bytes: return SORTED("bytes");
    case NamespaceSort::LastActivity: return SORTED("last_activity");
    }
    return SORTED("pk");
#undef SORTED
}

Result<QList<NamespaceRow>> Maintenance::namespaces(const NamespaceListQuery &query) const
{
    const bool isByKey = !query.afterPk.isEmpty();
    auto statement = m_connection.prepare(isByKey ? kAfterName : sortedSql(query.sort, query.isDescending));
    statement.bindText(1, query.pkFrom);
    statement.bindText(2, query.pkTo);
    if (isByKey) {
        statement.bindText(3, query.afterPk);
        statement.bind(4, query.limit);
    } else {
        statement.bind(3, query.limit);
        statement.bind(4, query.offset);
    }
    QList<NamespaceRow> rows;
    while (statement.next()) {
        rows.append(NamespaceRow{statement.text(0), static_cast<NamespaceState>(statement.integer(1)),
            statement.integer(2), statement.integer(3), statement.text(4), statement.integer(5), statement.integer(6),
            statement.integer(7), statement.integer(8), statement.integer(9), statement.integer(10)});
    }
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<qint64> Maintenance::countNamespaces(const QByteArray &pkFrom, const QByteArray &pkTo) const
{
    auto statement = m_connection.prepare(kCountNamespaces);
    statement.bindText(1, pkFrom);
    statement.bindText(2, pkTo);
    const qint64 count = statement.next() ? statement.integer(0) : 0;
    CLOISTER_TRY(statement.done());
    return count;
}

Result<QList<QByteArray>> Maintenance::strayPartitions() const
{
    auto statement = m_connection.prepare(kStrayPartitions);
    QList<QByteArray> keys;
    while (statement.next())
        keys.append(statement.bytesView(0).toByteArray());
    CLOISTER_TRY(statement.done());
    return keys;
}

Result<ProjectTotals> Maintenance::totals() const
{
    auto statement = m_connection.prepare(kTotals);
    ProjectTotals totals;
    if (statement.next()) {
        totals = ProjectTotals{statement.integer(0), statement.integer(1), statement.integer(2), statement.integer(3),
            statement.integer(4)};
    }
    CLOISTER_TRY(statement.done());
    return totals;
}

} // namespace cloister::tables
