#include "engine/tables/ApiKeyTable.h"

namespace cloister::tables {

#define API_KEY_COLUMNS \
    "id, project_id, label, verifier, scopes, namespaces, addresses, created, expires, last_used, revoked"

static constexpr char kKeyById[] = "SELECT " API_KEY_COLUMNS " FROM api_key WHERE id = ?1";
static constexpr char kKeysOfProject[] =
    "SELECT " API_KEY_COLUMNS " FROM api_key WHERE project_id = ?1 ORDER BY created DESC, id DESC";
static constexpr char kInsertApiKey[] =
    "INSERT INTO api_key (" API_KEY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
static constexpr char kRevokeKey[] = "UPDATE api_key SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL";
static constexpr char kSetExpires[] = "UPDATE api_key SET expires = ?2 WHERE id = ?1";
static constexpr char kRemoveKeys[] = "DELETE FROM api_key WHERE project_id = ?1";
static constexpr char kSetLastUsed[] = "UPDATE api_key SET last_used = ?2 WHERE id = ?1";

// Each name is followed by a unit separator, which no name holds: the empty name (the default namespace) is one too.
static constexpr QChar kSeparator(0x1f);

static std::optional<QString> packList(const std::optional<QStringList> &list)
{
    if (!list)
        return std::nullopt;
    QString packed;
    for (const QString &name : *list)
        packed += name + kSeparator;
    return packed;
}

static std::optional<QStringList> unpackList(const storage::Statement &statement, int column)
{
    if (statement.isNull(column))
        return std::nullopt;
    QStringList list = statement.text(column).split(kSeparator);
    list.removeLast();
    return list;
}

static std::optional<qint64> optionalTime(const storage::Statement &statement, int column)
{
    return statement.isNull(column) ? std::nullopt : std::optional(statement.integer(column));
}

static ApiKeyRow readKey(const storage::Statement &statement)
{
    ApiKeyRow row;
    row.key.id = statement.text(0);
    row.key.projectId = statement.text(1);
    row.key.label = statement.text(2);
    row.verifier = statement.blob(3);
    row.key.scopes = Scopes::fromInt(static_cast<Scopes::Int>(statement.integer(4)));
    row.key.namespaces = unpackList(statement, 5);
    row.key.addresses = unpackList(statement, 6);
    row.key.created = statement.integer(7);
    row.key.expires = optionalTime(statement, 8);
    row.key.lastUsed = optionalTime(statement, 9);
    row.key.revoked = optionalTime(statement, 10);
    return row;
}

Result<std::optional<ApiKeyRow>> ApiKeyTable::find(const QString &id) const
{
    auto statement = m_connection.prepare(kKeyById);
    statement.bind(1, id);
    std::optional<ApiKeyRow> found;
    if (statement.next())
        found = readKey(statement);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<QList<ApiKey>> ApiKeyTable::list(const QString &projectId) const
{
    auto statement = m_connection.prepare(kKeysOfProject);
    statement.bind(1, projectId);
    QList<ApiKey> keys;
    while (statement.next())
        keys.append(readKey(statement).key);
    CLOISTER_TRY(statement.done());
    return keys;
}

Result<void> ApiKeyTable::insert(const ApiKeyRow &row)
{
    auto statement = m_connection.prepare(kInsertApiKey);
    statement.bind(1, row.key.id);
    statement.bind(2, row.key.projectId);
    statement.bind(3, row.key.label);
    statement.bind(4, row.verifier);
    statement.bind(5, row.key.scopes.toInt());
    statement.bind(6, packList(row.key.namespaces));
    statement.bind(7, packList(row.key.addresses));
    statement.bind(8, row.key.created);
    statement.bind(9, row.key.expires);
    statement.bind(10, row.key.lastUsed);
    statement.bind(11, row.key.revoked);
    return statement.run();
}

Result<void> ApiKeyTable::revoke(const QString &id, qint64 now)
{
    return setTime(kRevokeKey, id, now);
}

Result<void> ApiKeyTable::setExpires(const QString &id, qint64 expires)
{
    return setTime(kSetExpires, id, expires);
}

Result<void> ApiKeyTable::removeAll(const QString &projectId)
{
    auto statement = m_connection.prepare(kRemoveKeys);
    statement.bind(1, projectId);
    return statement.run();
}

Result<void> ApiKeyTable::setLastUsed(const QString &id, qint64 now)
{
    return setTime(kSetLastUsed, id, now);
}

Result<void> ApiKeyTable::setTime(QByteArrayView sql, const QString &id, qint64 now)
{
    auto statement = m_connection.prepare(sql);
    statement.bind(1, id);
    statement.bind(2, now);
    return statement.run();
}

} // namespace cloister::tables
