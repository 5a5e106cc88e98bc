#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"

#include "engine/base/Time.h"

namespace cloister::http {

namespace {

/// The project that the path names; empty for the administration's own list.
QString listOf(const Context &context)
{
    return context.arguments.value(0);
}

QByteArray entriesJson(const QList<AllowedNetwork> &entries)
{
    return pageJson(Page<AllowedNetwork>{entries, {}}, [](JsonWriter &json, const AllowedNetwork &entry) {
        json.beginObject();
        json.member(QLatin1String("network"), entry.network);
        json.member(QLatin1String("note"), entry.note);
        json.member(QLatin1String("created"), toIso(entry.created));
        json.endObject();
    });
}

Future<Result<Answer>> showList(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const QList<AllowedNetwork> entries, engine.allowLists.list(listOf(context)));
    return ready(Answer{entriesJson(entries)});
}

Result<QList<AllowedNetwork>> readEntries(const JsonSlice &body)
{
    const std::optional<JsonSlice> items = body.member(QLatin1String("items"));
    if (!items || !items->isArray())
        return fieldError(ErrorCode::MissingParameter, QStringLiteral("items"), QStringLiteral("items must be a list"));
    QList<AllowedNetwork> entries;
    for (JsonCursor cursor(*items); cursor.next();) {
        AllowedNetwork entry;
        CLOISTER_ASSIGN(entry.network, requiredText(cursor.value(), "network"));
        if (cursor.value().member(QLatin1String("note"))) {
            CLOISTER_ASSIGN(entry.note, requiredText(cursor.value(), "note"));
        }
        entries.append(entry);
    }
    return entries;
}

Future<Result<Answer>> replaceList(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QList<AllowedNetwork> entries, readEntries(body));
    const auto confirmed = body.member(QLatin1String("confirm"));
    const bool isConfirmed = confirmed && confirmed->toBool().value_or(false);
    return whenDone(engine.allowLists.replace(context.caller, listOf(context), entries,
                        isConfirmed ? LockOut::Accept : LockOut::Refuse),
        entriesJson);
}

QLatin1String whyName(AddressVerdict::Why why)
{
    switch (why) {
    case AddressVerdict::Why::NoList: return QLatin1String("NO_LIST");
    case AddressVerdict::Why::Listed: return QLatin1String("LISTED");
    case AddressVerdict::Why::NotListed: return QLatin1String("NOT_LISTED");
    case AddressVerdict::Why::ThisMachine: break;
    }
    return QLatin1String("THIS_MACHINE");
}

Future<Result<Answer>> testAddress(Engine &engine, const Context &context)
{
    const std::optional<QString> address = context.query.text(QLatin1String("address"));
    if (!address) {
        return ready(fieldError(
            ErrorCode::MissingParameter, QStringLiteral("address"), QStringLiteral("address is missing")));
    }
    CLOISTER_ANSWER(const AddressVerdict verdict, engine.allowLists.test(listOf(context), *address));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("address"), *address);
    json.member(QLatin1String("passes"), verdict.passes());
    json.member(QLatin1String("why"), whyName(verdict.why));
    if (!verdict.network.isEmpty()) {
        json.member(QLatin1String("network"), verdict.network);
        json.member(QLatin1String("note"), verdict.note);
    }
    json.endObject();
    return ready(Answer{json.take()});
}

} // namespace

void addAllowListRoutes(RouteTable &routes, Engine &engine)
{
    // Who may administer is for owners to say; what a project is open to is daily work.
    for (const auto &[base, mayChange] :
        {std::pair(QByteArray(), AdminRoles(AdminRole::Owner)), std::pair(QByteArray("/projects/{project}"), kDailyWork)}) {
        routes.add({.method = Method::Get, .pattern = base + "/allow-list", .door = Door::Admin, .roles = kEveryRole,
            .summary = QStringLiteral("Show from which addresses it is open; an empty list of a project admits all"),
            .responseSchema = QStringLiteral("AllowList"), .handler = handledBy(engine, showList)});
        routes.add({.method = Method::Put, .pattern = base + "/allow-list", .door = Door::Admin, .roles = mayChange,
            .summary = QStringLiteral("Replace the allow-list; confirm is needed to shut out the address that asks"),
            .requestSchema = QStringLiteral("AllowListChange"), .responseSchema = QStringLiteral("AllowList"),
            .handler = handledBy(engine, replaceList)});
        routes.add({.method = Method::Get, .pattern = base + "/allow-list/test", .door = Door::Admin,
            .roles = kEveryRole, .query = {QStringLiteral("address")}, .isList = true,
            .summary = QStringLiteral("Whether an address would pass, and why"),
            .responseSchema = QStringLiteral("AddressVerdict"), .handler = handledBy(engine, testAddress)});
    }
}

} // namespace cloister::http
