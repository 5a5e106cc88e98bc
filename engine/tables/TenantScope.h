#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Connection.h"
#include "engine/storage/Statement.h"
#include "engine/tables/TenantSql.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace cloister {
class Partition;
}

namespace cloister::tables {

/// A running tenant statement. ?1 is already the partition key; parameters of callers start at ?2. Column 0 of every
/// row is compared with the partition key: another one ends the statement with ErrorCode::Integrity.
/// Lives no longer than its scope; one thread.
class TenantStatement
{
public:
    TenantStatement(storage::Statement statement, const QByteArray &pk, qint64 &changes);

    /// Binds one parameter; the first call binds ?2.
    template<typename T>
    TenantStatement &operator<<(const T &value)
    {
        m_statement.bind(m_parameter++, value);
        return *this;
    }

    /// True while there is a row. Columns count from 1 (0 is the partition key).
    bool next();
    QString text(int column) { return m_statement.text(column); }
    QByteArray blob(int column) { return m_statement.blob(column); }
    qint64 integer(int column) { return m_statement.integer(column); }
    bool isNull(int column) { return m_statement.isNull(column); }
    std::optional<QString> optionalText(int column);
    std::optional<QByteArray> optionalBlob(int column);
    std::optional<qint64> optionalInteger(int column);

    /// Whether the rows ended without an error.
    Result<void> done();
    /// Runs a statement that returns no rows; the number of rows it changed.
    Result<qint64> run();

private:
    storage::Statement m_statement;
    const QByteArray &m_pk;
    qint64 &m_changes;
    int m_parameter = 2;
    bool m_isForeignRow = false;
};

/// A connection seen through one partition key: the only way to run a TenantSql. Only Partition can make one.
class TenantScope
{
public:
    /// Prepares `sql` with ?1 bound to the partition key.
    TenantStatement prepare(const TenantSql &sql) const;

    const QByteArray &pk() const { return m_pk; }
    /// Rows of records that statements of this scope have written. Derived data does not count.
    qint64 changes() const { return m_changes; }

private:
    friend class cloister::Partition;
    friend class TenantScopeForTests;
    TenantScope(storage::Connection &connection, QByteArray pk);

    storage::Connection &m_connection;
    QByteArray m_pk;
    mutable qint64 m_changes = 0;
    mutable qint64 m_derivedChanges = 0;
};

} // namespace cloister::tables
