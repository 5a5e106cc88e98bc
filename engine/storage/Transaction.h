#pragma once

#include "engine/base/Result.h"

namespace cloister::storage {

class Connection;

/// All or nothing: rolled back on destruction unless commit() succeeded. On a Reader it is one snapshot, fixed by
/// begin(); elsewhere it holds the write lock from the start, so no statement in it can meet another writer. Transactions
/// do not nest: see Savepoint. Must go before its connection.
class Transaction
{
public:
    /// Fails with StorageUnavailable when the file stays locked or cannot be read.
    static Result<Transaction> begin(Connection &connection);
    ~Transaction();
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    Transaction(const Transaction &) = delete;

    /// Durable when it succeeds. After a failure the transaction is rolled back; whether it survives a crash that comes
    /// before the next commit is not known.
    Result<void> commit();

private:
    explicit Transaction(Connection &connection) : m_connection(&connection) {}
    void rollBack();
    Connection *m_connection; ///< null once committed or moved from
};

/// A part of a transaction that can fail by itself: undone on destruction unless release() succeeded. Nests.
class Savepoint
{
public:
    static Result<Savepoint> begin(Connection &connection);
    ~Savepoint();
    Savepoint(Savepoint &&other) noexcept;
    Savepoint &operator=(Savepoint &&) = delete;
    Savepoint(const Savepoint &) = delete;

    /// Keeps the changes as part of the transaction around it.
    Result<void> release();
    /// Undoes the changes now; an error means that the transaction around it is lost as well.
    Result<void> rollBack();

private:
    explicit Savepoint(Connection &connection) : m_connection(&connection) {}
    Connection *m_connection; ///< null once released, undone or moved from
};

} // namespace cloister::storage
