#pragma once

#include "engine/base/JsonSlice.h"
#include "engine/model/Fields.h"

#include <QString>
#include <QStringList>
#include <QVarLengthArray>

#include <initializer_list>
#include <optional>
#include <utility>

namespace cloister {

/// The members of a request's body that are wanted, found in one walk. What is wrong with them goes to `fields`.
/// Lives on the stack of one reading function; `fields` must outlive it.
class BodyReader
{
public:
    /// `prefix` stands before the names in errors ("messages[2]."). A `body` that is no object is noted as an error.
    BodyReader(const JsonSlice &body, const QString &prefix, std::initializer_list<QLatin1String> wanted, Fields &fields);

    std::optional<JsonSlice> slice(QLatin1String name) const;
    bool has(QLatin1String name) const { return slice(name).has_value(); }
    QString field(QLatin1String name) const { return m_prefix + name; }

    /// Notes the member as missing when it is.
    std::optional<JsonSlice> required(QLatin1String name);
    /// The text of a string member; nullopt when it is left out, or after noting that it is none.
    std::optional<QString> text(QLatin1String name);

    /// The members that several records share, checked; the values of left out or refused ones are the defaults.
    QString nameSpace();
    QString ownId();
    QString reference(QLatin1String name);
    std::optional<QString> line(QLatin1String name, qsizetype maxLength);
    QStringList tags();
    QByteArray metadata();
    std::optional<qint64> created();

private:
    Fields &m_fields;
    QString m_prefix;
    bool m_isObject;
    QVarLengthArray<std::pair<QLatin1String, JsonSlice>, 12> m_found;
};

} // namespace cloister
