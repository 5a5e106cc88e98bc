#include "engine/search/FilterMatcher.h"

#include "engine/search/DatePhrase.h"

#include <algorithm>

namespace cloister::search {

namespace {

bool equals(const MetadataValue &value, const MetadataScalar &operand)
{
    if (const auto *list = std::get_if<QStringList>(&value)) {
        const auto *text = std::get_if<QString>(&operand);
        return text != nullptr && list->contains(*text);
    }
    return std::visit([&value](const auto &wanted) {
        const auto *own = std::get_if<std::decay_t<decltype(wanted)>>(&value);
        return own != nullptr && *own == wanted;
    }, operand);
}

template<typename T>
bool compares(const T &value, FilterOperator op, const T &operand)
{
    switch (op) {
    case FilterOperator::Greater:
        return value > operand;
    case FilterOperator::GreaterOrEqual:
        return value >= operand;
    case FilterOperator::Less:
        return value < operand;
    case FilterOperator::LessOrEqual:
        return value <= operand;
    default:
        return false;
    }
}

bool isOrdered(const MetadataValue &value, FilterOperator op, const MetadataScalar &operand)
{
    if (const auto *number = std::get_if<double>(&value)) {
        const auto *other = std::get_if<double>(&operand);
        return other != nullptr && compares(*number, op, *other);
    }
    if (const auto *text = std::get_if<QString>(&value)) {
        const auto *other = std::get_if<QString>(&operand);
        return other != nullptr && compares(*text, op, *other);
    }
    return false;
}

bool containsAny(const QStringList &tags, const QStringList &wanted)
{
    return std::any_of(wanted.begin(), wanted.end(), [&tags](const QString &tag) { return tags.contains(tag); });
}

} // namespace

bool matches(const Metadata &metadata, const MetadataCondition &condition)
{
    const auto found = metadata.constFind(condition.key);
    const bool isThere = found != metadata.constEnd();
    const auto equalsAny = [&] {
        return isThere && std::any_of(condition.operands.begin(), condition.operands.end(),
                                      [&](const MetadataScalar &operand) { return equals(*found, operand); });
    };
    switch (condition.op) {
    case FilterOperator::Equal:
    case FilterOperator::In:
        return equalsAny();
    case FilterOperator::NotEqual:
    case FilterOperator::NotIn:
        return !equalsAny();
    default:
        return isThere && !condition.operands.isEmpty() && isOrdered(*found, condition.op, condition.operands.front());
    }
}

/// An error names the field, unless it already names another one: the time zone.
static Result<TimeRange> rangeOf(
    const std::optional<DateFilter> &filter, const char *field, const QString &timezone, qint64 nowMs)
{
    Result<TimeRange> range = readDateFilter(filter.value_or(DateFilter{}), timezone, nowMs);
    if (range || !range.error().fields.isEmpty())
        return range;
    Error error = range.error();
    error.fields.append(FieldError{QString::fromLatin1(field), QStringLiteral("INVALID"), error.detail, {}});
    return Unexpected{error};
}

Result<FilterMatcher> FilterMatcher::make(const Filter &filter, const QString &timezone, qint64 nowMs)
{
    FilterMatcher matcher;
    matcher.m_filter = filter;
    CLOISTER_ASSIGN(const TimeRange created, rangeOf(filter.created, "filter.created", timezone, nowMs));
    CLOISTER_ASSIGN(const TimeRange modified, rangeOf(filter.modified, "filter.modified", timezone, nowMs));
    if (filter.created)
        matcher.m_created = created;
    if (filter.modified)
        matcher.m_modified = modified;
    return matcher;
}

bool FilterMatcher::isEmpty() const
{
    return m_filter.anyTags.isEmpty() && m_filter.allTags.isEmpty() && m_filter.noTags.isEmpty()
        && m_filter.metadata.isEmpty() && !m_created && !m_modified && !m_filter.hasImage && !m_filter.dialogueId
        && !m_filter.role;
}

bool FilterMatcher::matchesRecord(const RecordFacts &facts) const
{
    if ((m_created && !m_created->contains(facts.created)) || (m_modified && !m_modified->contains(facts.modified)))
        return false;
    if (!m_filter.anyTags.isEmpty() && !containsAny(facts.tags, m_filter.anyTags))
        return false;
    if (containsAny(facts.tags, m_filter.noTags))
        return false;
    const auto hasTag = [&facts](const QString &tag) { return facts.tags.contains(tag); };
    if (!std::all_of(m_filter.allTags.begin(), m_filter.allTags.end(), hasTag))
        return false;
    return std::all_of(m_filter.metadata.begin(), m_filter.metadata.end(), [&facts](const MetadataCondition &condition) {
        return matches(facts.metadata, condition);
    });
}

bool FilterMatcher::matchesMessage(const RecordFacts &facts) const
{
    return (!m_filter.hasImage || *m_filter.hasImage == facts.hasImage)
        && (!m_filter.dialogueId || *m_filter.dialogueId == facts.key.dialogueId)
        && (!m_filter.role || *m_filter.role == facts.role);
}

} // namespace cloister::search
