#pragma once

#include "engine/base/Result.h"
#include "engine/crypto/SecretKey.h"
#include "engine/storage/Connection.h"

#include <QByteArray>
#include <QHash>

#include <list>
#include <memory>
#include <mutex>
#include <span>

namespace cloister {

/// A namespace's data key. The tag is its name in audit events: it can be resolved only while the key exists.
struct NamespaceKey
{
    crypto::SecretKey key;
    qint64 generation = 1;
    QString tag;
};

/// The file keys.db of a project: one wrapped key a namespace, and a bounded cache of opened ones in locked memory.
/// Owned by ProjectFile; any thread.
class NamespaceKeys
{
public:
    /// Opens or creates the file. `projectKey` wraps the keys; it is copied.
    static Result<std::unique_ptr<NamespaceKeys>> open(
        const QString &path, const crypto::SecretKey &fileKey, const crypto::SecretKey &projectKey);

    /// The key of a partition, or null when it has none: nothing was ever written, or it was erased.
    Result<std::shared_ptr<const NamespaceKey>> find(const QByteArray &pk);

    /// Makes the missing ones among these keys and commits them, all in one transaction. On failure none is made.
    Result<void> ensure(std::span<const QByteArray> pks);

    /// Deletes the key: from here on no copy of the project file can be read for this partition.
    Result<void> destroy(const QByteArray &pk);

    /// The first step of erasing a namespace: deletes the key, if there still is one, and marks the partition, both in
    /// one transaction. Until the mark is taken away no new key is made for it. The namespace's tag; empty when it
    /// has neither key nor mark.
    Result<QString> beginErasure(const QByteArray &pk);
    /// The last step: its rows are gone.
    Result<void> endErasure(const QByteArray &pk);
    /// The partitions that are marked.
    Result<QList<QByteArray>> erasures();

    /// The partition key whose namespace has this tag; empty when there is none.
    Result<QByteArray> partitionOf(const QString &tag);

    Result<QStringList> integrityCheck();

private:
    NamespaceKeys(std::unique_ptr<storage::Connection> connection, crypto::SecretKey projectKey);

    Result<std::shared_ptr<const NamespaceKey>> load(const QByteArray &pk);
    Result<void> insert(const QByteArray &pk);
    Result<void> removeKey(const QByteArray &pk);
    Result<QString> tagOfErasure(const QByteArray &pk);
    Result<void> runWith(const char *sql, const QByteArray &pk);
    Result<qint64> nextGeneration();
    void remember(const QByteArray &pk, std::shared_ptr<const NamespaceKey> key);
    void forget(const QByteArray &pk);

    static constexpr std::size_t kCachedKeys = 16384;
    using Recent = std::list<std::pair<QByteArray, std::shared_ptr<const NamespaceKey>>>;

    std::mutex m_mutex; ///< guards everything below
    std::unique_ptr<storage::Connection> m_connection;
    crypto::SecretKey m_projectKey;
    Recent m_recent; ///< newest first
    QHash<QByteArray, Recent::iterator> m_byPk;
};

} // namespace cloister
