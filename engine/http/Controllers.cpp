#include "engine/http/Controllers.h"

#include "engine/base/Json.h"
#include "engine/base/Time.h"
#include "engine/model/Validate.h"
#include "engine/service/Idempotency.h"

#include <algorithm>

namespace cloister::http {

Result<JsonSlice> bodyOf(const Context &context)
{
    return parseJson(context.request.body);
}

Result<QString> requiredText(const JsonSlice &body, const char *name)
{
    const QString field = QString::fromLatin1(name);
    const std::optional<JsonSlice> member = body.member(QLatin1String(name));
    if (!member)
        return fieldError(ErrorCode::MissingParameter, field, QStringLiteral("%1 is missing").arg(field));
    const Result<QString> text = member->toText();
    if (!text)
        return fieldError(ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be a text").arg(field));
    return text;
}

Result<std::optional<QStringList>> optionalTexts(const JsonSlice &body, const char *name)
{
    const QString field = QString::fromLatin1(name);
    const std::optional<JsonSlice> member = body.member(QLatin1String(name));
    if (!member || member->isNull())
        return std::optional<QStringList>();
    QStringList texts;
    for (const JsonSlice &element : member->elements()) {
        const Result<QString> text = element.toText();
        if (!text)
            return fieldError(ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be a list of texts").arg(field));
        texts.append(*text);
    }
    if (!member->isArray())
        return fieldError(ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be a list of texts").arg(field));
    return std::optional(texts);
}

Result<void> agreesWithQuery(const JsonSlice &object, QLatin1String name, const QString &asked, const QString &prefix)
{
    const std::optional<JsonSlice> member = object.member(name);
    if (!member)
        return {};
    const QString field = prefix + name;
    const Result<QString> text = member->toText();
    if (!text)
        return fieldError(ErrorCode::InvalidParameter, field, QStringLiteral("%1 must be a text").arg(field));
    QString said = *text;
    if (name == QLatin1String("namespace")) {
        CLOISTER_ASSIGN(said, checkNamespace(*text, field));
    }
    if (said != asked) {
        return fieldError(ErrorCode::InvalidParameter, field,
            QStringLiteral("%1 is not the %2 of the query").arg(field, name), *text);
    }
    return {};
}

RecordContext recordContext(const Context &context, const QString &nameSpace)
{
    return RecordContext{context.caller.projectId, context.requestId(), nameSpace};
}

Result<std::optional<IdempotencyKey>> idempotencyKey(
    const Context &context, const QString &route, const QString &place)
{
    const QByteArray key = context.request.header("idempotency-key");
    if (key.isEmpty())
        return std::optional<IdempotencyKey>();
    const bool isVisible = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (key.size() > 255 || !isVisible) {
        return fieldError(ErrorCode::InvalidParameter, QStringLiteral("Idempotency-Key"),
            QStringLiteral("Idempotency-Key must be 1 to 255 visible ASCII characters"));
    }
    return std::optional(IdempotencyKey::of(route, QString::fromLatin1(key), context.request.body, place));
}

static Result<std::optional<InstantRange>> dateParameter(const Context &context, const char *name)
{
    const std::optional<QString> text = context.query.text(QLatin1String(name));
    if (!text || text->isEmpty())
        return std::optional<InstantRange>();
    const Result<InstantRange> range = parseDateOrInstant(*text);
    if (!range) {
        const QString field = QString::fromLatin1(name);
        return fieldError(ErrorCode::InvalidParameter, field,
            QStringLiteral("%1 must be YYYY-MM-DD or an ISO 8601 time").arg(field), *text);
    }
    return std::optional(*range);
}

Result<ListQuery> listQuery(const Context &context, Order order, const QByteArray &list)
{
    ListQuery query;
    CLOISTER_ASSIGN(query.limit, context.query.integer(QLatin1String("limit"), 100, 1, 1000));
    CLOISTER_ASSIGN(query.order, context.query.order(order));
    CLOISTER_ASSIGN(const std::optional<InstantRange> created, dateParameter(context, "created"));
    CLOISTER_ASSIGN(const std::optional<InstantRange> start, dateParameter(context, "startDate"));
    CLOISTER_ASSIGN(const std::optional<InstantRange> end, dateParameter(context, "endDate"));
    if (created) {
        query.from = created->startMs;
        query.to = created->endMs;
    } else {
        if (start)
            query.from = start->startMs;
        if (end)
            query.to = end->endMs;
    }
    query.next = context.query.text(QLatin1String("next")).value_or(QString()).toLatin1();
    query.fingerprint = list;
    return query;
}

} // namespace cloister::http
