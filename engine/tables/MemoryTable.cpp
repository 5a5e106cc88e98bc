#include "engine/tables/MemoryTable.h"

#include "engine/tables/Bounds.h"

namespace cloister::tables {

#define MEMORY_COLUMNS "pk, id, seq, created, modified, bytes, tags, label, description, metadata, value"

static const TenantSql kFind("SELECT " MEMORY_COLUMNS " FROM memory WHERE pk = ?1 AND id = ?2");
static const TenantSql kListUp(
    "SELECT " MEMORY_COLUMNS " FROM memory WHERE pk = ?1 AND (created, seq) > (?2, ?3) AND created <= ?4"
    " ORDER BY created, seq LIMIT ?5");
static const TenantSql kListDown(
    "SELECT " MEMORY_COLUMNS " FROM memory WHERE pk = ?1 AND (created, seq) < (?2, ?3) AND created >= ?4"
    " ORDER BY created DESC, seq DESC LIMIT ?5");
static const TenantSql kInsert(
    "INSERT INTO memory (" MEMORY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
static const TenantSql kSetTags("UPDATE memory SET tags = ?3, modified = ?4 WHERE pk = ?1 AND id = ?2");
static const TenantSql kRemove("DELETE FROM memory WHERE pk = ?1 AND id = ?2");

Result<std::optional<MemoryRow>> MemoryTable::find(const QString &id) const
{
    auto statement = m_scope.prepare(kFind);
    statement << id;
    std::optional<MemoryRow> found;
    if (statement.next())
        found = read(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<QList<MemoryRow>> MemoryTable::list(const Range &range, bool *isCut) const
{
    const Bounds bounds(range);
    auto statement = m_scope.prepare(range.isDescending ? kListDown : kListUp);
    statement << bounds.created << bounds.seq << bounds.far << range.limit;
    QList<MemoryRow> rows;
    ListBytes bytes;
    *isCut = false;
    while (!*isCut && statement.next()) {
        MemoryRow row = read(statement);
        *isCut = !bytes.takes(row.bytes);
        if (!*isCut)
            rows.append(std::move(row));
    }
    CLOISTER_TRY(statement.done());
    return rows;
}

Result<void> MemoryTable::insert(const MemoryRow &row)
{
    const Memory &m = row.memory;
    auto statement = m_scope.prepare(kInsert);
    statement << m.id << m.seq << m.created << m.modified << row.bytes << packTags(m.tags) << row.sealedLabel
              << row.sealedDescription << m.metadata << m.value;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> MemoryTable::setTags(const Memory &memory)
{
    auto statement = m_scope.prepare(kSetTags);
    statement << memory.id << packTags(memory.tags) << memory.modified;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> MemoryTable::remove(const QString &id)
{
    auto statement = m_scope.prepare(kRemove);
    statement << id;
    CLOISTER_TRY(statement.run());
    return {};
}

MemoryRow MemoryTable::read(TenantStatement &statement)
{
    MemoryRow row;
    Memory &m = row.memory;
    m.id = statement.text(1);
    m.seq = statement.integer(2);
    m.created = statement.integer(3);
    m.modified = statement.integer(4);
    row.bytes = statement.integer(5);
    m.tags = unpackTags(statement.text(6));
    row.sealedLabel = statement.optionalBlob(7);
    row.sealedDescription = statement.optionalBlob(8);
    m.metadata = statement.blob(9);
    m.value = statement.blob(10);
    return row;
}

} // namespace cloister::tables
