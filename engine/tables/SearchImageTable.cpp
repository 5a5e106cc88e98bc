#include "engine/tables/SearchImageTable.h"

namespace cloister::tables {

static constexpr auto kDerived = TenantSql::Holds::DerivedData;

static const TenantSql kFind(
    "SELECT pk, image FROM search_image WHERE pk = ?1 AND object = ?2 ORDER BY part", kDerived);
static const TenantSql kExists(
    "SELECT pk, part FROM search_image WHERE pk = ?1 AND object = ?2 AND part = ?3", kDerived);
static const TenantSql kInsert(
    "INSERT INTO search_image (pk, object, part, image) VALUES (?1, ?2, ?3, ?4)", kDerived);
static const TenantSql kRemoveAll("DELETE FROM search_image WHERE pk = ?1", kDerived);

Result<QList<QByteArray>> SearchImageTable::find(const QString &object) const
{
    auto statement = m_scope.prepare(kFind);
    statement << object;
    QList<QByteArray> parts;
    while (statement.next())
        parts.append(statement.blob(1));
    CLOISTER_TRY(statement.done());
    return parts;
}

Result<bool> SearchImageTable::exists(const QString &object, int part) const
{
    auto statement = m_scope.prepare(kExists);
    statement << object << part;
    const bool isThere = statement.next();
    CLOISTER_TRY(statement.done());
    return isThere;
}

Result<void> SearchImageTable::insert(const QString &object, int part, const QByteArray &sealed)
{
    auto statement = m_scope.prepare(kInsert);
    statement << object << part << sealed;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> SearchImageTable::removeAll()
{
    auto statement = m_scope.prepare(kRemoveAll);
    CLOISTER_TRY(statement.run());
    return {};
}

} // namespace cloister::tables
