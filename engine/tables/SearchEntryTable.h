#pragma once

#include "engine/tables/TenantScope.h"

#include <QList>

#include <functional>

namespace cloister::tables {

/// Where a record's search entry stands: "message" with "dialogue/message", "dialogue" or "memory" with the id.
struct SearchPlace
{
    QString object;
    QString id;

    friend bool operator==(const SearchPlace &, const SearchPlace &) = default;
};

/// Table `search_entry` of one partition: derived data. Entries are sealed bytes in numbered parts. Borrowed scope;
/// one thread.
class SearchEntryTable
{
public:
    explicit SearchEntryTable(const TenantScope &scope) : m_scope(scope) {}

    /// The parts of an entry in order; none for a miss.
    Result<QList<QByteArray>> find(const SearchPlace &place) const;
    /// Stores an entry in place of the one that was there. `space` names the embedder of its vectors, empty: it waits.
    Result<void> put(const SearchPlace &place, const QString &space, const QList<QByteArray> &parts);
    Result<void> remove(const SearchPlace &place);
    /// Removes the entries of every id that starts with `id` and a slash.
    Result<void> removeUnder(const SearchPlace &place);

    /// Hands every entry to `visit`, ordered by place; ends early with its error.
    using Visit = std::function<Result<void>(const SearchPlace &place, const QList<QByteArray> &parts)>;
    Result<void> each(const Visit &visit) const;

    /// Where all entries stand.
    Result<QList<SearchPlace>> places() const;
    /// At most `limit` entries whose vectors are of another space, or not made yet.
    Result<QList<SearchPlace>> outside(const QString &space, int limit) const;
    /// How many entries there are, and how many of them are not of `space`.
    Result<qint64> count() const;
    Result<qint64> countOutside(const QString &space) const;

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
