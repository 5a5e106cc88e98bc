#include "engine/tables/TenantScope.h"

#include <QLoggingCategory>

namespace cloister::tables {

Q_LOGGING_CATEGORY(lcIsolation, "cloister.isolation")

TenantStatement::TenantStatement(storage::Statement statement, const QByteArray &pk, qint64 &changes) :
    m_statement(std::move(statement)),
    m_pk(pk),
    m_changes(changes)
{
    m_statement.bindText(1, pk);
}

bool TenantStatement::next()
{
    if (m_isForeignRow || !m_statement.next())
        return false;
    if (m_statement.bytesView(0) == m_pk)
        return true;
    m_isForeignRow = true;
    qCCritical(lcIsolation) << "a statement returned a row of another partition; the request was refused";
    return false;
}

std::optional<QString> TenantStatement::optionalText(int column)
{
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

std::optional<QByteArray> TenantStatement::optionalBlob(int column)
{
    return isNull(column) ? std::nullopt : std::optional(blob(column));
}

std::optional<qint64> TenantStatement::optionalInteger(int column)
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

Result<void> TenantStatement::done()
{
    if (m_isForeignRow)
        return fail(ErrorCode::Integrity, QStringLiteral("a row of another partition came back"));
    return m_statement.done();
}

Result<qint64> TenantStatement::run()
{
    CLOISTER_TRY(m_statement.run());
    m_changes += m_statement.changes();
    return m_statement.changes();
}

TenantScope::TenantScope(storage::Connection &connection, QByteArray pk) :
    m_connection(connection),
    m_pk(std::move(pk))
{
}

TenantStatement TenantScope::prepare(const TenantSql &sql) const
{
    qint64 &changes = sql.holds() == TenantSql::Holds::Records ? m_changes : m_derivedChanges;
    return TenantStatement(m_connection.prepare(sql.text()), m_pk, changes);
}

} // namespace cloister::tables
