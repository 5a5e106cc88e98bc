#include "engine/tables/NamespaceTable.h"

namespace cloister::tables {

static const TenantSql kFind(
    "SELECT pk, name, state, created, generation, last_ulid, next_seq, dialogues, messages, memories, bytes,"
    " last_activity FROM namespace WHERE pk = ?1");
static const TenantSql kInsert(
    "INSERT INTO namespace (pk, name, state, created, generation, last_ulid, next_seq, dialogues, messages, memories,"
    " bytes, last_activity, hold) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0)");
static const TenantSql kUpdate(
    "UPDATE namespace SET state = ?2, last_ulid = ?3, next_seq = ?4, dialogues = ?5, messages = ?6, memories = ?7,"
    " bytes = ?8, last_activity = ?9 WHERE pk = ?1");

Result<std::optional<NamespaceRow>> NamespaceTable::find() const
{
    auto statement = m_scope.prepare(kFind);
    std::optional<NamespaceRow> found;
    if (statement.next()) {
        found = NamespaceRow{statement.text(1), static_cast<NamespaceState>(statement.integer(2)),
            statement.integer(3), statement.integer(4), statement.text(5), statement.integer(6), statement.integer(7),
            statement.integer(8), statement.integer(9), statement.integer(10), statement.integer(11)};
    }
    CLOISTER_TRY(statement.done());
    return found;
}

Result<void> NamespaceTable::insert(const NamespaceRow &row)
{
    auto statement = m_scope.prepare(kInsert);
    statement << row.name << static_cast<int>(row.state) << row.created << row.generation << row.lastUlid
              << row.nextSeq << row.dialogues << row.messages << row.memories << row.bytes << row.lastActivity;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> NamespaceTable::update(const NamespaceRow &row)
{
    auto statement = m_scope.prepare(kUpdate);
    statement << static_cast<int>(row.state) << row.lastUlid << row.nextSeq << row.dialogues << row.messages
              << row.memories << row.bytes << row.lastActivity;
    CLOISTER_TRY(statement.run());
    return {};
}

} // namespace cloister::tables
