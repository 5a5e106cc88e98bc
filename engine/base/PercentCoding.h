#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace cloister {

struct QueryItem
{
    QString key;
    QString value;
};

/// Decodes one segment of a path. InvalidParameter when an escape is not `%` and two hex digits, when the bytes are
/// not UTF-8, or when they hold NUL or another control character. `+` is itself.
Result<QString> decodePathSegment(QByteArrayView segment);

/// Decodes a query (without the `?`) into its items in the order they stand, `+` being a space; refused for the
/// same reasons. A part without `=` has an empty value; empty parts are left out.
Result<QList<QueryItem>> decodeQuery(QByteArrayView query);

/// `text` as UTF-8 with everything but `A-Z a-z 0-9 - . _ ~` escaped: safe in a path segment and in a query.
QByteArray percentEncode(const QString &text);

} // namespace cloister
