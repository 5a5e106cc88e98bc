#include "engine/storage/Connection.h"

#include "engine/base/Utf8.h"
#include "engine/storage/PrivateFile.h"

#include <QFile>

#include <sqlcipher/sqlite3.h>

#include <array>
#include <cstring>
#include <set>

namespace cloister::storage {

namespace {

constexpr int kCheckpointPages = 4000;
constexpr int kCheckpointStepPages = 1000; // how much further the log may grow while readers hold a checkpoint back
constexpr int kBusyTimeoutMs = 5000;
constexpr size_t kCachedStatements = 256;
constexpr QByteArrayView kPlainMagic("SQLite format 3\0", 16);

constexpr std::array<std::pair<int, int>, 9> kLimits = {{
    {SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024}, {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024}, {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 100}, {SQLITE_LIMIT_COMPOUND_SELECT, 20}, {SQLITE_LIMIT_FUNCTION_ARG, 16},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_TRIGGER_DEPTH, 10}, {SQLITE_LIMIT_WORKER_THREADS, 0},
}};

int openFlags(Role role)
{
    // Writable roles do not pass CREATE: the file is made beforehand with its mode, and a vanished one is an error.
    return SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
        | (role == Role::Reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
}

Result<void> refusePlainFile(const QString &path)
{
    CLOISTER_ASSIGN(const QByteArray head, readFileHead(path, kPlainMagic.size()));
    if (head.isEmpty())
        return fail(ErrorCode::Integrity, QStringLiteral("%1 is empty").arg(path));
    if (head == kPlainMagic)
        return fail(ErrorCode::Integrity, QStringLiteral("%1 is not encrypted").arg(path));
    return {};
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const OpenOptions &options)
{
    bool isNew = false;
    if (options.create) {
        CLOISTER_ASSIGN(isNew, createPrivateFile(options.path));
        // A crash may have left the empty file of an earlier attempt.
        CLOISTER_ASSIGN(const QByteArray head, readFileHead(options.path, 1));
        isNew = isNew || head.isEmpty();
    }
    if (!isNew)
        CLOISTER_TRY(refusePlainFile(options.path));

    std::unique_ptr<Connection> connection(new Connection(options));
    Result<void> opened = connection->openFile(options);
    if (opened && isNew) {
        // A first write, so that the key is proved by what stands in the file, not by what was asked for.
        opened = connection->setSchemaVersion(0);
        if (opened && options.role == Role::Writer)
            opened = connection->checkpointTruncate();
        if (opened)
            opened = refusePlainFile(options.path);
    }
    if (!opened) {
        connection->m_worstFailure = Failure::Fault; // close without another write
        connection.reset();
        if (isNew)
            QFile::remove(options.path);
        return opened.unexpected();
    }
    if (options.role == Role::Reader)
        CLOISTER_TRY(connection->lockDown());
    return connection;
}

Connection::Connection(const OpenOptions &options)
    : m_path(options.path), m_role(options.role), m_isRequest(options.request), m_checkpointAt(kCheckpointPages),
      m_key(options.key)
{
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    if (!m_handle)
        return;
    if (m_role == Role::Writer && m_worstFailure < Failure::Damaged && !isInTransaction()) {
        sqlite3_busy_timeout(m_handle, 0);
        static_cast<void>(checkpoint(SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr));
    }
    clearCache();
    sqlite3_finalize(m_pin);
    m_authorizer.reset();
    sqlite3_close(m_handle);
    m_handle = nullptr;
}

Result<void> Connection::openFile(const OpenOptions &options)
{
    const int code = sqlite3_open_v2(QFile::encodeName(m_path).constData(), &m_handle, openFlags(m_role), nullptr);
    if (code != SQLITE_OK)
        return Unexpected{error(code, "open the file")};
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_timeout(m_handle, kBusyTimeoutMs);
    CLOISTER_TRY(applyKey());
    CLOISTER_TRY(proveKey());
    return configure(options);
}

Result<void> Connection::applyKey()
{
    // Built here and nowhere else: a literal of another length would be taken for a passphrase, one with a wrong digit
    // for another key, both without an error.
    constexpr char kDigits[] = "0123456789abcdef";
    std::array<char, 67> literal{};
    size_t at = 0;
    literal[at++] = 'x';
    literal[at++] = '\'';
    for (const unsigned char byte : m_key.bytes()) {
        literal[at++] = kDigits[byte >> 4];
        literal[at++] = kDigits[byte & 0x0f];
    }
    literal[at++] = '\'';
    const int code = sqlite3_key(m_handle, literal.data(), static_cast<int>(at));
    ::explicit_bzero(literal.data(), literal.size());
    if (code != SQLITE_OK)
        return Unexpected{error(code, "set the key")};
    CLOISTER_TRY(pragma("PRAGMA cipher_page_size=4096"));
    return {};
}

Result<void> Connection::proveKey()
{
    CLOISTER_TRY(pragma("SELECT count(*) FROM sqlite_master"));
    return {};
}

Result<void> Connection::configure(const OpenOptions &options)
{
    setLimits();
    // In memory: sorts would write to temporary files in clear, and a VACUUM through one damages a file whose pages have
    // another size than SQLCipher's default (3.4.1).
    CLOISTER_TRY(expectPragma("PRAGMA temp_store=2", nullptr));
    CLOISTER_TRY(expectPragma("PRAGMA foreign_keys=ON", nullptr));
    CLOISTER_TRY(expectPragma("PRAGMA foreign_keys", "1"));
    CLOISTER_TRY(pragma(QByteArray("PRAGMA cache_size=-" + QByteArray::number(options.cacheKiB)).constData()));
    sqlite3_wal_autocheckpoint(m_handle, 0);
    if (m_role == Role::Reader) {
        CLOISTER_TRY(expectPragma("PRAGMA journal_mode", "wal"));
        return expectPragma("PRAGMA query_only=ON", nullptr);
    }
    CLOISTER_TRY(expectPragma("PRAGMA secure_delete=ON", "1"));
    // Takes effect in a new file: its free pages can be given back to the disk (releaseFreePages).
    CLOISTER_TRY(pragma("PRAGMA auto_vacuum=INCREMENTAL"));
    return configureJournal();
}

Result<void> Connection::configureJournal()
{
    if (m_role == Role::KeyFile) {
        // EXTRA also syncs the directory after the journal is removed: a commit cannot be undone by a power cut.
        CLOISTER_TRY(expectPragma("PRAGMA journal_mode=DELETE", "delete"));
        CLOISTER_TRY(expectPragma("PRAGMA synchronous=EXTRA", nullptr));
        return expectPragma("PRAGMA synchronous", "3");
    }
    CLOISTER_TRY(expectPragma("PRAGMA journal_mode=WAL", "wal"));
    CLOISTER_TRY(expectPragma("PRAGMA synchronous=FULL", nullptr));
    CLOISTER_TRY(expectPragma("PRAGMA synchronous", "2"));
    sqlite3_wal_hook(
        m_handle,
        [](void *self, sqlite3 *, const char *, int pages) {
            static_cast<Connection *>(self)->m_walPages = pages;
            return SQLITE_OK;
        },
        this);
    return {};
}

void Connection::setLimits()
{
    for (const auto &[limit, value] : kLimits)
        sqlite3_limit(m_handle, limit, value);
    sqlite3_limit(m_handle, SQLITE_LIMIT_ATTACHED, m_isRequest ? 0 : 1); // VACUUM attaches a file of its own
}

Result<QByteArray> Connection::pragma(const char *sql)
{
    const Authorizer::Bypass bypass(m_authorizer.get());
    Statement statement = prepareUncached(sql);
    QByteArray value;
    if (statement.next())
        value = statement.blob(0);
    CLOISTER_TRY(statement.run());
    return value;
}

Statement Connection::prepareUncached(const char *sql)
{
    int code = SQLITE_OK;
    sqlite3_stmt *compiled = compile(sql, &code);
    return compiled ? Statement(*this, compiled, nullptr) : Statement(*this, error(code, "prepare a statement"));
}

Result<void> Connection::expectPragma(const char *sql, const char *expected)
{
    CLOISTER_ASSIGN(const QByteArray value, pragma(sql));
    if (expected && value != QByteArrayView(expected))
        return fail(ErrorCode::StorageUnavailable,
                    QStringLiteral("%1 gave \"%2\"").arg(QLatin1String(sql), fromUtf8(value)));
    return {};
}

sqlite3_stmt *Connection::compile(QByteArrayView sql, int *code)
{
    sqlite3_stmt *statement = nullptr;
    const char *tail = nullptr;
    *code = sqlite3_prepare_v2(m_handle, sql.data(), static_cast<int>(sql.size()), &statement, &tail);
    if (*code != SQLITE_OK)
        return nullptr;
    // Text after the statement, or none at all, is a mistake: nothing would run it.
    const bool isWhole = statement && QByteArrayView(tail, sql.data() + sql.size() - tail).trimmed().isEmpty();
    if (!isWhole) {
        sqlite3_finalize(statement);
        *code = SQLITE_MISUSE;
        return nullptr;
    }
    return statement;
}

Statement Connection::prepare(QByteArrayView sql)
{
    const std::string_view text(sql.data(), static_cast<size_t>(sql.size()));
    const auto cached = m_cache.find(text);
    if (cached != m_cache.end() && !cached->second.isLent) {
        cached->second.isLent = true;
        return Statement(*this, cached->second.statement, &cached->second.isLent);
    }
    int code = SQLITE_OK;
    sqlite3_stmt *compiled = compile(sql, &code);
    if (!compiled)
        return Statement(*this, error(code, "prepare a statement"));
    if (cached != m_cache.end() || m_cache.size() >= kCachedStatements)
        return Statement(*this, compiled, nullptr);
    CachedStatement &entry = m_cache.emplace(std::string(text), CachedStatement{compiled, true}).first->second;
    return Statement(*this, compiled, &entry.isLent);
}

Result<void> Connection::execute(QByteArrayView script)
{
    const char *at = script.data();
    const char *const end = at + script.size();
    while (at != end) {
        sqlite3_stmt *statement = nullptr;
        const char *tail = nullptr;
        const int code = sqlite3_prepare_v2(m_handle, at, static_cast<int>(end - at), &statement, &tail);
        if (code != SQLITE_OK)
            return Unexpected{error(code, "prepare a script's statement")};
        at = tail;
        if (statement) // none for a comment or white space
            CLOISTER_TRY(Statement(*this, statement, nullptr).run());
    }
    return {};
}

Result<void> Connection::lockDown()
{
    if (!m_isRequest || m_authorizer)
        return {};
    std::set<std::string, std::less<>> tables;
    {
        Statement names = prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
        while (names.next())
            tables.insert(names.blob(0).toStdString());
        CLOISTER_TRY(names.done());
    }
    clearCache();
    m_authorizer = std::make_unique<Authorizer>(std::move(tables));
    m_authorizer->install(m_handle);
    return {};
}

Result<void> Connection::pinSnapshot()
{
    // BEGIN alone takes no snapshot; the first read does.
    const Authorizer::Bypass bypass(m_authorizer.get());
    int code = SQLITE_OK;
    if (!m_pin && !(m_pin = compile("PRAGMA user_version", &code)))
        return Unexpected{error(code, "take a snapshot")};
    code = sqlite3_step(m_pin);
    sqlite3_reset(m_pin);
    if (code != SQLITE_ROW)
        return Unexpected{error(code, "take a snapshot")};
    return {};
}

Result<void> Connection::checkpoint(int mode, int *logPages, int *copiedPages)
{
    const int code = sqlite3_wal_checkpoint_v2(m_handle, "main", mode, logPages, copiedPages);
    if (code != SQLITE_OK)
        return Unexpected{error(code, "checkpoint the write-ahead log")};
    return {};
}

Result<void> Connection::releaseFreePages()
{
    CLOISTER_TRY(pragma("PRAGMA incremental_vacuum"));
    return checkpointTruncate();
}

Result<void> Connection::checkpointTruncate(std::chrono::milliseconds patience)
{
    sqlite3_busy_timeout(m_handle, static_cast<int>(patience.count()));
    const auto truncated = checkpoint(SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(m_handle, kBusyTimeoutMs);
    CLOISTER_TRY(truncated);
    m_walPages = 0;
    m_checkpointAt = kCheckpointPages;
    return {};
}

Result<void> Connection::checkpointIfDue()
{
    if (m_walPages < m_checkpointAt)
        return {};
    int logPages = 0;
    int copiedPages = 0;
    CLOISTER_TRY(checkpoint(SQLITE_CHECKPOINT_PASSIVE, &logPages, &copiedPages));
    m_checkpointAt = copiedPages < logPages ? logPages + kCheckpointStepPages : kCheckpointPages;
    m_walPages = 0;
    return {};
}

Result<int> Connection::schemaVersion()
{
    CLOISTER_ASSIGN(const QByteArray value, pragma("PRAGMA user_version"));
    return value.toInt();
}

Result<void> Connection::setSchemaVersion(int version)
{
    CLOISTER_TRY(pragma(QByteArray("PRAGMA user_version=" + QByteArray::number(version)).constData()));
    return {};
}

bool Connection::isInTransaction() const noexcept
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

Error Connection::error(int code, const char *doing)
{
    // A page that does not authenticate leaves SQLCipher's pager refusing everything with a bare "error" until the
    // transaction ends.
    if (code == SQLITE_ERROR && m_worstFailure == Failure::Damaged)
        code = SQLITE_CORRUPT;
    note(code);
    return sqliteError(code, m_handle, doing);
}

void Connection::note(int code)
{
    m_worstFailure = std::max(m_worstFailure, classifySqlite(code, m_handle ? sqlite3_system_errno(m_handle) : 0));
}

void Connection::clearCache()
{
    for (auto &[text, cached] : m_cache) {
        Q_ASSERT(!cached.isLent);
        sqlite3_finalize(cached.statement);
    }
    m_cache.clear();
}

} // namespace cloister::storage
