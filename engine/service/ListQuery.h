#pragma once

#include "engine/base/Page.h"
#include "engine/partition/Partition.h"
#include "engine/tables/Position.h"

#include <QByteArray>

namespace cloister {

/// The part of a list request that all lists share. Times are inclusive milliseconds; `next` is a page token or empty.
struct ListQuery
{
    int limit = 100;
    Order order = Order::Descending;
    std::optional<qint64> from;
    std::optional<qint64> to;
    QByteArray next;
    /// What else makes this list this list (route and filters, canonical): a token of another one is refused.
    QByteArray fingerprint;
};

/// The range of table rows that a query asks for, one row more than its limit so that a next page shows.
/// InvalidParameter (field `next`) for a token that is damaged, foreign or from another list.
Result<tables::Range> rangeOf(const Partition &partition, const ListQuery &query);

/// The token of the page after the row at `last`.
QByteArray tokenAfter(const Partition &partition, const ListQuery &query, const tables::Position &last);

/// Turns up to limit + 1 rows into a page: the extra row is cut off and gives the token. `isCut` says that the rows end
/// early for their size, so that there is a next page however few they are.
template<typename T>
Page<T> pageOf(const Partition &partition, const ListQuery &query, QList<T> rows, bool isCut = false)
{
    Page<T> page;
    const bool hasMore = rows.size() > query.limit || (isCut && !rows.isEmpty());
    if (rows.size() > query.limit)
        rows.resize(query.limit);
    if (hasMore)
        page.next = tokenAfter(partition, query, {rows.last().created, rows.last().seq});
    page.items = std::move(rows);
    return page;
}

} // namespace cloister
