#include "engine/http/Query.h"

#include "engine/base/PercentCoding.h"
#include "engine/model/Validate.h"

namespace cloister::http {

Unexpected fieldError(ErrorCode code, const QString &field, const QString &message, const QString &value)
{
    const QString detail = code == ErrorCode::MissingParameter ? QStringLiteral("REQUIRED") : QStringLiteral("INVALID");
    return Unexpected{Error{code, message, {FieldError{field, detail, message, value.left(128)}}}};
}

Result<Query> Query::parse(const QByteArray &raw)
{
    CLOISTER_ASSIGN(const QList<QueryItem> items, decodeQuery(raw));
    Query query;
    for (const QueryItem &item : items) {
        if (query.text(QLatin1String(item.key.toLatin1())))
            return fieldError(ErrorCode::InvalidParameter, item.key, QStringLiteral("%1 is given twice").arg(item.key));
        query.m_values.append({item.key, item.value});
    }
    return query;
}

std::optional<QString> Query::text(QLatin1String name) const
{
    for (const auto &[key, value] : m_values) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

Result<int> Query::integer(QLatin1String name, int fallback, int least, int most) const
{
    const std::optional<QString> value = text(name);
    if (!value)
        return fallback;
    bool isNumber = false;
    const int number = value->toInt(&isNumber);
    if (!isNumber || number < least || number > most) {
        return fieldError(ErrorCode::InvalidParameter, name,
            QStringLiteral("%1 must be a whole number from %2 to %3").arg(name).arg(least).arg(most), *value);
    }
    return number;
}

Result<qint64> Query::integer64(QLatin1String name, qint64 fallback) const
{
    const std::optional<QString> value = text(name);
    if (!value)
        return fallback;
    bool isNumber = false;
    const qint64 number = value->toLongLong(&isNumber);
    if (!isNumber || number < 0) {
        return fieldError(ErrorCode::InvalidParameter, name,
            QStringLiteral("%1 must be a whole number from 0").arg(name), *value);
    }
    return number;
}

Result<Order> Query::order(Order fallback) const
{
    const std::optional<QString> value = text(QLatin1String("order"));
    if (!value)
        return fallback;
    if (*value == QLatin1String("asc"))
        return Order::Ascending;
    if (*value == QLatin1String("desc"))
        return Order::Descending;
    return fieldError(ErrorCode::InvalidParameter, QStringLiteral("order"),
        QStringLiteral("order must be asc or desc"), *value);
}

QStringList Query::tags() const
{
    return text(QLatin1String("tags")).value_or(QString()).split(QLatin1Char(','), Qt::SkipEmptyParts);
}

Result<QString> Query::nameSpace() const
{
    return checkNamespace(text(QLatin1String("namespace")).value_or(QString()));
}

QStringList Query::unknown(const QStringList &known) const
{
    QStringList names;
    for (const auto &item : m_values) {
        if (!known.contains(item.first))
            names.append(item.first);
    }
    return names;
}

} // namespace cloister::http
