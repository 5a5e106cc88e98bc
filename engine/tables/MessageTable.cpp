#include "engine/tables/MessageTable.h"

#include "engine/tables/Bounds.h"

namespace cloister::tables {

#define MESSAGE_COLUMNS \
    "pk, dialogue_id, seq, id, role, created, modified, content_length, images, has_image, bytes, tags, " \
    "name, metadata, content"

static const TenantSql kSeqOf("SELECT pk, seq FROM message_id WHERE pk = ?1 AND dialogue_id = ?2 AND id = ?3");
static const TenantSql kFind(
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND seq = ?3");
static const TenantSql kListUp(
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) > (?3, ?4)"
    " AND created <= ?5 ORDER BY created, seq LIMIT ?6");
static const TenantSql kListDown(
    "SELECT " MESSAGE_COLUMNS " FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) < (?3, ?4)"
    " AND created >= ?5 ORDER BY created DESC, seq DESC LIMIT ?6");
static const TenantSql kNewest(
    "SELECT pk, created FROM message WHERE pk = ?1 AND dialogue_id = ?2 ORDER BY created DESC, seq DESC LIMIT 1");
static const TenantSql kSeqBefore(
    "SELECT pk, seq FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) < (?3, ?4)"
    " ORDER BY created DESC, seq DESC LIMIT 1");
static const TenantSql kSeqsBetween(
    "SELECT pk, seq FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND (created, seq) >= (?3, ?4)"
    " AND (created, seq) <= (?5, ?6) ORDER BY created, seq");
static const TenantSql kInsert(
    "INSERT INTO message (" MESSAGE_COLUMNS ")"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
static const TenantSql kInsertId("INSERT INTO message_id (pk, dialogue_id, id, seq) VALUES (?1, ?2, ?3, ?4)");
static const TenantSql kSetTags(
    "UPDATE message SET tags = ?4, modified = ?5 WHERE pk = ?1 AND dialogue_id = ?2 AND seq = ?3");
static const TenantSql kRemove("DELETE FROM message WHERE pk = ?1 AND dialogue_id = ?2 AND seq = ?3");
static const TenantSql kRemoveId("DELETE FROM message_id WHERE pk = ?1 AND dialogue_id = ?2 AND id = ?3");
static const TenantSql kRemoveAll("DELETE FROM message WHERE pk = ?1 AND dialogue_id = ?2");
static const TenantSql kRemoveAllIds("DELETE FROM message_id WHERE pk = ?1 AND dialogue_id = ?2");
static const TenantSql kTotalBytes(
    "SELECT ?1, coalesce(sum(bytes), 0) FROM message WHERE pk = ?1 AND dialogue_id = ?2");

Result<std::optional<MessageRow>> MessageTable::find(const QString &dialogueId, const QString &id) const
{
    auto seqOf = m_scope.prepare(kSeqOf);
    seqOf << dialogueId << id;
    std::optional<qint64> seq;
    if (seqOf.next())
        seq = seqOf.integer(1);
    CLOISTER_TRY(seqOf.done());
    if (!seq)
        return std::optional<MessageRow>();
    auto statement = m_scope.prepare(kFind);
    statement << dialogueId << *seq;
    std::optional<MessageRow> found;
    if (statement.next())
        found = read(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<bool> MessageTable::exists(const QString &dialogueId, const QString &id) const
{
    auto statement = m_scope.prepare(kSeqOf);
    statement << dialogueId << id;
    const bool isThere = statement.next();
    CLOISTER_TRY(statement.done());
    return isThere;
}

Result<QList<MessageRow>> MessageTable::list(const QString &dialogueId, const Range &range, bool *isCut) const
{
    const Bounds bounds(range);
    auto statement = m_scope.prepare(range.isDescending ? kListDown : kListUp);
    statement << dialogueId << bounds.created << bounds.seq << bounds.far << range.limit;
    QList<MessageRow> rows;
    ListBytes bytes;
    *isCut = false;
    while (!*isCut && statement.next()) {
        MessageRow row = read(statement);
        *isCut = !bytes.takes(row.bytes);
        if (!*isCut)
            rows.append(std::move(row));
    }
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<std::optional<qint64>> MessageTable::newestCreated(const QString &dialogueId) const
{
    auto statement = m_scope.prepare(kNewest);
    statement << dialogueId;
    std::optional<qint64> created;
    if (statement.next())
        created = statement.integer(1);
    CLOISTER_TRY(statement.done());
    return created;
}

Result<std::optional<qint64>> MessageTable::seqBefore(const QString &dialogueId, const Position &position) const
{
    auto statement = m_scope.prepare(kSeqBefore);
    statement << dialogueId << position.created << position.seq;
    std::optional<qint64> seq;
    if (statement.next())
        seq = statement.integer(1);
    CLOISTER_TRY(statement.done());
    return seq;
}

Result<QList<qint64>> MessageTable::seqsBetween(
    const QString &dialogueId, const Position &first, const Position &last) const
{
    auto statement = m_scope.prepare(kSeqsBetween);
    statement << dialogueId << first.created << first.seq << last.created << last.seq;
    QList<qint64> seqs;
    while (statement.next())
        seqs.append(statement.integer(1));
    CLOISTER_TRY(statement.done());
    return seqs;
}

Result<void> MessageTable::insert(const MessageRow &row)
{
    const Message &m = row.message;
    auto statement = m_scope.prepare(kInsert);
    statement << m.dialogueId << m.seq << m.id << m.role << m.created << m.modified << m.contentLength << row.images
              << m.hasImage << row.bytes << packTags(m.tags) << row.sealedName << m.metadata << m.content;
    CLOISTER_TRY(statement.run());
    auto insertId = m_scope.prepare(kInsertId);
    insertId << m.dialogueId << m.id << m.seq;
    CLOISTER_TRY(insertId.run());
    return {};
}

Result<void> MessageTable::setTags(const Message &message)
{
    auto statement = m_scope.prepare(kSetTags);
    statement << message.dialogueId << message.seq << packTags(message.tags) << message.modified;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> MessageTable::remove(const Message &message)
{
    auto statement = m_scope.prepare(kRemove);
    statement << message.dialogueId << message.seq;
    CLOISTER_TRY(statement.run());
    auto removeId = m_scope.prepare(kRemoveId);
    removeId << message.dialogueId << message.id;
    CLOISTER_TRY(removeId.run());
    return {};
}

Result<qint64> MessageTable::removeAll(const QString &dialogueId)
{
    auto removeIds = m_scope.prepare(kRemoveAllIds);
    removeIds << dialogueId;
    CLOISTER_TRY(removeIds.run());
    auto statement = m_scope.prepare(kRemoveAll);
    statement << dialogueId;
    return statement.run();
}

Result<qint64> MessageTable::totalBytes(const QString &dialogueId) const
{
    auto statement = m_scope.prepare(kTotalBytes);
    statement << dialogueId;
    qint64 bytes = 0;
    if (statement.next())
        bytes = statement.integer(1);
    CLOISTER_TRY(statement.done());
    return bytes;
}

MessageRow MessageTable::read(TenantStatement &statement)
{
    MessageRow row;
    Message &m = row.message;
    m.dialogueId = statement.text(1);
    m.seq = statement.integer(2);
    m.id = statement.text(3);
    m.role = statement.text(4);
    m.created = statement.integer(5);
    m.modified = statement.integer(6);
    m.contentLength = statement.integer(7);
    row.images = static_cast<int>(statement.integer(8));
    m.hasImage = statement.integer(9) != 0;
    row.bytes = statement.integer(10);
    m.tags = unpackTags(statement.text(11));
    row.sealedName = statement.optionalBlob(12);
    m.metadata = statement.blob(13);
    m.content = statement.blob(14);
    return row;
}

} // namespace cloister::tables
