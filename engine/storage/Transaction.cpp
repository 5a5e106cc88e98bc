#include "engine/storage/Transaction.h"

#include "engine/storage/Connection.h"

#include <utility>

namespace cloister::storage {

Result<Transaction> Transaction::begin(Connection &connection)
{
    if (connection.isInTransaction())
        return fail(ErrorCode::Internal, QStringLiteral("a transaction is already open"));
    const bool isReader = connection.role() == Role::Reader;
    CLOISTER_TRY(connection.prepare(isReader ? QByteArrayView("BEGIN") : QByteArrayView("BEGIN IMMEDIATE")).run());
    Transaction transaction(connection);
    if (isReader)
        CLOISTER_TRY(connection.pinSnapshot());
    return transaction;
}

Transaction::Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}

Transaction::~Transaction()
{
    rollBack();
}

Result<void> Transaction::commit()
{
    if (!m_connection || !m_connection->isInTransaction())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("the transaction was already rolled back"));
    if (auto committed = m_connection->prepare("COMMIT").run(); !committed) {
        rollBack();
        return committed;
    }
    m_connection = nullptr;
    return {};
}

void Transaction::rollBack()
{
    // Some errors end the transaction by themselves. A rollback that fails has nowhere to report to: the connection
    // keeps the failure, and SQLite leaves the transaction's pages out of the file in any case.
    Connection *connection = std::exchange(m_connection, nullptr);
    if (connection && connection->isInTransaction())
        static_cast<void>(connection->prepare("ROLLBACK").run());
}

Result<Savepoint> Savepoint::begin(Connection &connection)
{
    CLOISTER_TRY(connection.prepare("SAVEPOINT member").run());
    return Savepoint(connection);
}

Savepoint::Savepoint(Savepoint &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}

Savepoint::~Savepoint()
{
    static_cast<void>(rollBack());
}

Result<void> Savepoint::release()
{
    if (!m_connection || !m_connection->isInTransaction())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("the transaction was already rolled back"));
    CLOISTER_TRY(m_connection->prepare("RELEASE member").run());
    m_connection = nullptr;
    return {};
}

Result<void> Savepoint::rollBack()
{
    // Names may repeat: SQLite takes the innermost one.
    Connection *connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return {};
    if (!connection->isInTransaction())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("the transaction was already rolled back"));
    CLOISTER_TRY(connection->prepare("ROLLBACK TO member").run());
    return connection->prepare("RELEASE member").run();
}

} // namespace cloister::storage
