#include "engine/partition/TagMerge.h"

#include <algorithm>

namespace cloister {

Result<QList<tables::TagEntry>> mergeTags(
    const tables::TagTable &table, const QStringList &tags, const tables::Range &range)
{
    QList<tables::TagEntry> entries;
    for (const QString &tag : tags) {
        CLOISTER_ASSIGN(const QList<tables::TagEntry> some, table.list(tag, range));
        entries += some;
    }
    const auto isBefore = [&](const tables::TagEntry &a, const tables::TagEntry &b) {
        const auto left = std::pair(a.position.created, a.position.seq);
        const auto right = std::pair(b.position.created, b.position.seq);
        return range.isDescending ? right < left : left < right;
    };
    const auto isSame = [](const tables::TagEntry &a, const tables::TagEntry &b) { return a.position == b.position; };
    std::sort(entries.begin(), entries.end(), isBefore);
    entries.erase(std::unique(entries.begin(), entries.end(), isSame), entries.end());
    // Each tag gave its own first `limit`, so the first `limit` of the merged order are complete.
    entries.resize(std::min<qsizetype>(entries.size(), range.limit));
    return entries;
}

} // namespace cloister
