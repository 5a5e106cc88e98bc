#pragma once

#include "engine/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <concepts>
#include <cstdint>
#include <optional>

struct sqlite3_stmt;

namespace cloister::storage {

class Connection;

/// One statement lent by its connection and given back, reset and without bindings, on destruction. Parameters count
/// from 1, columns from 0. The first error sticks: later calls do nothing and done() or run() returns it.
///
///     auto s = connection.prepare("SELECT id, body FROM note WHERE pk = ?1");
///     s.bind(1, pk);
///     while (s.next())
///         notes.append({s.text(0), s.blob(1)});
///     CLOISTER_TRY(s.done());
class Statement
{
public:
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&) = delete;
    Statement(const Statement &) = delete;

    /// A QString is bound as TEXT (a null one as empty text), bytes as BLOB (null ones as an empty blob); SQLite never
    /// compares a text equal to a blob. Values are copied.
    Statement &bind(int index, const QString &text);
    Statement &bind(int index, const QByteArray &blob) { return bind(index, QByteArrayView(blob)); }
    Statement &bind(int index, QByteArrayView blob);
    Statement &bind(int index, std::nullopt_t);
    Statement &bind(int index, const char *) = delete;
    template<std::integral Integer>
    Statement &bind(int index, Integer number)
    {
        return bindInteger(index, static_cast<std::int64_t>(number));
    }
    template<typename T>
    Statement &bind(int index, const std::optional<T> &value)
    {
        return value ? bind(index, *value) : bind(index, std::nullopt);
    }
    /// Binds bytes that are UTF-8 as TEXT.
    Statement &bindText(int index, QByteArrayView utf8);

    /// Steps to the next row; false at the end and on an error, which done() tells apart.
    bool next();
    /// Success, or the first error of this statement.
    Result<void> done() const;
    /// Runs a statement whose rows, if any, are of no interest.
    Result<void> run();
    /// Rows that run() inserted, updated or deleted, without those of triggers and foreign key actions.
    qint64 changes() const noexcept { return m_changes; }

    /// Columns of the current row; empty or 0 for NULL and when there is no row.
    QString text(int column) const;
    QByteArray blob(int column) const;
    qint64 integer(int column) const;
    bool isNull(int column) const;
    /// The bytes of a BLOB or, in UTF-8, of a TEXT; valid until next(), run() or destruction.
    QByteArrayView bytesView(int column) const;

private:
    friend class Connection;
    Statement(Connection &connection, sqlite3_stmt *statement, bool *lent);
    Statement(Connection &connection, Error error);
    Statement &bindInteger(int index, std::int64_t number);
    void check(int code, const char *doing);

    Connection *m_connection;
    sqlite3_stmt *m_statement = nullptr;
    bool *m_lent = nullptr; ///< the cache's mark, null when this statement is its own and is destroyed with it
    qint64 m_changes = 0;
    bool m_hasRow = false;
    bool m_isFinished = false;
    std::optional<Error> m_error;
};

} // namespace cloister::storage
