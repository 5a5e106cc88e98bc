#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1String>
#include <QString>
#include <QStringList>
#include <QVarLengthArray>

#include <concepts>
#include <cstddef>
#include <utility>

namespace cloister {

/// Builds one JSON text in a byte array. Commas and escapes are the writer's; a call in the wrong place (a value
/// where a name is due, an unmatched end) is a programming error that debug builds stop at. Not thread-safe.
class JsonWriter
{
public:
    void beginObject();
    void endObject();
    void beginArray();
    void endArray();

    /// The name of the next member.
    void key(QStringView name);
    void key(QLatin1String name);

    void value(QStringView text);
    void value(const QString &text) { value(QStringView(text)); }
    void value(QLatin1String text);
    void value(bool truth);
    /// NaN and infinities, which JSON does not have, are written as null.
    void value(double number);
    void value(std::nullptr_t);
    void value(const QStringList &texts);
    template<std::integral T>
    void value(T number)
    {
        writeInteger(static_cast<qint64>(number));
    }
    void value(const void *) = delete; // a text literal would become a bool

    /// One value that is JSON already, copied as it is.
    void raw(QByteArrayView json);

    /// key() and value() in one.
    template<typename T>
    void member(QLatin1String name, const T &content)
    {
        key(name);
        value(content);
    }
    void rawMember(QLatin1String name, QByteArrayView json);

    /// What was written so far.
    const QByteArray &bytes() const { return m_out; }
    QByteArray take() { return std::exchange(m_out, {}); }

private:
    struct Level
    {
        bool isObject;
        bool hasEntries;
    };

    void begin(bool isObject);
    void end(bool isObject);
    void startValue();
    void writeInteger(qint64 number);
    void writeText(QStringView text);

    QByteArray m_out;
    QVarLengthArray<Level, 16> m_levels;
    bool m_isKeyWritten = false;
};

} // namespace cloister
