#include "engine/http/AuditJson.h"
#include "engine/http/Controllers.h"
#include "engine/service/Engine.h"

namespace cloister::http {

namespace {

Result<tables::NamespaceSort> sortOf(const Query &query)
{
    using Sort = tables::NamespaceSort;
    static const QList<std::pair<QLatin1String, Sort>> names{{QLatin1String("name"), Sort::Name},
        {QLatin1String("dialogues"), Sort::Dialogues}, {QLatin1String("messages"), Sort::Messages},
        {QLatin1String("memories"), Sort::Memories}, {QLatin1String("bytes"), Sort::Bytes},
        {QLatin1String("lastActivity"), Sort::LastActivity}};
    const QString asked = query.text(QLatin1String("sort")).value_or(QStringLiteral("name"));
    for (const auto &[name, sort] : names) {
        if (asked == name)
            return sort;
    }
    return fieldError(ErrorCode::InvalidParameter, QStringLiteral("sort"),
        QStringLiteral("sort must be name, dialogues, messages, memories, bytes or lastActivity"), asked);
}

Future<Result<Answer>> listNamespaces(Engine &engine, const Context &context)
{
    NamespaceQuery query;
    CLOISTER_ANSWER(query.limit, context.query.integer(QLatin1String("limit"), 100, 1, 1000));
    CLOISTER_ANSWER(query.order, context.query.order(Order::Ascending));
    query.prefix = context.query.text(QLatin1String("prefix")).value_or(QString());
    query.next = context.query.text(QLatin1String("next")).value_or(QString()).toLatin1();
    CLOISTER_ANSWER(query.sort, sortOf(context.query)); // the service keeps order and offset for admins
    CLOISTER_ANSWER(query.offset, context.query.integer(QLatin1String("offset"), 0, 0, 100'000'000));
    CLOISTER_ANSWER(const NamespacePage page, engine.namespaces.list(context.caller, query));
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const NamespaceInfo &info : page.items)
        write(json, info);
    json.endArray();
    if (context.caller.isAdmin())
        json.member(QLatin1String("total"), page.total);
    if (!page.next.isEmpty())
        json.member(QLatin1String("next"), QLatin1String(page.next));
    json.endObject();
    return ready(Answer{json.take()});
}

Future<Result<Answer>> listEvents(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(AuditQuery query, auditQuery(context.query));
    query.visible = context.caller.namespaces;
    CLOISTER_ANSWER(const QList<AuditRecord> records, engine.audit.list(context.caller.projectId, query));
    return ready(Answer{eventsJson(records, query)});
}

} // namespace

void addProjectRoutes(RouteTable &routes, Engine &engine)
{
    routes.add({.method = Method::Get, .pattern = "/namespace", .door = Door::Key, .roles = kEveryRole,
        .query = {QStringLiteral("limit"), QStringLiteral("next"), QStringLiteral("prefix"), QStringLiteral("sort"),
            QStringLiteral("order"), QStringLiteral("offset")},
        .isList = true, .summary = QStringLiteral("List the namespaces that this key may see"),
        .responseSchema = QStringLiteral("NamespacePage"), .handler = handledBy(engine, listNamespaces)});
    routes.add({.method = Method::Get, .pattern = "/events", .door = Door::Key, .scope = Scope::Audit,
        .roles = kEveryRole,
        .query = auditParameters(), .isList = true,
        .summary = QStringLiteral("Read the project's audit events, oldest first"),
        .responseSchema = QStringLiteral("EventPage"), .handler = handledBy(engine, listEvents)});
}

} // namespace cloister::http
