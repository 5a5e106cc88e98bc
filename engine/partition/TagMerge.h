#pragma once

#include "engine/tables/ValueTables.h"

namespace cloister {

/// Ids that carry any of `tags`, in the range's order and each once, merged from the tags' own ranges. At most
/// `range.limit`; fewer only when there are no more.
Result<QList<tables::TagEntry>> mergeTags(
    const tables::TagTable &table, const QStringList &tags, const tables::Range &range);

} // namespace cloister
