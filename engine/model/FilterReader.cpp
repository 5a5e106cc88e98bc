#include "engine/model/FilterReader.h"

#include <QHash>

namespace cloister {

namespace {

constexpr qsizetype kMostKeys = 50;
constexpr qsizetype kMostOperands = 100;

std::optional<QString> textOf(const JsonSlice &value)
{
    const Result<QString> text = value.toText();
    return text ? std::optional(*text) : std::nullopt;
}

std::optional<FilterOperator> operatorOf(const QString &name)
{
    static const QHash<QString, FilterOperator> operators = {
        {QStringLiteral("$eq"), FilterOperator::Equal},    {QStringLiteral("$ne"), FilterOperator::NotEqual},
        {QStringLiteral("$in"), FilterOperator::In},       {QStringLiteral("$nin"), FilterOperator::NotIn},
        {QStringLiteral("$gt"), FilterOperator::Greater},  {QStringLiteral("$gte"), FilterOperator::GreaterOrEqual},
        {QStringLiteral("$lt"), FilterOperator::Less},     {QStringLiteral("$lte"), FilterOperator::LessOrEqual},
    };
    const auto found = operators.constFind(name);
    return found == operators.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace

QStringList FilterReader::readTagList(const JsonSlice &list, const QString &field) const
{
    QStringList tags;
    const QList<JsonSlice> elements = list.elements();
    if (!list.isArray() || elements.size() > kMostOperands) {
        m_refuse(field, QStringLiteral("must be a list of at most 100 tags"), list);
        return {};
    }
    for (const JsonSlice &element : elements) {
        const auto tag = textOf(element);
        if (!tag || tag->isEmpty()) {
            m_refuse(field, QStringLiteral("must hold non-empty strings only"), element);
            return {};
        }
        tags.append(*tag);
    }
    return tags;
}

void FilterReader::readTags(const JsonSlice &tags, Filter &filter) const
{
    const QString field = QStringLiteral("tags");
    if (tags.isArray()) {
        filter.anyTags = readTagList(tags, field);
        return;
    }
    if (!tags.isObject() || tags.size() == 0) {
        m_refuse(field, QStringLiteral("must be a list of tags or an object with $in, $all or $nin"), tags);
        return;
    }
    for (const JsonMember &member : tags.members()) {
        const QString path = field + QLatin1Char('.') + member.key;
        QStringList *target = member.key == QLatin1String("$in") ? &filter.anyTags
            : member.key == QLatin1String("$all")                ? &filter.allTags
            : member.key == QLatin1String("$nin")                ? &filter.noTags
                                                                 : nullptr;
        if (target == nullptr) {
            m_refuse(path, QStringLiteral("is not one of $in, $all and $nin"), member.value);
            continue;
        }
        if (member.value.isArray() && member.value.size() == 0)
            m_refuse(path, QStringLiteral("must not be empty"), member.value);
        *target = readTagList(member.value, path);
    }
}

void FilterReader::readMetadata(const JsonSlice &metadata, Filter &filter) const
{
    if (!metadata.isObject() || metadata.size() > kMostKeys) {
        m_refuse(QStringLiteral("metadata"), QStringLiteral("must be an object of at most 50 keys"), metadata);
        return;
    }
    for (const JsonMember &member : metadata.members())
        readConditions(member.key, member.value, filter.metadata);
}

void FilterReader::readConditions(const QString &key, const JsonSlice &value, QList<MetadataCondition> &conditions) const
{
    const QString field = QStringLiteral("metadata.") + key;
    if (value.isArray()) {
        if (const auto condition = readOperator(key, QStringLiteral("$in"), value))
            conditions.append(*condition);
        return;
    }
    if (!value.isObject()) {
        if (const auto scalar = readScalar(value, field))
            conditions.append({key, FilterOperator::Equal, {*scalar}});
        return;
    }
    if (value.size() == 0)
        m_refuse(field, QStringLiteral("must hold at least one operator"), value);
    for (const JsonMember &member : value.members()) {
        if (const auto condition = readOperator(key, member.key, member.value))
            conditions.append(*condition);
    }
}

std::optional<MetadataCondition> FilterReader::readOperator(const QString &key, const QString &name,
                                                            const JsonSlice &operand) const
{
    const QString field = QStringLiteral("metadata.%1.%2").arg(key, name);
    const auto op = operatorOf(name);
    if (!op) {
        m_refuse(field, QStringLiteral("is not one of $eq, $ne, $in, $nin, $gt, $gte, $lt and $lte"), operand);
        return std::nullopt;
    }
    MetadataCondition condition{key, *op, {}};
    const bool isList = *op == FilterOperator::In || *op == FilterOperator::NotIn;
    if (isList && (!operand.isArray() || operand.size() == 0 || operand.size() > kMostOperands)) {
        m_refuse(field, QStringLiteral("must be a list of 1 to 100 values"), operand);
        return std::nullopt;
    }
    for (const JsonSlice &element : isList ? operand.elements() : QList<JsonSlice>{operand}) {
        const auto scalar = readScalar(element, field);
        if (!scalar)
            return std::nullopt;
        condition.operands.append(*scalar);
    }
    if (*op >= FilterOperator::Greater && std::holds_alternative<bool>(condition.operands.front())) {
        m_refuse(field, QStringLiteral("must be a number or a string"), operand);
        return std::nullopt;
    }
    return condition;
}

std::optional<MetadataScalar> FilterReader::readScalar(const JsonSlice &value, const QString &field) const
{
    if (const auto flag = value.toBool())
        return *flag;
    if (const auto number = value.toNumber())
        return *number;
    if (const auto text = textOf(value))
        return *text;
    m_refuse(field, QStringLiteral("must be a string, a number or a boolean"), value);
    return std::nullopt;
}

void FilterReader::readDates(const JsonSlice &dates, Filter &filter) const
{
    const QString field = QStringLiteral("filter");
    if (!dates.isObject()) {
        m_refuse(field, QStringLiteral("must be an object with created, modified or hasImage"), dates);
        return;
    }
    for (const JsonMember &member : dates.members()) {
        const QString path = field + QLatin1Char('.') + member.key;
        if (member.key == QLatin1String("created")) {
            filter.created = readDate(member.value, path);
        } else if (member.key == QLatin1String("modified")) {
            filter.modified = readDate(member.value, path);
        } else if (member.key == QLatin1String("hasImage")) {
            filter.hasImage = member.value.toBool();
            if (!filter.hasImage)
                m_refuse(path, QStringLiteral("must be true or false"), member.value);
        } else {
            m_refuse(path, QStringLiteral("is not one of created, modified and hasImage; dates are written as "
                                          "filter.created: \"2025\" or {\"gte\": ..., \"lt\": ...}"), member.value);
        }
    }
}

std::optional<DateFilter> FilterReader::readDate(const JsonSlice &value, const QString &field) const
{
    DateFilter date;
    if (const auto phrase = textOf(value)) {
        date.phrase = phrase;
        return date;
    }
    if (!value.isObject() || value.size() == 0) {
        m_refuse(field, QStringLiteral("must be a date, a phrase, or an object with gte, gt, lte or lt"), value);
        return std::nullopt;
    }
    for (const JsonMember &member : value.members()) {
        const QString path = field + QLatin1Char('.') + member.key;
        std::optional<QString> *bound = member.key == QLatin1String("gte") ? &date.gte
            : member.key == QLatin1String("gt")                           ? &date.gt
            : member.key == QLatin1String("lte")                          ? &date.lte
            : member.key == QLatin1String("lt")                           ? &date.lt
                                                                          : nullptr;
        if (bound == nullptr) {
            m_refuse(path, QStringLiteral("is not one of gte, gt, lte and lt"), member.value);
            continue;
        }
        *bound = textOf(member.value);
        if (!*bound)
            m_refuse(path, QStringLiteral("must be a date or a phrase"), member.value);
    }
    return date;
}

} // namespace cloister
