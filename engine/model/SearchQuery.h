#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/base/Page.h"
#include "engine/base/Result.h"
#include "engine/model/Filter.h"

#include <QString>

namespace cloister {

enum class SearchObject { Message = 0, Dialogue = 1, Memory = 2 };
enum class SearchMode { Hybrid, Semantic, Keyword };
enum class SearchOrder { Relevance, Created, Modified };

/// What POST /search asks for, checked but for the date texts and the time zone, which the search reads.
struct SearchQuery
{
    QString query;
    SearchObject object = SearchObject::Message;
    int limit = 10;
    QString nameSpace; ///< empty: the default one
    QString timezone = QStringLiteral("UTC");
    Filter filter;
    SearchOrder orderBy = SearchOrder::Relevance;
    Order order = Order::Descending;
    SearchMode mode = SearchMode::Hybrid;
    bool explain = false;
};

/// The query a request body asks for. Unknown members are ignored but for those that once named a date filter
/// (createdYear and kin). Otherwise the error of the one field that is wrong, or a ValidationError naming all.
Result<SearchQuery> readSearchQuery(const JsonSlice &body);

} // namespace cloister
