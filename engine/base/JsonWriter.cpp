#include "engine/base/JsonWriter.h"

#include <QLocale>

#include <cmath>

namespace cloister {

static void appendUnitEscape(QByteArray &out, char16_t unit)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += kHex[(unit >> shift) & 15];
}

static void appendEscaped(QByteArray &out, char16_t unit)
{
    switch (unit) {
    case u'"': out += "\\\""; break;
    case u'\\': out += "\\\\"; break;
    case u'\b': out += "\\b"; break;
    case u'\f': out += "\\f"; break;
    case u'\n': out += "\\n"; break;
    case u'\r': out += "\\r"; break;
    case u'\t': out += "\\t"; break;
    default: appendUnitEscape(out, unit);
    }
}

void JsonWriter::begin(bool isObject)
{
    startValue();
    m_out += isObject ? '{' : '[';
    m_levels.append({isObject, false});
}

void JsonWriter::end([[maybe_unused]] bool isObject)
{
    Q_ASSERT(!m_levels.isEmpty() && m_levels.back().isObject == isObject && !m_isKeyWritten);
    m_out += isObject ? '}' : ']';
    m_levels.removeLast();
}

void JsonWriter::beginObject()
{
    begin(true);
}

void JsonWriter::endObject()
{
    end(true);
}

void JsonWriter::beginArray()
{
    begin(false);
}

void JsonWriter::endArray()
{
    end(false);
}

void JsonWriter::key(QStringView name)
{
    Q_ASSERT(!m_levels.isEmpty() && m_levels.back().isObject && !m_isKeyWritten);
    if (std::exchange(m_levels.back().hasEntries, true))
        m_out += ',';
    writeText(name);
    m_out += ':';
    m_isKeyWritten = true;
}

void JsonWriter::key(QLatin1String name)
{
    key(QString(name));
}

void JsonWriter::startValue()
{
    if (std::exchange(m_isKeyWritten, false))
        return;
    Q_ASSERT(m_levels.isEmpty() ? m_out.isEmpty() : !m_levels.back().isObject);
    if (!m_levels.isEmpty() && std::exchange(m_levels.back().hasEntries, true))
        m_out += ',';
}

void JsonWriter::value(QStringView text)
{
    startValue();
    writeText(text);
}

void JsonWriter::value(QLatin1String text)
{
    value(QString(text));
}

void JsonWriter::value(bool truth)
{
    startValue();
    m_out += truth ? "true" : "false";
}

void JsonWriter::value(double number)
{
    startValue();
    if (std::isfinite(number))
        m_out += QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
    else
        m_out += "null";
}

void JsonWriter::value(std::nullptr_t)
{
    startValue();
    m_out += "null";
}

void JsonWriter::value(const QStringList &texts)
{
    beginArray();
    for (const QString &text : texts)
        value(text);
    endArray();
}

void JsonWriter::writeInteger(qint64 number)
{
    startValue();
    m_out += QByteArray::number(number);
}

void JsonWriter::raw(QByteArrayView json)
{
    startValue();
    m_out.append(json.data(), json.size());
}

void JsonWriter::rawMember(QLatin1String name, QByteArrayView json)
{
    key(name);
    raw(json);
}

void JsonWriter::writeText(QStringView text)
{
    m_out += '"';
    qsizetype from = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            continue;
        }
        if (unit >= 0x20 && unit != u'"' && unit != u'\\' && !QChar::isSurrogate(unit))
            continue;
        m_out += text.sliced(from, i - from).toUtf8();
        appendEscaped(m_out, unit);
        from = i + 1;
    }
    m_out += text.sliced(from).toUtf8();
    m_out += '"';
}

} // namespace cloister
