#include "engine/model/Fields.h"

namespace cloister {

static constexpr qsizetype kMaxShownValue = 64;

static Unexpected fieldError(ErrorCode code, const FieldError &field)
{
    return Unexpected{Error{code, field.field + QLatin1Char(' ') + field.message, {field}}};
}

static QString shortened(const QString &value)
{
    if (value.size() <= kMaxShownValue)
        return value;
    // Never half of a surrogate pair: it has no UTF-8 form.
    const qsizetype length = value[kMaxShownValue - 1].isHighSurrogate() ? kMaxShownValue - 1 : kMaxShownValue;
    return value.left(length) + QChar(0x2026);
}

Unexpected missingField(const QString &field)
{
    return fieldError(ErrorCode::MissingParameter, {field, QStringLiteral("REQUIRED"), QStringLiteral("is required"), {}});
}

Unexpected invalidField(const QString &field, const QString &message, const QString &value, ErrorCode code)
{
    return fieldError(code, {field, QStringLiteral("INVALID"), message, shortened(value)});
}

void Fields::keep(const Result<void> &result)
{
    if (!result)
        add(result.error());
}

void Fields::add(const Error &error)
{
    m_errors.append(error);
}

Error Fields::merged() const
{
    if (m_errors.size() == 1)
        return m_errors.front();
    Error all{ErrorCode::ValidationError, {}, {}};
    QStringList details;
    for (const Error &error : m_errors) {
        details.append(error.detail);
        all.fields.append(error.fields);
    }
    all.detail = details.join(QLatin1String("; "));
    return all;
}

} // namespace cloister
