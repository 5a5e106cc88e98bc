#include "engine/http/AuditJson.h"

#include "engine/base/Time.h"
#include "engine/model/Validate.h"

#include <limits>

namespace cloister::http {

void write(JsonWriter &json, const AuditRecord &record)
{
    json.beginObject();
    json.rawMember(QLatin1String("event"), record.body);
    json.member(QLatin1String("hash"), QLatin1String(record.hash.toHex()));
    if (record.nameSpace)
        json.member(QLatin1String("namespace"), record.nameSpace->isEmpty() ? QStringLiteral("default") : *record.nameSpace);
    if (!record.entity.isEmpty())
        json.member(QLatin1String("entityId"), record.entity);
    json.endObject();
}

QByteArray eventsJson(const QList<AuditRecord> &records, const AuditQuery &query)
{
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const AuditRecord &record : records)
        write(json, record);
    json.endArray();
    if (records.size() == query.limit)
        json.member(QLatin1String("next"), records.last().seq);
    json.endObject();
    return json.take();
}

static Result<std::optional<qint64>> instant(const Query &query, const char *name, bool isEnd)
{
    const std::optional<QString> text = query.text(QLatin1String(name));
    if (!text || text->isEmpty())
        return std::optional<qint64>();
    const Result<InstantRange> range = parseDateOrInstant(*text);
    if (!range) {
        const QString field = QString::fromLatin1(name);
        return fieldError(ErrorCode::InvalidParameter, field,
            QStringLiteral("%1 must be YYYY-MM-DD or an ISO 8601 time").arg(field), *text);
    }
    return std::optional(isEnd ? range->endMs : range->startMs);
}

Result<AuditQuery> auditQuery(const Query &query)
{
    AuditQuery asked;
    CLOISTER_ASSIGN(asked.limit, query.integer(QLatin1String("limit"), 100, 1, 1000));
    CLOISTER_ASSIGN(asked.after, query.integer64(QLatin1String("after"), 0));
    CLOISTER_ASSIGN(const Order order, query.order(Order::Ascending));
    if (query.text(QLatin1String("before"))) {
        CLOISTER_ASSIGN(asked.before, query.integer64(QLatin1String("before"), 0));
    } else if (order == Order::Descending) {
        asked.before = std::numeric_limits<qint64>::max();
    }
    if (const auto nameSpace = query.text(QLatin1String("namespace"))) {
        CLOISTER_ASSIGN(asked.nameSpace, checkNamespace(*nameSpace));
    }
    CLOISTER_ASSIGN(const std::optional<qint64> from, instant(query, "from", false));
    asked.from = from.value_or(0);
    CLOISTER_ASSIGN(asked.to, instant(query, "to", true));
    asked.action = query.text(QLatin1String("action")).value_or(QString());
    asked.actor = query.text(QLatin1String("actor")).value_or(QString());
    asked.outcome = query.text(QLatin1String("outcome")).value_or(QString());
    asked.address = query.text(QLatin1String("address")).value_or(QString());
    const QString entity = query.text(QLatin1String("entity")).value_or(QString());
    if (!entity.isEmpty()) {
        const qsizetype colon = entity.indexOf(QLatin1Char(':'));
        if (colon < 1) {
            return fieldError(ErrorCode::InvalidParameter, QStringLiteral("entity"),
                QStringLiteral("entity is written kind:id, such as dialogue:abc-123"), entity);
        }
        asked.entityKind = entity.left(colon);
        asked.entity = entity.mid(colon + 1);
    }
    return asked;
}

QStringList auditParameters()
{
    return {QStringLiteral("after"), QStringLiteral("before"), QStringLiteral("limit"), QStringLiteral("namespace"),
        QStringLiteral("action"), QStringLiteral("entity"), QStringLiteral("actor"), QStringLiteral("outcome"),
        QStringLiteral("address"), QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("order")};
}

} // namespace cloister::http
