#include "engine/tables/IdempotencyTable.h"

namespace cloister::tables {

static const TenantSql kFind(
    "SELECT pk, expires, digest, ids FROM idempotency WHERE pk = ?1 AND api_key = ?2 AND route = ?3 AND key = ?4");
static const TenantSql kInsert(
    "INSERT INTO idempotency (pk, api_key, route, key, expires, digest, ids) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
static const TenantSql kRemoveExpired("DELETE FROM idempotency WHERE pk = ?1 AND expires <= ?2");

Result<std::optional<IdempotencyRow>> IdempotencyTable::find(
    const QString &apiKey, const QString &route, const QString &key) const
{
    auto statement = m_scope.prepare(kFind);
    statement << apiKey << route << key;
    std::optional<IdempotencyRow> found;
    if (statement.next()) {
        found = IdempotencyRow{apiKey, route, key, statement.integer(1), statement.blob(2),
            statement.text(3).split(QLatin1Char(' '))};
    }
    CLOISTER_TRY(statement.done());
    return found;
}

Result<void> IdempotencyTable::insert(const IdempotencyRow &row)
{
    auto statement = m_scope.prepare(kInsert);
    statement << row.apiKey << row.route << row.key << row.expires << row.digest << row.ids.join(QLatin1Char(' '));
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> IdempotencyTable::removeExpired(qint64 now)
{
    auto statement = m_scope.prepare(kRemoveExpired);
    statement << now;
    CLOISTER_TRY(statement.run());
    return {};
}

} // namespace cloister::tables
