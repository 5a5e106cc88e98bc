#pragma once

#include "engine/base/Future.h"
#include "engine/base/JsonSlice.h"
#include "engine/base/JsonWriter.h"
#include "engine/http/RouteTable.h"
#include "engine/model/ModelJson.h"
#include "engine/service/ListQuery.h"

#include <functional>
#include <utility>

namespace cloister {
class Engine;
struct IdempotencyKey;
}

namespace cloister::http {

class Metrics;

/// Begins to seal the workspace, and returns at once; empty in a process that serves nobody.
using Sealer = std::function<void()>;

// Each adds the rows of one part of the API. `engine` outlives the table.
void addSystemRoutes(RouteTable &routes, Engine &engine);
void addDialogueRoutes(RouteTable &routes, Engine &engine);
void addMessageRoutes(RouteTable &routes, Engine &engine);
void addMemoryRoutes(RouteTable &routes, Engine &engine);
void addSearchRoutes(RouteTable &routes, Engine &engine);
void addSummaryRoutes(RouteTable &routes, Engine &engine);
void addIndexRoutes(RouteTable &routes, Engine &engine); ///< for admins: how the search stands
void addProjectRoutes(RouteTable &routes, Engine &engine); ///< namespaces and events of a project
void addAdminRoutes(RouteTable &routes, Engine &engine);
void addRecordRoutes(RouteTable &routes, Engine &engine); ///< checkpoints, examination and export of the record
void addLifecycleRoutes(RouteTable &routes, Engine &engine); ///< switches and hard deletes
void addAccountRoutes(RouteTable &routes, Engine &engine);   ///< accounts and sessions
void addAllowListRoutes(RouteTable &routes, Engine &engine);
void addSettingsRoutes(RouteTable &routes, Engine &engine);
void addModelRoutes(RouteTable &routes, Engine &engine); ///< servers that embed and summarise
void addSealRoutes(RouteTable &routes, Engine &engine, const Sealer &sealer); ///< `sealer` is looked at when it is called
void addServerRoutes(RouteTable &routes, Engine &engine, const Metrics &metrics); ///< `metrics` outlives the table

// What controllers share.

inline Future<Result<Answer>> ready(Result<Answer> result)
{
    return readyFuture(std::move(result));
}

/// A handler that is a function of the engine.
inline Handler handledBy(Engine &engine, Future<Result<Answer>> (*handler)(Engine &, const Context &))
{
    return [&engine, handler](const Context &context) { return handler(engine, context); };
}

/// The answer of a future result, made by `toBody(value) -> QByteArray` once it is there.
template<typename T, typename ToBody>
Future<Result<Answer>> whenDone(Future<Result<T>> future, ToBody toBody)
{
    return future.then([toBody = std::move(toBody)](const Result<T> &result) -> Result<Answer> {
        if (!result)
            return result.unexpected();
        if constexpr (std::is_void_v<T>)
            return Answer{toBody()};
        else
            return Answer{toBody(*result)};
    });
}

/// The JSON of a request's body. InvalidJson when it is none.
Result<JsonSlice> bodyOf(const Context &context);

/// A text that the body must have. MissingParameter, InvalidParameter.
Result<QString> requiredText(const JsonSlice &body, const char *name);

/// A list of texts that the body may have. InvalidParameter.
Result<std::optional<QStringList>> optionalTexts(const JsonSlice &body, const char *name);

/// InvalidParameter when an object of the body says another `name` (`namespace` or `dialogueId`) than the query, which
/// decides. `prefix` stands before the name in the error. An object that does not say it agrees.
Result<void> agreesWithQuery(
    const JsonSlice &object, QLatin1String name, const QString &asked, const QString &prefix = {});

/// What records of this request are written with.
RecordContext recordContext(const Context &context, const QString &nameSpace);

/// The request's Idempotency-Key, if it has one. InvalidParameter for one of more than 255 or with odd characters.
/// `place` is what the query adds to the body: the same key for another place is another body.
Result<std::optional<IdempotencyKey>> idempotencyKey(
    const Context &context, const QString &route, const QString &place = {});

/// limit, order, next, created, startDate and endDate of a list request. `list` names the route and its other filters.
Result<ListQuery> listQuery(const Context &context, Order order, const QByteArray &list);

/// One page of a list: {"items": [...], "next"?}.
template<typename T, typename WriteItem>
QByteArray pageJson(const Page<T> &page, WriteItem writeItem)
{
    JsonWriter json;
    json.beginObject();
    json.key(QLatin1String("items"));
    json.beginArray();
    for (const T &item : page.items)
        writeItem(json, item);
    json.endArray();
    if (!page.next.isEmpty())
        json.member(QLatin1String("next"), QLatin1String(page.next));
    json.endObject();
    return json.take();
}

template<typename T>
QByteArray recordJson(const T &record, const RecordContext &context)
{
    JsonWriter json;
    write(json, record, context);
    return json.take();
}

} // namespace cloister::http

/// In a handler: declares or assigns from a Result's value, or answers with its error.
#define CLOISTER_ANSWER(target, expression) \
    auto CLOISTER_JOIN(result_, __LINE__) = (expression); \
    if (!CLOISTER_JOIN(result_, __LINE__)) \
        return cloister::http::ready(CLOISTER_JOIN(result_, __LINE__).unexpected()); \
    target = std::move(CLOISTER_JOIN(result_, __LINE__)).value()
