#include "engine/model/BodyReader.h"

#include "engine/base/Time.h"
#include "engine/model/Validate.h"

namespace cloister {

/// Longer strings are in no text field that is read through text(); they are refused before they are decoded.
static constexpr qsizetype kMaxRawText = 12 * kMaxDescriptionLength + 2;

BodyReader::BodyReader(const JsonSlice &body, const QString &prefix, std::initializer_list<QLatin1String> wanted, Fields &fields) :
    m_fields(fields),
    m_prefix(prefix),
    m_isObject(body.isObject())
{
    if (!m_isObject) {
        const QString whole = prefix.isEmpty() ? QStringLiteral("body") : prefix.chopped(1);
        m_fields.add(invalidField(whole, QStringLiteral("must be an object")));
        return;
    }
    for (JsonCursor cursor(body); cursor.next();) {
        for (const QLatin1String name : wanted) {
            if (cursor.isKey(name)) {
                m_found.append({name, cursor.value()});
                break;
            }
        }
    }
}

std::optional<JsonSlice> BodyReader::slice(QLatin1String name) const
{
    for (const auto &[key, value] : m_found) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

std::optional<JsonSlice> BodyReader::required(QLatin1String name)
{
    auto value = slice(name);
    if (!value && m_isObject)
        m_fields.add(missingField(field(name)));
    return value;
}

std::optional<QString> BodyReader::text(QLatin1String name)
{
    const auto value = slice(name);
    if (!value)
        return std::nullopt;
    if (!value->isString()) {
        m_fields.add(invalidField(field(name), QStringLiteral("must be a string")));
        return std::nullopt;
    }
    if (value->raw().size() > kMaxRawText) {
        m_fields.add(invalidField(field(name), QStringLiteral("is too long")));
        return std::nullopt;
    }
    auto text = value->toText();
    if (!text) {
        m_fields.add(invalidField(field(name), QStringLiteral("must be valid Unicode")));
        return std::nullopt;
    }
    return std::move(text).value();
}

QString BodyReader::nameSpace()
{
    const QLatin1String name("namespace");
    const auto given = text(name);
    return given ? m_fields.keep(checkNamespace(*given, field(name))).value_or(QString()) : QString();
}

QString BodyReader::ownId()
{
    const QLatin1String name("id");
    const auto given = text(name);
    return given ? m_fields.keep(checkOwnId(*given, field(name))).value_or(QString()) : QString();
}

QString BodyReader::reference(QLatin1String name)
{
    const auto given = text(name);
    return given ? m_fields.keep(checkReference(*given, field(name))).value_or(QString()) : QString();
}

std::optional<QString> BodyReader::line(QLatin1String name, qsizetype maxLength)
{
    const auto given = text(name);
    return given ? m_fields.keep(checkLine(*given, maxLength, field(name))) : std::nullopt;
}

QStringList BodyReader::tags()
{
    const QLatin1String name("tags");
    const auto given = slice(name);
    return given ? m_fields.keep(checkTags(*given, field(name))).value_or(QStringList()) : QStringList();
}

QByteArray BodyReader::metadata()
{
    const QLatin1String name("metadata");
    const auto given = slice(name);
    return given ? m_fields.keep(checkMetadata(*given, field(name))).value_or(QByteArray()) : QByteArrayLiteral("{}");
}

std::optional<qint64> BodyReader::created()
{
    const QLatin1String name("created");
    const auto given = text(name);
    if (!given)
        return std::nullopt;
    const auto instant = parseInstant(*given);
    if (!instant) {
        m_fields.add(invalidField(field(name), instant.error().detail, *given));
        return std::nullopt;
    }
    return *instant;
}

} // namespace cloister
