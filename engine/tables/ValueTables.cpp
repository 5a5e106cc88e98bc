#include "engine/tables/ValueTables.h"

#include "engine/tables/Bounds.h"

namespace cloister::tables {

static const TenantSql kInsertChunk("INSERT INTO chunk (pk, owner, key, n, value) VALUES (?1, ?2, ?3, ?4, ?5)");
static const TenantSql kListChunks("SELECT pk, value FROM chunk WHERE pk = ?1 AND owner = ?2 AND key = ?3 ORDER BY n");
static const TenantSql kRemoveChunks("DELETE FROM chunk WHERE pk = ?1 AND owner = ?2 AND key = ?3");

Result<void> ChunkTable::insert(const QString &owner, const QString &key, int n, const QByteArray &sealed)
{
    auto statement = m_scope.prepare(kInsertChunk);
    statement << owner << key << n << sealed;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<QList<QByteArray>> ChunkTable::list(const QString &owner, const QString &key) const
{
    auto statement = m_scope.prepare(kListChunks);
    statement << owner << key;
    QList<QByteArray> parts;
    while (statement.next())
        parts.append(statement.blob(1));
    CLOISTER_TRY(statement.done());
    return parts;
}

Result<void> ChunkTable::remove(const QString &owner, const QString &key)
{
    auto statement = m_scope.prepare(kRemoveChunks);
    statement << owner << key;
    CLOISTER_TRY(statement.run());
    return {};
}

static const TenantSql kRemoveChunksUnder(
    "DELETE FROM chunk WHERE pk = ?1 AND owner = ?2 AND key >= ?3 AND key < ?4");

Result<void> ChunkTable::removeUnder(const QString &owner, const QString &key)
{
    auto statement = m_scope.prepare(kRemoveChunksUnder);
    statement << owner << QString(key + QLatin1Char('/')) << QString(key + QLatin1Char('0')); // '0' follows '/'
    CLOISTER_TRY(statement.run());
    return {};
}

static const TenantSql kInsertImage(
    "INSERT INTO image (pk, dialogue_id, message_seq, n, media_type, place, value)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
static const TenantSql kListImages(
    "SELECT pk, media_type, place, value FROM image WHERE pk = ?1 AND dialogue_id = ?2 AND message_seq = ?3"
    " ORDER BY n");
static const TenantSql kRemoveImages("DELETE FROM image WHERE pk = ?1 AND dialogue_id = ?2 AND message_seq = ?3");
static const TenantSql kRemoveAllImages("DELETE FROM image WHERE pk = ?1 AND dialogue_id = ?2");

Result<void> ImageTable::insert(const QString &dialogueId, qint64 messageSeq, int n, const ImageRow &row)
{
    auto statement = m_scope.prepare(kInsertImage);
    statement << dialogueId << messageSeq << n << row.mediaType << row.place << row.sealed;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<QList<ImageRow>> ImageTable::list(const QString &dialogueId, qint64 messageSeq) const
{
    auto statement = m_scope.prepare(kListImages);
    statement << dialogueId << messageSeq;
    QList<ImageRow> rows;
    while (statement.next())
        rows.append(ImageRow{statement.text(1), statement.integer(2), statement.blob(3)});
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<void> ImageTable::remove(const QString &dialogueId, qint64 messageSeq)
{
    auto statement = m_scope.prepare(kRemoveImages);
    statement << dialogueId << messageSeq;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> ImageTable::removeAll(const QString &dialogueId)
{
    auto statement = m_scope.prepare(kRemoveAllImages);
    statement << dialogueId;
    CLOISTER_TRY(statement.run());
    return {};
}

static const TenantSql kInsertTag(
    "INSERT INTO tag (pk, object, tag, created, seq, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
static const TenantSql kRemoveTag(
    "DELETE FROM tag WHERE pk = ?1 AND object = ?2 AND tag = ?3 AND created = ?4 AND seq = ?5");
static const TenantSql kTagsUp(
    "SELECT pk, created, seq, id FROM tag WHERE pk = ?1 AND object = ?2 AND tag = ?3 AND (created, seq) > (?4, ?5)"
    " AND created <= ?6 ORDER BY created, seq LIMIT ?7");
static const TenantSql kTagsDown(
    "SELECT pk, created, seq, id FROM tag WHERE pk = ?1 AND object = ?2 AND tag = ?3 AND (created, seq) < (?4, ?5)"
    " AND created >= ?6 ORDER BY created DESC, seq DESC LIMIT ?7");

Result<void> TagTable::insert(const QStringList &tags, const Position &position, const QString &id)
{
    for (const QString &tag : tags) {
        auto statement = m_scope.prepare(kInsertTag);
        statement << m_object << tag << position.created << position.seq << id;
        CLOISTER_TRY(statement.run());
    }
    return {};
}

Result<void> TagTable::remove(const QStringList &tags, const Position &position)
{
    for (const QString &tag : tags) {
        auto statement = m_scope.prepare(kRemoveTag);
        statement << m_object << tag << position.created << position.seq;
        CLOISTER_TRY(statement.run());
    }
    return {};
}

Result<QList<TagEntry>> TagTable::list(const QString &tag, const Range &range) const
{
    const Bounds bounds(range);
    auto statement = m_scope.prepare(range.isDescending ? kTagsDown : kTagsUp);
    statement << m_object << tag << bounds.created << bounds.seq << bounds.far << range.limit;
    QList<TagEntry> entries;
    while (statement.next())
        entries.append(TagEntry{{statement.integer(1), statement.integer(2)}, statement.text(3)});
    CLOISTER_TRY(statement.done());
    return entries;
}

} // namespace cloister::tables
