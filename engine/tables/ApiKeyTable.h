#pragma once

#include "engine/base/Result.h"
#include "engine/model/ApiKey.h"
#include "engine/storage/Connection.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace cloister::tables {

/// An API key as stored: what may be shown of it and what its secret is compared with.
struct ApiKeyRow
{
    ApiKey key;
    QByteArray verifier; ///< HMAC-SHA-256 of the secret, 32 bytes
};

/// Table `api_key` of the control database. Borrowed connection; one thread.
class ApiKeyTable
{
public:
    explicit ApiKeyTable(storage::Connection &connection) : m_connection(connection) {}

    Result<std::optional<ApiKeyRow>> find(const QString &id) const;
    /// Newest first, revoked ones included.
    Result<QList<ApiKey>> list(const QString &projectId) const;

    Result<void> insert(const ApiKeyRow &row);
    /// Keys that are revoked already keep their time.
    Result<void> revoke(const QString &id, qint64 now);
    Result<void> setExpires(const QString &id, qint64 expires);
    Result<void> removeAll(const QString &projectId);
    Result<void> setLastUsed(const QString &id, qint64 now);

private:
    Result<void> setTime(QByteArrayView sql, const QString &id, qint64 now);

    storage::Connection &m_connection;
};

} // namespace cloister::tables
