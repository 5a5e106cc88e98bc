#include "engine/base/Json.h"
#include "engine/model/Fields.h"
#include "engine/model/ModelJson.h"
#include "engine/model/Validate.h"

#include <QHash>
#include <QSet>

namespace cloister {

static void appendMember(QByteArray &object, QByteArrayView rawKey, const JsonSlice &value)
{
    if (object.size() > 1)
        object += ',';
    object += rawKey;
    object += ':';
    object += value.raw();
}

Result<QByteArray> mergeState(const QByteArray &state, const JsonSlice &patch)
{
    CLOISTER_TRY(checkState(patch));
    CLOISTER_ASSIGN(const JsonSlice old, parseJson(state));
    QHash<QString, JsonSlice> changes;
    for (JsonCursor cursor(patch); cursor.next();)
        changes.insert(cursor.key(), cursor.value());
    QByteArray merged = "{";
    QSet<QString> done;
    for (JsonCursor cursor(old); cursor.next();) {
        const QString key = cursor.key();
        const auto change = changes.constFind(key);
        if (change == changes.constEnd()) {
            appendMember(merged, cursor.rawKey(), cursor.value());
            continue;
        }
        if (!change->isNull())
            appendMember(merged, cursor.rawKey(), *change);
        done.insert(key);
    }
    for (JsonCursor cursor(patch); cursor.next();) {
        if (!cursor.value().isNull() && !done.contains(cursor.key()))
            appendMember(merged, cursor.rawKey(), cursor.value());
    }
    merged += '}';
    if (merged.size() > kMaxStateBytes)
        return invalidField(QStringLiteral("state"), QStringLiteral("must be at most 1 MiB after the merge"));
    return merged;
}

} // namespace cloister
