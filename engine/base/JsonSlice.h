#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1String>
#include <QList>
#include <QString>

#include <optional>

namespace cloister {

struct JsonMember;

enum class JsonKind { Null, Bool, Number, String, Object, Array };

/// A view of one value inside a validated JSON text, which it keeps alive. Copying is cheap; values are immutable.
/// Slices come from parseJson() and from other slices only. The bytes are those that came: nothing is re-spelt.
class JsonSlice
{
public:
    /// The value `null`.
    JsonSlice();

    JsonKind kind() const;
    bool isObject() const { return kind() == JsonKind::Object; }
    bool isArray() const { return kind() == JsonKind::Array; }
    bool isString() const { return kind() == JsonKind::String; }
    bool isNull() const { return kind() == JsonKind::Null; }

    /// The value's own bytes, without the white space around it. Valid while this slice or a copy of it lives.
    QByteArrayView raw() const { return {m_bytes.constData() + m_at, m_size}; }
    /// The same as bytes that stand alone, so that the whole text is not kept alive.
    QByteArray rawBytes() const { return raw().toByteArray(); }

    /// The members of an object in the order they came; empty for other kinds. One walk over this value. Meant for
    /// values of checked size; JsonCursor walks without a list.
    QList<JsonMember> members() const;
    /// The member of that (ASCII) name, found by one walk; nullopt when absent or not an object.
    std::optional<JsonSlice> member(QLatin1String name) const;
    /// The elements of an array; empty for other kinds. One walk over this value.
    QList<JsonSlice> elements() const;
    /// Number of members or elements, 0 for other kinds. One walk over this value.
    qsizetype size() const;

    /// A string's text with escapes decoded. InvalidParameter when this is no string or holds half a surrogate pair.
    Result<QString> toText() const;
    /// The same for texts that are kept as they came: halves of surrogate pairs are read as U+FFFD. Empty when no string.
    QString toTextReplacing() const;

    std::optional<bool> toBool() const;
    /// nullopt when this is no number or is outside the range of double.
    std::optional<double> toNumber() const;
    /// The exact value; nullopt when this is no number, has a fraction or does not fit. "1.0" and "1e2" are integers.
    std::optional<qint64> toInteger() const;

private:
    friend class JsonCursor;
    friend class JsonScanner;
    JsonSlice(QByteArray bytes, qsizetype at, qsizetype size);

    QByteArray m_bytes;
    qsizetype m_at = 0;
    qsizetype m_size = 0;
};

struct JsonMember
{
    QString key;
    JsonSlice value;
};

/// Walks the members of an object or the elements of an array, one after the other, in time linear in the value's
/// size and without memory of its own. `while (cursor.next()) use(cursor.value());`
class JsonCursor
{
public:
    explicit JsonCursor(const JsonSlice &container);

    /// Moves to the next entry; false when there is none (at once for values that are no containers).
    bool next();
    /// The current entry's value.
    JsonSlice value() const;
    /// The current member's name decoded; empty in arrays.
    QString key() const;
    /// The current member's name as it was written, quotes included; empty in arrays.
    QByteArrayView rawKey() const;
    /// Whether the current member has that (ASCII) name.
    bool isKey(QLatin1String name) const;

private:
    JsonSlice m_container;
    const char *m_next = nullptr; ///< where the next entry is looked for
    const char *m_end = nullptr;  ///< the closing bracket
    QByteArrayView m_key;         ///< between the quotes
    QByteArrayView m_value;
};

} // namespace cloister
