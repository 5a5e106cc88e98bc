#pragma once

#include "engine/base/Result.h"
#include "engine/model/Account.h"
#include "engine/storage/Connection.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace cloister::tables {

/// An account as stored: what may be shown of it and what a passphrase is compared with.
struct AccountRow
{
    Account account;
    QByteArray passphrase; ///< a record of crypto::hashPassword

    friend bool operator==(const AccountRow &, const AccountRow &) = default;
};

/// Table `account` of the control database. Borrowed connection; one thread.
class AccountTable
{
public:
    explicit AccountTable(storage::Connection &connection) : m_connection(connection) {}

    Result<std::optional<AccountRow>> find(const QString &name) const;
    /// By name.
    Result<QList<Account>> list() const;
    /// How many owners can sign in.
    Result<qint64> countOwners() const;

    Result<void> insert(const AccountRow &row);
    /// Stores everything of the account of that name but the time it was made.
    Result<void> update(const AccountRow &row);
    Result<void> remove(const QString &name);

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
