#include "engine/service/AccountService.h"

#include "engine/model/Fields.h"
#include "engine/model/Validate.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Workspace.h"

#include <algorithm>

namespace cloister {

static constexpr qsizetype kMaxName = 64;
static constexpr qsizetype kMinPassphrase = 12;
static constexpr qsizetype kMaxPassphraseBytes = 1024;

static Result<void> checkAccountName(const QString &name)
{
    const auto isNameCharacter = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'A' && u <= u'Z') || (u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9') || u == u'.' || u == u'_'
            || u == u'@' || u == u'-';
    };
    if (name.isEmpty() || name.size() > kMaxName || !std::all_of(name.begin(), name.end(), isNameCharacter)) {
        return invalidField(QStringLiteral("name"), QStringLiteral("must be 1 to 64 characters of A-Z a-z 0-9 . _ @ -"));
    }
    if (name == QLatin1String("local"))
        return invalidField(QStringLiteral("name"), QStringLiteral("must not be local, which names this machine"));
    return {};
}

static Result<void> checkNewPassphrase(const QString &passphrase)
{
    if (passphrase.size() < kMinPassphrase || passphrase.toUtf8().size() > kMaxPassphraseBytes)
        return invalidField(QStringLiteral("passphrase"), QStringLiteral("must be 12 characters to 1,024 bytes long"));
    return {};
}

static Unexpected noSuchAccount()
{
    return fail(ErrorCode::NotFound, QStringLiteral("there is no such account"));
}

static Result<void> checkOwnerRemains(const tables::AccountTable &table)
{
    CLOISTER_ASSIGN(const qint64 owners, table.countOwners());
    if (owners == 0)
        return fail(ErrorCode::Conflict, QStringLiteral("the last owner who can sign in must stay one"));
    return {};
}

static bool isActiveOwner(const Account &account)
{
    return account.role == AdminRole::Owner && !account.disabled;
}

Future<Result<Account>> AccountService::create(
    const Caller &caller, const QString &name, AdminRole role, const QString &passphrase)
{
    for (const Result<void> &checked : {checkAccountName(name), checkNewPassphrase(passphrase)}) {
        if (!checked)
            return readyFuture(Result<Account>(checked.unexpected()));
    }
    return m_passphrases.hash(passphrase).then([this, caller, name, role](const Result<QByteArray> &record) {
        if (!record)
            return readyFuture(Result<Account>(record.unexpected()));
        const qint64 now = m_workspace.clock().nowMs();
        const tables::AccountRow row{{name, role, now, {}}, *record};
        const AuditEvent event
            = ControlFile::eventBy(caller, now, QStringLiteral("account.create"), QStringLiteral("account"), name);
        return m_workspace.control().change<Account>(event, [row](storage::WriteContext &context) -> Result<Account> {
            tables::AccountTable table(context.connection);
            CLOISTER_ASSIGN(const auto taken, table.find(row.account.name));
            if (taken)
                return fail(ErrorCode::Conflict, QStringLiteral("there is an account of that name"));
            CLOISTER_TRY(table.insert(row));
            return row.account;
        });
    });
}

Result<QList<Account>> AccountService::list() const
{
    return m_workspace.control().read<QList<Account>>(
        [](storage::Connection &connection) { return tables::AccountTable(connection).list(); });
}

Result<std::optional<tables::AccountRow>> AccountService::find(const QString &name) const
{
    return m_workspace.control().read<std::optional<tables::AccountRow>>(
        [&name](storage::Connection &connection) { return tables::AccountTable(connection).find(name); });
}

Future<Result<Account>> AccountService::edit(
    const Caller &caller, const QString &action, const QString &name, Edit edit, const QByteArray &keptToken)
{
    const AuditEvent event
        = ControlFile::eventBy(caller, m_workspace.clock().nowMs(), action, QStringLiteral("account"), name);
    return m_workspace.control().change<Account>(
        event, [this, name, edit = std::move(edit), keptToken](storage::WriteContext &context) -> Result<Account> {
            tables::AccountTable table(context.connection);
            CLOISTER_ASSIGN(auto row, table.find(name));
            if (!row)
                return noSuchAccount();
            const bool wasOwner = isActiveOwner(row->account);
            CLOISTER_TRY(edit(*row));
            CLOISTER_TRY(table.update(*row));
            if (wasOwner)
                CLOISTER_TRY(checkOwnerRemains(table));
            context.afterCommit([this, name, keptToken] { m_sessions.endAll(name, keptToken); });
            return row->account;
        });
}

Future<Result<Account>> AccountService::change(const Caller &caller, const QString &name, const AccountChange &asked)
{
    return edit(caller, QStringLiteral("account.change"), name,
        [asked, now = m_workspace.clock().nowMs()](tables::AccountRow &row) -> Result<void> {
            Account &account = row.account;
            account.role = asked.role.value_or(account.role);
            if (asked.isDisabled.value_or(account.disabled.has_value()) != account.disabled.has_value())
                account.disabled = *asked.isDisabled ? std::optional(now) : std::nullopt;
            return {};
        });
}

Future<Result<Account>> AccountService::remove(const Caller &caller, const QString &name)
{
    const AuditEvent event = ControlFile::eventBy(
        caller, m_workspace.clock().nowMs(), QStringLiteral("account.delete"), QStringLiteral("account"), name);
    return m_workspace.control().change<Account>(
        event, [this, name](storage::WriteContext &context) -> Result<Account> {
            tables::AccountTable table(context.connection);
            CLOISTER_ASSIGN(const auto row, table.find(name));
            if (!row)
                return noSuchAccount();
            CLOISTER_TRY(table.remove(name));
            if (isActiveOwner(row->account))
                CLOISTER_TRY(checkOwnerRemains(table));
            context.afterCommit([this, name] { m_sessions.endAll(name); });
            return row->account;
        });
}

Future<Result<Account>> AccountService::setPassphrase(const Caller &caller, const QString &name,
    const QString &passphrase, const std::optional<QString> &current, const QByteArray &keptToken)
{
    const auto failed = [](const Unexpected &why) { return readyFuture(Result<Account>(why)); };
    if (const Result<void> checked = checkNewPassphrase(passphrase); !checked)
        return failed(checked.unexpected());
    const auto row = find(name);
    if (!row)
        return failed(row.unexpected());
    if (!*row)
        return failed(noSuchAccount());
    const auto store = [this, caller, name, passphrase, keptToken] {
        return m_passphrases.hash(passphrase).then([this, caller, name, keptToken](const Result<QByteArray> &record) {
            if (!record)
                return readyFuture(Result<Account>(record.unexpected()));
            return edit(caller, QStringLiteral("account.passphrase"), name,
                [record = *record](tables::AccountRow &changed) -> Result<void> {
                    changed.passphrase = record;
                    return {};
                },
                keptToken);
        });
    };
    if (!current)
        return store();
    return m_passphrases.verify((*row)->passphrase, *current).then([store, failed](const Result<bool> &isRight) {
        if (!isRight)
            return failed(isRight.unexpected());
        if (!*isRight)
            return failed(fail(ErrorCode::Forbidden, QStringLiteral("that is not the account's passphrase")));
        return store();
    });
}

} // namespace cloister
