#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Session.h"
#include "app/cloisterd/Terminal.h"
#include "app/cloisterd/Unlock.h"
#include "engine/base/AtomicFile.h"
#include "engine/client/AccessClient.h"

namespace cloister::cli {

static constexpr qint64 kMaxPassphraseFile = 4096;

static Result<AdminRole> roleIn(const Arguments &arguments)
{
    if (!arguments.has("role"))
        return AdminRole::Owner;
    for (const AdminRole role : {AdminRole::Owner, AdminRole::Operator, AdminRole::Auditor}) {
        if (arguments.value("role") == client::roleName(role))
            return role;
    }
    return fail(ErrorCode::InvalidParameter, QStringLiteral("--role must be owner, operator or auditor"));
}

static Result<QString> askNewPassphrase()
{
    const QString missing = QStringLiteral("the account's passphrase is missing and there is no terminal to ask for it on; "
                                           "give a file of mode 0600 that holds it with --passphrase-file");
    const Result<crypto::SecureBytes> asked = askSecret(QStringLiteral("Passphrase of the account: "), missing);
    if (!asked)
        return fail(ErrorCode::MissingParameter, asked.error().detail); // the workspace itself is not what is locked
    const crypto::SecureBytes &first = *asked;
    CLOISTER_ASSIGN(const crypto::SecureBytes again, askSecret(QStringLiteral("Once more: "), missing));
    if (first.view() != again.view())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the two passphrases differ; nothing was changed"));
    return QString::fromUtf8(first.view());
}

static Result<QString> newPassphrase(const Arguments &arguments)
{
    if (!arguments.has("passphrase-file"))
        return askNewPassphrase();
    CLOISTER_ASSIGN(QByteArray content, files::readPrivate(arguments.value("passphrase-file"), kMaxPassphraseFile));
    const QString passphrase = QString::fromUtf8(content).section(QLatin1Char('\n'), 0, 0);
    crypto::wipe(content);
    return passphrase;
}

static Result<ExitCode> createAccount(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const AdminRole role, roleIn(arguments));
    CLOISTER_ASSIGN(QString passphrase, newPassphrase(arguments));
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    const client::AccessClient access(session->api());
    const auto created = access.createAccount({arguments.positional(0), role, passphrase}).result();
    crypto::wipe(passphrase);
    if (!created)
        return created.unexpected();
    return done(arguments, created->json,
        QStringLiteral("Made the account %1 (%2). Its holder signs in with the passphrase.")
            .arg(created->value.name, client::roleName(created->value.role)));
}

static Result<ExitCode> listAccounts(const Arguments &arguments)
{
    CLOISTER_ASSIGN(const auto session, Session::open(arguments));
    CLOISTER_ASSIGN(const auto accounts, client::AccessClient(session->api()).accounts().result());
    if (accounts->items.isEmpty()) {
        return done(arguments, accounts.json,
            QStringLiteral("There are no accounts: cloisterd account create NAME makes an owner's"));
    }
    QList<QStringList> rows;
    for (const Account &account : accounts->items) {
        rows.append({account.name, client::roleName(account.role),
            account.disabled ? QStringLiteral("disabled ") + timeText(*account.disabled) : QStringLiteral("good"),
            timeText(account.created)});
    }
    return done(arguments, accounts.json,
        table({QStringLiteral("NAME"), QStringLiteral("ROLE"), QStringLiteral("STATE"), QStringLiteral("CREATED")}, rows));
}

std::vector<CommandSpec> accountCommands()
{
    return {
        {"account create", {"NAME"}, "make an administrator's account",
            "Makes an account that an administrator signs in with. An owner may do everything; an operator does the\n"
            "daily work, without accounts, settings and what destroys; an auditor reads the record, counts and lists.\n"
            "The passphrase is asked for twice, or read from the first line of a file of mode 0600.",
            "cloisterd account create anna --role owner",
            {{"role", "ROLE", "owner, operator or auditor (else owner)"},
                {"passphrase-file", "FILE", "where the passphrase stands (else it is asked for)"}},
            createAccount},
        {"account list", {}, "list the administrators' accounts", "Lists the accounts by name, with their roles.",
            "cloisterd account list", {}, listAccounts},
    };
}

} // namespace cloister::cli
