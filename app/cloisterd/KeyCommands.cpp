#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"

namespace cloister::cli {

static Result<ExitCode> createKey(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    client::NewKey asked;
    asked.label = arguments.value("label");
    asked.scopes = arguments.value("scopes").split(QLatin1Char(','), Qt::SkipEmptyParts);
    asked.namespaces = arguments.values("namespace");
    asked.addresses = arguments.values("address");
    asked.expires = arguments.value("expires");
    CLOISTER_ASSIGN(const auto created, session->api().createKey(arguments.value("project"), asked).result());
    return done(arguments, created.json,
        QStringLiteral("Created an API key.\n\n  id    %1\n  key   %2\n\n"
                       "The key is shown this once; only its id can be looked up later. Programs send it as\n"
                       "Authorization: Bearer %2")
            .arg(created->key.id, created->text));
}

static QString scopeText(Scopes scopes)
{
    static const QList<std::pair<Scope, const char *>> names{{Scope::Read, "read"}, {Scope::Write, "write"},
        {Scope::Delete, "delete"}, {Scope::Search, "search"}, {Scope::Audit, "audit"}, {Scope::Export, "export"}};
    if (scopes == kAllScopes)
        return QStringLiteral("all");
    QStringList texts;
    for (const auto &[scope, name] : names) {
        if (scopes.testFlag(scope))
            texts.append(QLatin1String(name));
    }
    return texts.join(QLatin1Char(','));
}

static QString namespacesText(const ApiKey &key)
{
    if (!key.namespaces)
        return QStringLiteral("all");
    QStringList names;
    for (const QString &name : *key.namespaces)
        names.append(name.isEmpty() ? QStringLiteral("default") : name);
    return names.join(QLatin1Char(','));
}

static QString stateText(const ApiKey &key)
{
    if (key.revoked)
        return QStringLiteral("revoked ") + timeText(*key.revoked);
    if (key.expires && *key.expires <= SystemClock().nowMs())
        return QStringLiteral("expired ") + timeText(*key.expires);
    return key.expires ? QStringLiteral("until ") + timeText(*key.expires) : QStringLiteral("good");
}

static Result<ExitCode> listKeys(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto keys, session->api().keys(arguments.value("project")).result());
    if (keys->items.isEmpty()) {
        return done(arguments, keys.json,
            QStringLiteral("The project has no API keys: cloisterd key create --project %1").arg(arguments.value("project")));
    }
    QList<QStringList> rows;
    for (const ApiKey &key : keys->items) {
        rows.append({key.id, stateText(key), scopeText(key.scopes),
            namespacesText(key),
            key.lastUsed ? timeText(*key.lastUsed) : QStringLiteral("never"), key.label});
    }
    return done(arguments, keys.json,
        table({QStringLiteral("ID"), QStringLiteral("STATE"), QStringLiteral("SCOPES"), QStringLiteral("NAMESPACES"),
                  QStringLiteral("LAST USED"), QStringLiteral("LABEL")},
            rows));
}

static Result<ExitCode> revokeKey(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(
        const auto key, session->api().revokeKey(arguments.value("project"), arguments.positional(0)).result());
    return done(arguments, key.json,
        QStringLiteral("Revoked the API key %1. Requests that carry it are refused from now on.").arg(key->id));
}

static Result<ExitCode> rotateKey(const Arguments &arguments)
{
    bool isNumber = true;
    const qint64 hours = arguments.has("grace") ? arguments.value("grace").toLongLong(&isNumber) : 0;
    if (!isNumber || hours < 0 || hours > 720)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("--grace is a number of hours from 0 to 720"));
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    const QString old = arguments.positional(0);
    CLOISTER_ASSIGN(
        const auto created, session->api().rotateKey(arguments.value("project"), old, hours * 3600).result());
    return done(arguments, created.json,
        QStringLiteral("Made an API key in the place of %1, which %2.\n\n  id    %3\n  key   %4\n\n"
                       "The key is shown this once; only its id can be looked up later.")
            .arg(old, hours == 0 ? QStringLiteral("is refused from now on") : QStringLiteral("ends in %1 h").arg(hours),
                created->key.id, created->text));
}

std::vector<CommandSpec> keyCommands()
{
    const OptionSpec project{"project", "ID", "the project", OptionSpec::Need::Required};
    return {
        {"key create", {}, "make an API key for a project",
            "Makes an API key and prints it, once: the workspace keeps only a digest. Without more options it may\n"
            "do everything in its project. A key bound to namespaces cannot see any other.",
            "cloisterd key create --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --label 'chat service' \\\n"
            "    --scopes read,write,search --namespace acme --expires 2027-01-01",
            {project, {"label", "TEXT", "what the key is for"},
                {"scopes", "LIST", "of read,write,delete,search,audit,export (else all)"},
                {"namespace", "NAME", "a namespace it may see; may be repeated (else all)", OptionSpec::Need::Repeatable},
                {"address", "NET", "an address or network it may come from; may be repeated (else all)", OptionSpec::Need::Repeatable},
                {"expires", "TIME", "when it ends: YYYY-MM-DD or an ISO 8601 time (else never)"}},
            createKey},
        {"key list", {}, "list the API keys of a project",
            "Lists the API keys of a project, newest first, with the revoked ones. Their secrets are not known.",
            "cloisterd key list --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N", {project}, listKeys},
        {"key rotate", {"ID"}, "replace an API key by a new one",
            "Makes a key that may do what the key ID may, prints it, once, and ends the old one: at once, or after the\n"
            "hours of --grace, so that programs can change over.",
            "cloisterd key rotate 7Qm2xK9a --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N --grace 24",
            {project, {"grace", "HOURS", "how long the old key goes on (else not at all)"}}, rotateKey},
        {"key revoke", {"ID"}, "end an API key at once",
            "Ends an API key: from the next request on it is refused. ID is the key's, as 'key list' shows it.",
            "cloisterd key revoke 7Qm2xK9a --project 01J8ZK3T5W7Y9B2D4F6H8K0M2N", {project}, revokeKey},
    };
}

} // namespace cloister::cli
