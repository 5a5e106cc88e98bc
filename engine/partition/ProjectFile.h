#pragma once

#include "engine/base/Clock.h"
#include "engine/partition/EventWriter.h"
#include "engine/partition/IndexHub.h"
#include "engine/partition/NamespaceKeys.h"
#include "engine/storage/Ballast.h"
#include "engine/storage/ReaderPool.h"
#include "engine/storage/WriteQueue.h"

#include <QSet>

#include <atomic>
#include <memory>
#include <mutex>

namespace cloister {

/// One open project: its database (one writer, a pool of readers), its namespace keys, its ballast. Shared by the
/// partitions that were minted from it; closes when the last one lets go. Any thread.
class ProjectFile
{
public:
    struct Options
    {
        QString directory; ///< <workspace>/projects/<id>, made with mode 0700 when absent
        QString projectId;
        const crypto::SecretKey *projectKey = nullptr; ///< read during open()
        const Clock *clock = nullptr;                  ///< outlives the file
        LogHooks log = {};
        bool isImmutable = false;
        bool isDeletionProtected = false;
        std::shared_ptr<IndexHub> indexes = nullptr;   ///< null: one of its own
    };

    /// Opens or creates both files and brings their schema up to date. A file newer than this program, damaged or
    /// locked by another key is refused untouched.
    static Result<std::shared_ptr<ProjectFile>> open(const Options &options);
    ~ProjectFile();

    const QString &projectId() const { return m_projectId; }
    const Clock &clock() const { return *m_clock; }
    storage::WriteQueue &writer() { return *m_writer; }
    storage::ReaderPool &readers() { return *m_readers; }
    NamespaceKeys &keys() { return *m_keys; }
    const EventWriter &log() const { return m_log; }

    /// Signs what the log holds since its newest checkpoint, and waits for it.
    Result<void> sealLog(const QString &reason);

    /// Whether records may only be added. Once set it stays.
    bool isImmutable() const { return m_isImmutable; }
    void setImmutable() { m_isImmutable = true; }
    /// Whether the project and its namespaces are protected from deletion.
    bool isDeletionProtected() const { return m_isDeletionProtected; }
    void setDeletionProtected(bool isProtected) { m_isDeletionProtected = isProtected; }
    const std::shared_ptr<IndexHub> &indexes() const { return m_indexes; }

    /// A key for the project's page tokens.
    const crypto::SecretKey &tokenKey() const { return m_tokenKey; }

    /// Marks a partition whose data failed authentication: it answers STORAGE_UNAVAILABLE until the workspace is
    /// opened again, the others go on.
    void quarantine(const QByteArray &pk);
    bool isQuarantined(const QByteArray &pk) const;

    /// While a partition is being erased nothing is read from it and nothing written: StorageUnavailable.
    void beginErasure(const QByteArray &pk);
    void endErasure(const QByteArray &pk);
    bool isBeingErased(const QByteArray &pk) const;
    /// Grows whenever an erasure begins or ends: unchanged around two looks, both saw the same keys.
    quint64 erasureSteps() const { return m_erasureSteps; }
    /// Those that are, be it since before the file was opened.
    QList<QByteArray> erasures() const;

    /// Checks every page of both files; the problems found.
    Result<QStringList> integrityCheck();

private:
    explicit ProjectFile(const Options &options);
    Result<void> openFiles(const Options &options);
    static Result<void> migrate(const storage::OpenOptions &file);

    QString m_projectId;
    const Clock *m_clock;
    const EventWriter m_log;
    std::atomic<bool> m_isImmutable;
    std::atomic<bool> m_isDeletionProtected;
    crypto::SecretKey m_tokenKey;
    std::shared_ptr<IndexHub> m_indexes;
    std::unique_ptr<NamespaceKeys> m_keys;
    std::unique_ptr<storage::Ballast> m_ballast;
    std::unique_ptr<storage::ReaderPool> m_readers;
    std::unique_ptr<storage::WriteQueue> m_writer; ///< last: stops before what it uses goes
    mutable std::mutex m_mutex;
    QSet<QByteArray> m_quarantined; ///< guarded by m_mutex
    QSet<QByteArray> m_inErasure;   ///< guarded by m_mutex
    std::atomic<quint64> m_erasureSteps = 0;
};

} // namespace cloister
