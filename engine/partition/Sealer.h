#pragma once

#include "engine/model/PartitionKey.h"
#include "engine/partition/NamespaceKeys.h"

#include <QByteArrayView>
#include <QLatin1String>

namespace cloister {

/// Where a sealed value stands: its table and column as "table.column" and its row's own key ("id", or "dialogue/seq";
/// ids hold no slash).
struct SealedPlace
{
    QLatin1String owner;
    QString row;
    int chunk = 0;
};

/// Seals and opens one partition's values, and makes the keyed names and digests that its audit events carry. Every
/// value is bound to project, partition, table, row, column, chunk number and key generation, so it opens nowhere
/// else. A partition without a key (nothing written yet, or erased) opens nothing. Any thread.
class Sealer
{
public:
    /// `key` is null for a partition that has none.
    Sealer(const PartitionKey &partition, std::shared_ptr<const NamespaceKey> key);

    bool hasKey() const { return m_key != nullptr; }
    /// Of the key; 0 without one.
    qint64 generation() const { return m_key ? m_key->generation : 0; }

    /// Precondition: hasKey().
    QByteArray seal(const SealedPlace &place, QByteArrayView plain) const;
    /// Integrity when the value is not the one that was sealed here.
    Result<QByteArray> open(const SealedPlace &place, QByteArrayView sealed) const;

    /// The namespace's tag in events; empty without a key.
    QString tag() const { return m_key ? m_key->tag : QString(); }
    /// A deterministic reference to an entity, resolvable by reveal() while the key exists; empty without a key.
    QString hide(QLatin1String kind, const QString &id) const;
    Result<QString> reveal(QLatin1String kind, const QString &reference) const;
    /// Keyed digest in hex; empty without a key.
    QByteArray digest(QByteArrayView content) const;

private:
    QByteArray aad(const SealedPlace &place) const;

    PartitionKey m_partition;
    std::shared_ptr<const NamespaceKey> m_key;
};

} // namespace cloister
