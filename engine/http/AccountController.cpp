#include "engine/http/AdminJson.h"
#include "engine/http/Controllers.h"

#include "engine/base/Time.h"

namespace cloister::http {

namespace {

QByteArray accountJson(const Account &account)
{
    JsonWriter json;
    write(json, account);
    return json.take();
}

Result<AdminRole> readRole(const JsonSlice &body)
{
    CLOISTER_ASSIGN(const QString name, requiredText(body, "role"));
    const std::optional<AdminRole> role = roleOf(name);
    if (!role) {
        return fieldError(ErrorCode::InvalidParameter, QStringLiteral("role"),
            QStringLiteral("role must be owner, operator or auditor"), name);
    }
    return *role;
}

Future<Result<Answer>> startSession(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QString name, requiredText(body, "name"));
    CLOISTER_ANSWER(const QString passphrase, requiredText(body, "passphrase"));
    return whenDone(engine.accounts.signIn(context.caller, name, passphrase), [](const SignedIn &started) {
        JsonWriter json;
        json.beginObject();
        json.member(QLatin1String("token"), QLatin1String(started.token));
        json.member(QLatin1String("name"), started.account.name);
        json.member(QLatin1String("role"), roleName(started.account.role));
        json.member(QLatin1String("idleSeconds"), started.idleMs / 1000);
        json.endObject();
        return json.take();
    });
}

Future<Result<Answer>> showSession(Engine &engine, const Context &context)
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("name"), context.caller.actor.id);
    json.member(QLatin1String("role"), roleName(static_cast<AdminRole>(context.caller.role.toInt())));
    json.member(QLatin1String("idleSeconds"), engine.sessions.idleMs() / 1000);
    json.endObject();
    return ready(Answer{json.take()});
}

QByteArray tokenOf(const Context &context)
{
    return Authenticator::bearerOf(context.request.header("authorization")).toByteArray();
}

Future<Result<Answer>> endSession(Engine &engine, const Context &context)
{
    return whenDone(engine.accounts.signOut(context.caller, tokenOf(context)), [] { return QByteArray("{\"ended\":true}"); });
}

Future<Result<Answer>> createAccount(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QString name, requiredText(body, "name"));
    CLOISTER_ANSWER(const AdminRole role, readRole(body));
    CLOISTER_ANSWER(const QString passphrase, requiredText(body, "passphrase"));
    return whenDone(engine.accounts.create(context.caller, name, role, passphrase), accountJson);
}

Future<Result<Answer>> listAccounts(Engine &engine, const Context &)
{
    CLOISTER_ANSWER(const QList<Account> accounts, engine.accounts.list());
    return ready(Answer{pageJson(Page<Account>{accounts, {}},
        [](JsonWriter &json, const Account &account) { write(json, account); })});
}

Future<Result<Answer>> changeAccount(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    AccountChange asked;
    if (body.member(QLatin1String("role"))) {
        CLOISTER_ANSWER(asked.role, readRole(body));
    }
    if (const auto disabled = body.member(QLatin1String("disabled"))) {
        asked.isDisabled = disabled->toBool();
        if (!asked.isDisabled) {
            return ready(fieldError(ErrorCode::InvalidParameter, QStringLiteral("disabled"),
                QStringLiteral("disabled must be true or false")));
        }
    }
    return whenDone(engine.accounts.change(context.caller, context.arguments.first(), asked), accountJson);
}

Future<Result<Answer>> removeAccount(Engine &engine, const Context &context)
{
    return whenDone(engine.accounts.remove(context.caller, context.arguments.first()), accountJson);
}

// Everyone may change their own passphrase and proves with the present one that it is they; owners set those of others.
Future<Result<Answer>> setPassphrase(Engine &engine, const Context &context)
{
    CLOISTER_ANSWER(const JsonSlice body, bodyOf(context));
    CLOISTER_ANSWER(const QString passphrase, requiredText(body, "passphrase"));
    const QString name = context.arguments.first();
    std::optional<QString> current;
    if (context.caller.actor.id == name) {
        CLOISTER_ANSWER(current, requiredText(body, "current"));
    } else if (!context.caller.role.testFlag(AdminRole::Owner)) {
        return ready(fail(ErrorCode::Forbidden, QStringLiteral("only owners change the passphrases of others")));
    }
    return whenDone(
        engine.accounts.setPassphrase(context.caller, name, passphrase, current, tokenOf(context)), accountJson);
}

Route accountRoute(Method method, const char *pattern, const char *summary, Handler handler,
    const char *responseSchema = "Account", const char *requestSchema = "")
{
    return {.method = method, .pattern = pattern, .door = Door::Admin, .summary = QString::fromLatin1(summary),
        .requestSchema = QString::fromLatin1(requestSchema), .responseSchema = QString::fromLatin1(responseSchema),
        .handler = std::move(handler)};
}

} // namespace

void addAccountRoutes(RouteTable &routes, Engine &engine)
{
    Route start = accountRoute(Method::Post, "/sessions", "Sign in; the answer's token opens the administration",
        handledBy(engine, startSession), "StartedSession", "SignIn");
    start.door = Door::SignIn;
    routes.add(std::move(start));
    Route end = accountRoute(Method::Delete, "/sessions", "Sign out", handledBy(engine, endSession), "EndedSession");
    end.roles = kEveryRole;
    routes.add(std::move(end));
    Route show = accountRoute(Method::Get, "/session", "Who is asking, in which role", handledBy(engine, showSession), "Session");
    show.roles = kEveryRole;
    routes.add(std::move(show));

    routes.add(accountRoute(Method::Post, "/accounts", "Create an administrator's account", handledBy(engine, createAccount),
        "Account", "NewAccount"));
    Route list = accountRoute(Method::Get, "/accounts", "List accounts", handledBy(engine, listAccounts), "AccountPage");
    list.roles = AdminRole::Owner | AdminRole::Auditor;
    routes.add(std::move(list));
    routes.add(accountRoute(Method::Patch, "/accounts/{account}", "Change an account's role, disable or enable it",
        handledBy(engine, changeAccount), "Account", "AccountChange"));
    routes.add(accountRoute(Method::Delete, "/accounts/{account}", "Delete an account", handledBy(engine, removeAccount)));
    Route passphrase = accountRoute(Method::Post, "/accounts/{account}/passphrase",
        "Change a passphrase; one's own needs the present one as current", handledBy(engine, setPassphrase), "Account",
        "PassphraseChange");
    passphrase.roles = kEveryRole;
    routes.add(std::move(passphrase));
}

} // namespace cloister::http
