#pragma once

#include "engine/base/Result.h"
#include "engine/search/IndexEntry.h"

namespace cloister::search {

/// A filter with its dates read. Any thread.
class FilterMatcher
{
public:
    /// InvalidParameter when a date text or the time zone is not understood.
    static Result<FilterMatcher> make(const Filter &filter, const QString &timezone, qint64 nowMs);

    /// Whether tags, metadata and times of a record pass.
    bool matchesRecord(const RecordFacts &facts) const;
    /// Whether role, dialogue and image of a message pass. A memory has none of them.
    bool matchesMessage(const RecordFacts &facts) const;
    /// Whether a dialogue can pass only by one of its messages.
    bool asksForMessages() const { return m_filter.hasImage.has_value() || m_filter.role.has_value(); }
    bool isEmpty() const;

    const Filter &filter() const { return m_filter; }
    const std::optional<TimeRange> &created() const { return m_created; }
    const std::optional<TimeRange> &modified() const { return m_modified; }

private:
    Filter m_filter;
    std::optional<TimeRange> m_created;
    std::optional<TimeRange> m_modified;
};

/// Whether a record's metadata satisfies one condition.
bool matches(const Metadata &metadata, const MetadataCondition &condition);

} // namespace cloister::search
