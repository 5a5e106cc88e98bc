#include "engine/base/JsonSlice.h"

#include "engine/base/JsonText.h"
#include "engine/base/Utf8.h"

#include <charconv>
#include <limits>
#include <utility>

namespace cloister {

JsonSlice::JsonSlice() : JsonSlice(QByteArrayLiteral("null"), 0, 4) {}

JsonSlice::JsonSlice(QByteArray bytes, qsizetype at, qsizetype size) : m_bytes(std::move(bytes)), m_at(at), m_size(size)
{
}

JsonKind JsonSlice::kind() const
{
    switch (m_bytes.at(m_at)) {
    case 'n': return JsonKind::Null;
    case 't':
    case 'f': return JsonKind::Bool;
    case '"': return JsonKind::String;
    case '{': return JsonKind::Object;
    case '[': return JsonKind::Array;
    default: return JsonKind::Number;
    }
}

QList<JsonMember> JsonSlice::members() const
{
    QList<JsonMember> all;
    if (!isObject())
        return all;
    for (JsonCursor cursor(*this); cursor.next();)
        all.append({cursor.key(), cursor.value()});
    return all;
}

std::optional<JsonSlice> JsonSlice::member(QLatin1String name) const
{
    if (!isObject())
        return std::nullopt;
    for (JsonCursor cursor(*this); cursor.next();) {
        if (cursor.isKey(name))
            return cursor.value();
    }
    return std::nullopt;
}

QList<JsonSlice> JsonSlice::elements() const
{
    QList<JsonSlice> all;
    if (!isArray())
        return all;
    for (JsonCursor cursor(*this); cursor.next();)
        all.append(cursor.value());
    return all;
}

qsizetype JsonSlice::size() const
{
    qsizetype count = 0;
    for (JsonCursor cursor(*this); cursor.next();)
        ++count;
    return count;
}

Result<QString> JsonSlice::toText() const
{
    if (!isString())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("must be a string"));
    QString text = decodeJsonText(raw().sliced(1, m_size - 2));
    if (hasLoneSurrogate(text))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("holds half of a surrogate pair"));
    return text;
}

QString JsonSlice::toTextReplacing() const
{
    if (!isString())
        return {};
    QString text = decodeJsonText(raw().sliced(1, m_size - 2));
    if (!hasLoneSurrogate(text))
        return text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            text[i] = QChar::ReplacementCharacter;
    }
    return text;
}

std::optional<bool> JsonSlice::toBool() const
{
    if (kind() != JsonKind::Bool)
        return std::nullopt;
    return m_bytes.at(m_at) == 't';
}

std::optional<double> JsonSlice::toNumber() const
{
    if (kind() != JsonKind::Number)
        return std::nullopt;
    double number = 0;
    const char *const start = m_bytes.constData() + m_at;
    if (std::from_chars(start, start + m_size, number).ec != std::errc())
        return std::nullopt;
    return number;
}

JsonCursor::JsonCursor(const JsonSlice &container) : m_container(container)
{
    if (!container.isObject() && !container.isArray())
        return;
    const QByteArrayView raw = m_container.raw();
    m_next = raw.data() + 1;
    m_end = raw.data() + raw.size() - 1;
}

bool JsonCursor::next()
{
    m_next = skipJsonSpace(m_next, m_end);
    if (m_next != m_end && *m_next == ',')
        m_next = skipJsonSpace(m_next + 1, m_end);
    if (m_next == m_end)
        return false;
    if (m_container.isObject()) {
        const char *const afterKey = skipJsonString(m_next, m_end);
        m_key = {m_next + 1, afterKey - 1};
        m_next = skipJsonSpace(skipJsonSpace(afterKey, m_end) + 1, m_end); // over the colon
    }
    const char *const after = skipJsonValue(m_next, m_end);
    m_value = {m_next, after};
    m_next = after;
    return true;
}

JsonSlice JsonCursor::value() const
{
    return {m_container.m_bytes, m_value.data() - m_container.m_bytes.constData(), m_value.size()};
}

QString JsonCursor::key() const
{
    return decodeJsonText(m_key);
}

QByteArrayView JsonCursor::rawKey() const
{
    return m_container.isObject() ? QByteArrayView(m_key.data() - 1, m_key.size() + 2) : QByteArrayView();
}

bool JsonCursor::isKey(QLatin1String name) const
{
    return isJsonText(m_key, name);
}

} // namespace cloister
