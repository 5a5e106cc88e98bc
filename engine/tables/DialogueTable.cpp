#include "engine/tables/DialogueTable.h"

#include "engine/tables/Bounds.h"

namespace cloister::tables {

// A list shows no state, which may be large: its statements leave it out.
#define LISTED_COLUMNS \
    "pk, id, seq, status, thread_of, label, created, modified, ended, archived, messages, threads, " \
    "next_message_seq, last_message_created, bytes, tags, metadata"
#define DIALOGUE_COLUMNS LISTED_COLUMNS ", state"

static const TenantSql kFind("SELECT " DIALOGUE_COLUMNS " FROM dialogue WHERE pk = ?1 AND id = ?2");
static const TenantSql kNextInserted(
    "SELECT " DIALOGUE_COLUMNS " FROM dialogue WHERE pk = ?1 AND seq > ?2 ORDER BY seq LIMIT 1");
static const TenantSql kListUp(
    "SELECT " LISTED_COLUMNS " FROM dialogue WHERE pk = ?1 AND (created, seq) > (?2, ?3) AND created <= ?4"
    " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR label = ?6) ORDER BY created, seq LIMIT ?7");
static const TenantSql kListDown(
    "SELECT " LISTED_COLUMNS " FROM dialogue WHERE pk = ?1 AND (created, seq) < (?2, ?3) AND created >= ?4"
    " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR label = ?6) ORDER BY created DESC, seq DESC LIMIT ?7");
static const TenantSql kThreadsUp(
    "SELECT " LISTED_COLUMNS " FROM dialogue WHERE pk = ?1 AND (created, seq) > (?2, ?3) AND created <= ?4"
    " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR label = ?6) AND thread_of = ?8"
    " ORDER BY created, seq LIMIT ?7");
static const TenantSql kThreadsDown(
    "SELECT " LISTED_COLUMNS " FROM dialogue WHERE pk = ?1 AND (created, seq) < (?2, ?3) AND created >= ?4"
    " AND (?5 IS NULL OR status = ?5) AND (?6 IS NULL OR label = ?6) AND thread_of = ?8"
    " ORDER BY created DESC, seq DESC LIMIT ?7");
static const TenantSql kThreadIds(
    "SELECT pk, id FROM dialogue WHERE pk = ?1 AND thread_of = ?2 ORDER BY created, seq");
static const TenantSql kInsert(
    "INSERT INTO dialogue (" DIALOGUE_COLUMNS ")"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)");
static const TenantSql kUpdate(
    "UPDATE dialogue SET status = ?3, label = ?4, modified = ?5, ended = ?6, archived = ?7, messages = ?8,"
    " next_message_seq = ?9, last_message_created = ?10, bytes = ?11, tags = ?12, state = ?13"
    " WHERE pk = ?1 AND id = ?2");
static const TenantSql kAddThreads("UPDATE dialogue SET threads = threads + ?3 WHERE pk = ?1 AND id = ?2");
static const TenantSql kRemove("DELETE FROM dialogue WHERE pk = ?1 AND id = ?2");

Result<std::optional<DialogueRow>> DialogueTable::find(const QString &id) const
{
    auto statement = m_scope.prepare(kFind);
    statement << id;
    std::optional<DialogueRow> found;
    if (statement.next())
        found = readWhole(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<std::optional<DialogueRow>> DialogueTable::nextInserted(qint64 afterSeq) const
{
    auto statement = m_scope.prepare(kNextInserted);
    statement << afterSeq;
    std::optional<DialogueRow> found;
    if (statement.next())
        found = readWhole(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<QList<DialogueRow>> DialogueTable::list(const Range &range, const DialogueFilter &filter) const
{
    const Bounds bounds(range);
    const TenantSql &sql = filter.threadOf ? (range.isDescending ? kThreadsDown : kThreadsUp)
                                           : (range.isDescending ? kListDown : kListUp);
    auto statement = m_scope.prepare(sql);
    std::optional<int> status;
    if (filter.status)
        status = static_cast<int>(*filter.status);
    statement << bounds.created << bounds.seq << bounds.far << status << filter.label << range.limit;
    if (filter.threadOf)
        statement << *filter.threadOf;
    QList<DialogueRow> rows;
    while (statement.next())
        rows.append(readListed(statement));
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<QStringList> DialogueTable::threadsOf(const QString &id) const
{
    auto statement = m_scope.prepare(kThreadIds);
    statement << id;
    QStringList ids;
    while (statement.next())
        ids.append(statement.text(1));
    CLOISTER_TRY(statement.done());
    return ids;
}

Result<void> DialogueTable::insert(const DialogueRow &row)
{
    const Dialogue &d = row.dialogue;
    auto statement = m_scope.prepare(kInsert);
    statement << d.id << d.seq << static_cast<int>(d.status) << d.threadOf << d.label << d.created << d.modified
              << d.endedAt << d.archivedAt << d.totalMessages << d.threadCount << row.nextMessageSeq
              << d.lastMessageCreated << row.bytes << packTags(d.tags) << d.metadata << d.state;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> DialogueTable::update(const DialogueRow &row)
{
    const Dialogue &d = row.dialogue;
    auto statement = m_scope.prepare(kUpdate);
    statement << d.id << static_cast<int>(d.status) << d.label << d.modified << d.endedAt << d.archivedAt
              << d.totalMessages << row.nextMessageSeq << d.lastMessageCreated << row.bytes << packTags(d.tags)
              << d.state;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> DialogueTable::addThreads(const QString &id, int by)
{
    auto statement = m_scope.prepare(kAddThreads);
    statement << id << by;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> DialogueTable::remove(const QString &id)
{
    auto statement = m_scope.prepare(kRemove);
    statement << id;
    CLOISTER_TRY(statement.run());
    return {};
}

DialogueRow DialogueTable::readWhole(TenantStatement &statement)
{
    DialogueRow row = readListed(statement);
    row.dialogue.state = statement.blob(17);
    return row;
}

DialogueRow DialogueTable::readListed(TenantStatement &statement)
{
    DialogueRow row;
    Dialogue &d = row.dialogue;
    d.id = statement.text(1);
    d.seq = statement.integer(2);
    d.status = static_cast<DialogueStatus>(statement.integer(3));
    d.threadOf = statement.optionalText(4);
    d.label = statement.optionalText(5);
    d.created = statement.integer(6);
    d.modified = statement.integer(7);
    d.endedAt = statement.optionalInteger(8);
    d.archivedAt = statement.optionalInteger(9);
    d.totalMessages = statement.integer(10);
    d.threadCount = statement.integer(11);
    row.nextMessageSeq = statement.integer(12);
    d.lastMessageCreated = statement.optionalInteger(13);
    row.bytes = statement.integer(14);
    d.tags = unpackTags(statement.text(15));
    d.metadata = statement.blob(16);
    return row;
}

} // namespace cloister::tables
