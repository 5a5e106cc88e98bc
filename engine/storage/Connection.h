#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Authorizer.h"
#include "engine/storage/RawKey.h"
#include "engine/storage/SqliteError.h"
#include "engine/storage/Statement.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace cloister::storage {

enum class Role {
    Writer,  ///< write-ahead log, full sync; the only connection of a file that writes and checkpoints
    Reader,  ///< read only; sees snapshots beside the writer
    KeyFile, ///< reads and writes with a rollback journal, so that no old page outlives its commit
};

struct OpenOptions
{
    QString path;
    std::span<const unsigned char, 32> key; ///< read during open(); need not live longer
    Role role = Role::Reader;
    bool create = false;                    ///< make the file (mode 0600) when there is none
    int cacheKiB = 2048;                    ///< page cache, the strongest knob of reading speed
    bool request = true; ///< serves requests: lockDown() holds. False for maintenance, which must never run tenants' SQL
};

/// One open, encrypted file. Used by one thread at a time; its statements, transactions and savepoints must go before it.
class Connection
{
public:
    /// Opens the file and proves the key by reading. Fails with Integrity when the file is not encrypted, the key is
    /// wrong or the header is damaged, and with StorageUnavailable when it is missing or cannot be read; a file that
    /// was there is unchanged then. A Reader with `request` set comes back locked down.
    static Result<std::unique_ptr<Connection>> open(const OpenOptions &options);

    /// A writer checkpoints and truncates the write-ahead log, waiting for nobody.
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// A statement for `sql` (one statement), from the cache when it is free. An error shows in the statement's
    /// done() or run().
    Statement prepare(QByteArrayView sql);

    /// Runs a script of statements without results. Those before a failed one stay done: wrap it in a Transaction.
    Result<void> execute(QByteArrayView script);

    /// From now on only what Authorizer allows may be prepared. Called after migration; does nothing for a connection
    /// opened with `request` unset.
    Result<void> lockDown();

    /// Copies the whole write-ahead log into the file and empties it, so that no deleted page is left in it. Fails with
    /// StorageUnavailable when readers still need the log after `patience` (their snapshots are short): call again later.
    /// Writers only.
    Result<void> checkpointTruncate(std::chrono::milliseconds patience = std::chrono::seconds(1));

    /// Gives the pages that deletes left free back to the disk. Fails as checkpointTruncate() does; what was done by
    /// then stays done. Writers only, outside a transaction.
    Result<void> releaseFreePages();

    /// Copies what can be copied when the log has grown past 4,000 pages; otherwise does nothing. Writers only.
    Result<void> checkpointIfDue();

    /// Copies the database, as one snapshot, into a new file with the same key and mode 0600 and makes it durable. An
    /// unfinished copy is removed. Must not be called inside a transaction.
    Result<void> backupTo(const QString &path);

    Result<int> schemaVersion();
    Result<void> setSchemaVersion(int version);

    const QString &path() const noexcept { return m_path; }
    Role role() const noexcept { return m_role; }
    bool isInTransaction() const noexcept;

    /// The worst failure since opening; a connection with Failure::Fault must be closed, not written through.
    Failure worstFailure() const noexcept { return m_worstFailure; }
    /// Forgets a full disk once room has been made.
    void clearFailure() noexcept { m_worstFailure = Failure::None; }

private:
    friend class Statement;
    friend class Transaction;
    friend class Savepoint;
    friend Result<QStringList> integrityCheck(Connection &connection);
    friend Result<void> copyDatabase(Connection &from, Connection &to);

    struct CachedStatement
    {
        sqlite3_stmt *statement = nullptr;
        bool isLent = false;
    };
    struct TextHash
    {
        using is_transparent = void;
        size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    using StatementCache = std::unordered_map<std::string, CachedStatement, TextHash, std::equal_to<>>;

    explicit Connection(const OpenOptions &options);
    Result<void> openFile(const OpenOptions &options);
    Result<void> applyKey();
    Result<void> proveKey();
    Result<void> configure(const OpenOptions &options);
    Result<void> configureJournal();
    void setLimits();
    Statement prepareUncached(const char *sql);
    Result<QByteArray> pragma(const char *sql);
    Result<void> expectPragma(const char *sql, const char *expected);
    Result<void> checkpoint(int mode, int *logPages, int *copiedPages);
    Result<void> pinSnapshot();
    Error error(int code, const char *doing);
    void note(int code);
    sqlite3_stmt *compile(QByteArrayView sql, int *code);
    void clearCache();
    void close();

    sqlite3 *m_handle = nullptr;
    QString m_path;
    Role m_role;
    bool m_isRequest;
    int m_walPages = 0;
    int m_checkpointAt;
    sqlite3_stmt *m_pin = nullptr;
    Failure m_worstFailure = Failure::None;
    RawKey m_key;
    std::unique_ptr<Authorizer> m_authorizer;
    StatementCache m_cache;
};

/// Reads every page and checks structure, indexes and page authentication. Returns the problems found, none for a whole
/// file. Takes as long as reading the file; runs in its own snapshot.
Result<QStringList> integrityCheck(Connection &connection);

} // namespace cloister::storage
