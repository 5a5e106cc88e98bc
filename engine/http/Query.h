#pragma once

#include "engine/base/Page.h"
#include "engine/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace cloister::http {

/// The decoded query of a request. Getters of a value that is there but wrong give InvalidParameter naming it.
class Query
{
public:
    /// InvalidParameter for bad escapes, UTF-8 or control characters, and for a parameter given twice.
    static Result<Query> parse(const QByteArray &raw);

    std::optional<QString> text(QLatin1String name) const;
    /// `fallback` when it is absent.
    Result<int> integer(QLatin1String name, int fallback, int least, int most) const;
    Result<qint64> integer64(QLatin1String name, qint64 fallback) const;
    Result<Order> order(Order fallback) const;
    /// The tags of `tags=a,b`; empty when absent.
    QStringList tags() const;
    /// The validated namespace: "" for the default one.
    Result<QString> nameSpace() const;

    /// Names that are not in `known`.
    QStringList unknown(const QStringList &known) const;

private:
    QList<std::pair<QString, QString>> m_values;
};

/// An InvalidParameter, or with MissingParameter a REQUIRED detail, that names its field.
Unexpected fieldError(ErrorCode code, const QString &field, const QString &message, const QString &value = {});

} // namespace cloister::http
