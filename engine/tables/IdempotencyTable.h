#pragma once

#include "engine/tables/TenantScope.h"

#include <QStringList>

namespace cloister::tables {

/// One POST that was answered before. A repeat rebuilds its answer from the records that `ids` names.
struct IdempotencyRow
{
    QString apiKey;
    QString route;
    QString key;
    qint64 expires = 0; ///< milliseconds since the epoch
    QByteArray digest;  ///< of the request, keyed
    QStringList ids;
};

/// Table `idempotency` of one partition. Borrowed scope; one thread.
class IdempotencyTable
{
public:
    explicit IdempotencyTable(const TenantScope &scope) : m_scope(scope) {}

    Result<std::optional<IdempotencyRow>> find(const QString &apiKey, const QString &route, const QString &key) const;
    Result<void> insert(const IdempotencyRow &row);
    Result<void> removeExpired(qint64 now);

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
