#pragma once

#include "engine/model/NamespaceInfo.h"
#include "engine/tables/TenantScope.h"

#include <QString>

namespace cloister::tables {

/// The one row that describes a partition: its state, counters and the sources of its ids and insertion order.
struct NamespaceRow
{
    QString name;
    NamespaceState state = NamespaceState::Active;
    qint64 created = 0;
    qint64 generation = 0; ///< of the namespace key
    QString lastUlid;
    qint64 nextSeq = 0;
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 bytes = 0;
    qint64 lastActivity = 0;
};

/// Table `namespace` seen from inside one partition. Borrowed scope; one thread.
class NamespaceTable
{
public:
    explicit NamespaceTable(const TenantScope &scope) : m_scope(scope) {}

    /// nullopt while nothing was ever written to the namespace.
    Result<std::optional<NamespaceRow>> find() const;
    Result<void> insert(const NamespaceRow &row);
    /// Writes everything but the name, created and generation.
    Result<void> update(const NamespaceRow &row);

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
