#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace cloister {

/// One value of a record's flat metadata.
using MetadataValue = std::variant<bool, double, QString, QStringList>;
/// One value a filter compares with. A metadata key holding a list equals each of its elements.
using MetadataScalar = std::variant<bool, double, QString>;

enum class FilterOperator { Equal, NotEqual, In, NotIn, Greater, GreaterOrEqual, Less, LessOrEqual };

/// One comparison of one metadata key. In and NotIn have one operand or more, the others exactly one. NotEqual and
/// NotIn hold for records without the key; the orderings compare numbers with numbers and texts with texts only.
struct MetadataCondition
{
    QString key;
    FilterOperator op = FilterOperator::Equal;
    QList<MetadataScalar> operands;
};

/// A date condition as it was written; search/DatePhrase reads the texts in the query's time zone. Either `phrase`
/// or at least one of the bounds is there.
struct DateFilter
{
    std::optional<QString> phrase;
    std::optional<QString> gte;
    std::optional<QString> gt;
    std::optional<QString> lte;
    std::optional<QString> lt;
};

/// Milliseconds since the epoch, UTC: `from` belongs to the range, `until` does not. An absent end is open.
struct TimeRange
{
    std::optional<qint64> from;
    std::optional<qint64> until;

    bool contains(qint64 time) const { return (!from || time >= *from) && (!until || time < *until); }
    bool operator==(const TimeRange &) const = default;
};

/// Which records a search may answer with. Every member that is there must hold; an empty list asks nothing.
struct Filter
{
    QStringList anyTags;
    QStringList allTags;
    QStringList noTags;
    QList<MetadataCondition> metadata;
    std::optional<DateFilter> created;
    std::optional<DateFilter> modified;
    std::optional<bool> hasImage;
    std::optional<QString> dialogueId;
    std::optional<QString> role;
};

} // namespace cloister
