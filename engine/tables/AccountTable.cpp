#include "engine/tables/AccountTable.h"

namespace cloister::tables {

#define ACCOUNT_COLUMNS "name, role, passphrase, created, disabled"

static constexpr char kAccountByName[] = "SELECT " ACCOUNT_COLUMNS " FROM account WHERE name = ?1";
static constexpr char kAllAccounts[] = "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY name";
static constexpr char kCountRole[] = "SELECT count(*) FROM account WHERE role = ?1 AND disabled IS NULL";
static constexpr char kInsertAccount[] = "INSERT INTO account (" ACCOUNT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5)";
static constexpr char kUpdateAccount[] =
    "UPDATE account SET role = ?2, passphrase = ?3, disabled = ?4 WHERE name = ?1";
static constexpr char kRemoveAccount[] = "DELETE FROM account WHERE name = ?1";

static AccountRow readAccount(const storage::Statement &statement)
{
    AccountRow row;
    row.account.name = statement.text(0);
    row.account.role = static_cast<AdminRole>(statement.integer(1));
    row.passphrase = statement.text(2).toLatin1();
    row.account.created = statement.integer(3);
    if (!statement.isNull(4))
        row.account.disabled = statement.integer(4);
    return row;
}

Result<std::optional<AccountRow>> AccountTable::find(const QString &name) const
{
    auto statement = m_connection.prepare(kAccountByName);
    statement.bind(1, name);
    std::optional<AccountRow> found;
    if (statement.next())
        found = readAccount(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<QList<Account>> AccountTable::list() const
{
    auto statement = m_connection.prepare(kAllAccounts);
    QList<Account> accounts;
    while (statement.next())
        accounts.append(readAccount(statement).account);
    CLOISTER_TRY(statement.done());
    return accounts;
}

Result<qint64> AccountTable::countOwners() const
{
    auto statement = m_connection.prepare(kCountRole);
    statement.bind(1, static_cast<int>(AdminRole::Owner));
    const qint64 count = statement.next() ? statement.integer(0) : 0;
    CLOISTER_TRY(statement.done());
    return count;
}

Result<void> AccountTable::insert(const AccountRow &row)
{
    auto statement = m_connection.prepare(kInsertAccount);
    statement.bind(1, row.account.name);
    statement.bind(2, static_cast<int>(row.account.role));
    statement.bind(3, QString::fromLatin1(row.passphrase));
    statement.bind(4, row.account.created);
    statement.bind(5, row.account.disabled);
    return statement.run();
}

Result<void> AccountTable::update(const AccountRow &row)
{
    auto statement = m_connection.prepare(kUpdateAccount);
    statement.bind(1, row.account.name);
    statement.bind(2, static_cast<int>(row.account.role));
    statement.bind(3, QString::fromLatin1(row.passphrase));
    statement.bind(4, row.account.disabled);
    return statement.run();
}

Result<void> AccountTable::remove(const QString &name)
{
    auto statement = m_connection.prepare(kRemoveAccount);
    statement.bind(1, name);
    return statement.run();
}

} // namespace cloister::tables
