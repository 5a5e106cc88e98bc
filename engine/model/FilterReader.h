#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/model/Filter.h"

#include <functional>

namespace cloister {

/// Reads the filter members of a search request. What is refused is told to `refuse` with the field's path and the
/// reason, and left out of the filter. One thread at a time.
class FilterReader
{
public:
    using Refuse = std::function<void(const QString &field, const QString &why, const JsonSlice &value)>;

    explicit FilterReader(Refuse refuse) : m_refuse(std::move(refuse)) {}

    /// A list (any of) or `{$in, $all, $nin}`.
    void readTags(const JsonSlice &tags, Filter &filter) const;
    /// Per key a scalar, a list (any of) or an object of operators.
    void readMetadata(const JsonSlice &metadata, Filter &filter) const;
    /// `{created?, modified?, hasImage?}`.
    void readDates(const JsonSlice &dates, Filter &filter) const;

private:
    QStringList readTagList(const JsonSlice &list, const QString &field) const;
    void readConditions(const QString &key, const JsonSlice &value, QList<MetadataCondition> &conditions) const;
    std::optional<MetadataCondition> readOperator(const QString &key, const QString &op, const JsonSlice &operand) const;
    std::optional<MetadataScalar> readScalar(const JsonSlice &value, const QString &field) const;
    std::optional<DateFilter> readDate(const JsonSlice &value, const QString &field) const;

    Refuse m_refuse;
};

} // namespace cloister
