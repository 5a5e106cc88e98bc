#include "engine/tables/SearchEntryTable.h"

namespace cloister::tables {

static constexpr auto kDerived = TenantSql::Holds::DerivedData;

static const TenantSql kFind(
    "SELECT pk, entry FROM search_entry WHERE pk = ?1 AND object = ?2 AND id = ?3 ORDER BY part", kDerived);
static const TenantSql kEach(
    "SELECT pk, object, id, entry FROM search_entry WHERE pk = ?1 ORDER BY object, id, part", kDerived);
static const TenantSql kReplaceFirst(
    "UPDATE search_entry SET space = ?4, entry = ?5 WHERE pk = ?1 AND object = ?2 AND id = ?3 AND part = 0", kDerived);
static const TenantSql kRemoveFurther(
    "DELETE FROM search_entry WHERE pk = ?1 AND object = ?2 AND id = ?3 AND part > 0", kDerived);
static const TenantSql kInsert(
    "INSERT INTO search_entry (pk, object, id, part, space, entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", kDerived);
static const TenantSql kRemove("DELETE FROM search_entry WHERE pk = ?1 AND object = ?2 AND id = ?3", kDerived);
static const TenantSql kRemoveUnder(
    "DELETE FROM search_entry WHERE pk = ?1 AND object = ?2 AND id >= ?3 AND id < ?4", kDerived);
static const TenantSql kBeforeSpace(
    "SELECT pk, object, id FROM search_entry WHERE pk = ?1 AND space < ?2 LIMIT ?3", kDerived);
static const TenantSql kAfterSpace(
    "SELECT pk, object, id FROM search_entry WHERE pk = ?1 AND space > ?2 LIMIT ?3", kDerived);
static const TenantSql kPlaces("SELECT pk, object, id FROM search_entry WHERE pk = ?1 AND space >= ''", kDerived);
static const TenantSql kCount("SELECT ?1, count(*) FROM search_entry WHERE pk = ?1 AND space >= ''", kDerived);
static const TenantSql kCountBefore("SELECT ?1, count(*) FROM search_entry WHERE pk = ?1 AND space < ?2", kDerived);
static const TenantSql kCountAfter("SELECT ?1, count(*) FROM search_entry WHERE pk = ?1 AND space > ?2", kDerived);

Result<QList<QByteArray>> SearchEntryTable::find(const SearchPlace &place) const
{
    auto statement = m_scope.prepare(kFind);
    statement << place.object << place.id;
    QList<QByteArray> parts;
    while (statement.next())
        parts.append(statement.blob(1));
    CLOISTER_TRY(statement.done());
    return parts;
}

Result<void> SearchEntryTable::put(const SearchPlace &place, const QString &space, const QList<QByteArray> &parts)
{
    auto replace = m_scope.prepare(kReplaceFirst);
    replace << place.object << place.id << space << parts.first();
    CLOISTER_ASSIGN(const qint64 replaced, replace.run());
    if (replaced > 0) {
        auto remove = m_scope.prepare(kRemoveFurther);
        remove << place.object << place.id;
        CLOISTER_TRY(remove.run());
    }
    for (qsizetype part = replaced > 0 ? 1 : 0; part < parts.size(); ++part) {
        auto insert = m_scope.prepare(kInsert);
        insert << place.object << place.id << static_cast<int>(part)
               << (part == 0 ? std::optional(space) : std::nullopt) << parts.at(part);
        CLOISTER_TRY(insert.run());
    }
    return {};
}

Result<void> SearchEntryTable::remove(const SearchPlace &place)
{
    auto statement = m_scope.prepare(kRemove);
    statement << place.object << place.id;
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> SearchEntryTable::removeUnder(const SearchPlace &place)
{
    auto statement = m_scope.prepare(kRemoveUnder);
    statement << place.object << QString(place.id + QLatin1Char('/'))
              << QString(place.id + QLatin1Char('0')); // '0' follows '/'
    CLOISTER_TRY(statement.run());
    return {};
}

Result<void> SearchEntryTable::each(const Visit &visit) const
{
    auto statement = m_scope.prepare(kEach);
    SearchPlace place;
    QList<QByteArray> parts;
    while (statement.next()) {
        const SearchPlace here{statement.text(1), statement.text(2)};
        if (!parts.isEmpty() && here != place) {
            CLOISTER_TRY(visit(place, parts));
            parts.clear();
        }
        place = here;
        parts.append(statement.blob(3));
    }
    CLOISTER_TRY(statement.done());
    return parts.isEmpty() ? Result<void>() : visit(place, parts);
}

static Result<void> readPlaces(TenantStatement statement, QList<SearchPlace> &places)
{
    while (statement.next())
        places.append(SearchPlace{statement.text(1), statement.text(2)});
    return statement.done();
}

Result<QList<SearchPlace>> SearchEntryTable::outside(const QString &space, int limit) const
{
    QList<SearchPlace> places;
    auto before = m_scope.prepare(kBeforeSpace);
    before << space << limit;
    CLOISTER_TRY(readPlaces(std::move(before), places));
    auto after = m_scope.prepare(kAfterSpace);
    after << space << limit - static_cast<int>(places.size());
    CLOISTER_TRY(readPlaces(std::move(after), places));
    return places;
}

Result<QList<SearchPlace>> SearchEntryTable::places() const
{
    QList<SearchPlace> places;
    CLOISTER_TRY(readPlaces(m_scope.prepare(kPlaces), places));
    return places;
}

static Result<qint64> readNumber(TenantStatement statement)
{
    const qint64 number = statement.next() ? statement.integer(1) : 0;
    CLOISTER_TRY(statement.done());
    return number;
}

Result<qint64> SearchEntryTable::count() const
{
    return readNumber(m_scope.prepare(kCount));
}

Result<qint64> SearchEntryTable::countOutside(const QString &space) const
{
    auto before = m_scope.prepare(kCountBefore);
    before << space;
    CLOISTER_ASSIGN(const qint64 lower, readNumber(std::move(before)));
    auto after = m_scope.prepare(kCountAfter);
    after << space;
    CLOISTER_ASSIGN(const qint64 higher, readNumber(std::move(after)));
    return lower + higher;
}

} // namespace cloister::tables
