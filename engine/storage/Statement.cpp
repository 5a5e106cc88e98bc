#include "engine/storage/Statement.h"

#include "engine/base/Utf8.h"
#include "engine/storage/Connection.h"

#include <sqlcipher/sqlite3.h>

#include <utility>

namespace cloister::storage {

static const char *nonNull(const char *bytes)
{
    return bytes ? bytes : ""; // SQLite binds NULL for a null pointer, whatever the length
}

Statement::Statement(Connection &connection, sqlite3_stmt *statement, bool *lent)
    : m_connection(&connection), m_statement(statement), m_lent(lent)
{
}

Statement::Statement(Connection &connection, Error error) : m_connection(&connection), m_error(std::move(error)) {}

Statement::Statement(Statement &&other) noexcept
    : m_connection(other.m_connection), m_statement(std::exchange(other.m_statement, nullptr)),
      m_lent(std::exchange(other.m_lent, nullptr)), m_changes(other.m_changes), m_hasRow(other.m_hasRow),
      m_isFinished(other.m_isFinished), m_error(std::move(other.m_error))
{
}

Statement::~Statement()
{
    if (!m_statement)
        return;
    if (!m_lent) {
        sqlite3_finalize(m_statement);
        return;
    }
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    *m_lent = false;
}

void Statement::check(int code, const char *doing)
{
    if (code != SQLITE_OK && !m_error)
        m_error = m_connection->error(code, doing);
}

Statement &Statement::bind(int index, const QString &text)
{
    return bindText(index, text.toUtf8());
}

Statement &Statement::bindText(int index, QByteArrayView utf8)
{
    if (!m_error)
        check(sqlite3_bind_text64(m_statement, index, nonNull(utf8.data()), static_cast<sqlite3_uint64>(utf8.size()),
                                  SQLITE_TRANSIENT, SQLITE_UTF8), "bind a text");
    return *this;
}

Statement &Statement::bind(int index, QByteArrayView blob)
{
    if (!m_error)
        check(sqlite3_bind_blob64(m_statement, index, nonNull(blob.data()), static_cast<sqlite3_uint64>(blob.size()),
                                  SQLITE_TRANSIENT), "bind a blob");
    return *this;
}

Statement &Statement::bind(int index, std::nullopt_t)
{
    if (!m_error)
        check(sqlite3_bind_null(m_statement, index), "bind null");
    return *this;
}

Statement &Statement::bindInteger(int index, std::int64_t number)
{
    if (!m_error)
        check(sqlite3_bind_int64(m_statement, index, number), "bind a number");
    return *this;
}

bool Statement::next()
{
    m_hasRow = false;
    if (m_error || m_isFinished)
        return false;
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) {
        m_hasRow = true;
        return true;
    }
    m_isFinished = true;
    if (code != SQLITE_DONE)
        check(code, "run a statement");
    return false;
}

Result<void> Statement::done() const
{
    if (m_error)
        return Unexpected{*m_error};
    return {};
}

Result<void> Statement::run()
{
    while (next()) { }
    if (!m_error) {
        // Reset here, so that the statement can be bound and run again.
        m_changes = sqlite3_stmt_readonly(m_statement) ? 0 : sqlite3_changes(m_connection->m_handle);
        sqlite3_reset(m_statement);
        m_isFinished = false;
    }
    return done();
}

QString Statement::text(int column) const
{
    return fromUtf8(bytesView(column));
}

QByteArray Statement::blob(int column) const
{
    return bytesView(column).toByteArray();
}

qint64 Statement::integer(int column) const
{
    return m_hasRow ? sqlite3_column_int64(m_statement, column) : 0;
}

bool Statement::isNull(int column) const
{
    return !m_hasRow || sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

QByteArrayView Statement::bytesView(int column) const
{
    if (!m_hasRow)
        return {};
    // The order matters: asking for the bytes may convert the value, and only then is its length the right one.
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    const int sizeBytes = sqlite3_column_bytes(m_statement, column);
    return bytes ? QByteArrayView(bytes, sizeBytes) : QByteArrayView();
}

} // namespace cloister::storage
