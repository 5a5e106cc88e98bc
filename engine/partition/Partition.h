#pragma once

#include "engine/base/Future.h"
#include "engine/model/Caller.h"
#include "engine/model/PartitionKey.h"
#include "engine/partition/PartitionSession.h"
#include "engine/partition/ProjectFile.h"

#include <functional>
#include <memory>

namespace cloister {

/// What a namespace held when it was erased.
struct ErasedCounts
{
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 bytes = 0;
};

/// The capability to reach one namespace of one project: the only object through which tenant tables, content and
/// index can be reached. No method takes a project or a namespace. Made in one place, service/PartitionMint, for an
/// authorised caller. Copies are cheap; any thread.
class Partition
{
public:
    enum class Intent {
        Change, ///< works on what is there; an unused namespace stays unused
        Create, ///< may make the namespace and its key
        Remove, ///< as Change, and still accepted on a full disk; answers kept for repeated POSTs go when their day is over
        Derive, ///< may change what is derived from records (search entries), nothing else, and leaves no event
    };

    const PartitionKey &key() const { return m_key; }
    const Caller &caller() const { return m_caller; }
    const crypto::SecretKey &tokenKey() const { return m_file->tokenKey(); }
    qint64 now() const { return m_file->clock().nowMs(); }

    /// Runs `job` on this thread in one snapshot of the partition.
    template<typename T>
    Result<T> read(const std::function<Result<T>(PartitionSession &)> &job) const
    {
        CLOISTER_ASSIGN(Snapshot snapshot, takeSnapshot());
        return kept(job(snapshot.session));
    }

    /// What is to be removed, as events name it.
    struct Removal
    {
        QString action; ///< dialogue.delete, ...
        QLatin1String entityKind;
        QString entityId;
    };

    /// As write() with Intent::Remove. In an immutable project nothing is removed: the attempt is recorded, then
    /// Immutable.
    template<typename T>
    Future<Result<T>> remove(const Removal &what, std::function<Result<T>(PartitionSession &)> job) const
    {
        if (!m_file->isImmutable())
            return write<T>(Intent::Remove, std::move(job));
        return recordRefusal(what).then([](const Result<void> &recorded) -> Result<T> {
            return recorded ? refusedAsImmutable() : recorded.unexpected();
        });
    }

    /// Erases the namespace: destroys its key, then removes every row of it, with one event that counts them. From its
    /// beginning on nothing can be read from it or written to it; should it be cut short, that stays so until it is
    /// done again. What it held; NotFound when there is no such namespace.
    Future<Result<ErasedCounts>> erase() const;

    /// Queues `job` for the project's writer thread. The future resolves when its change and its audit events are
    /// durable, or with the error that rolled it back; `job` runs at most once and outlives its caller.
    template<typename T>
    Future<Result<T>> write(Intent intent, std::function<Result<T>(PartitionSession &)> job) const
    {
        const QByteArray created = intent == Intent::Create ? m_key.bytes() : QByteArray();
        const auto purpose
            = intent == Intent::Remove ? storage::WritePurpose::FreesSpace : storage::WritePurpose::Ordinary;
        return m_file->writer().submit<T>(
            [self = *this, intent, job = std::move(job)](storage::WriteContext &context) -> Result<T> {
                CLOISTER_ASSIGN(PartitionSession session, self.openForWriting(context, intent));
                return self.kept(self.finish(session, job(session)));
            },
            created, purpose);
    }

    /// The partition's search index, built from its rows when it is not in memory. Not from inside read().
    Result<search::IndexCache::IndexPtr> index() const;
    /// The same if it is in memory, else null.
    search::IndexCache::IndexPtr loadedIndex() const;

private:
    friend class PartitionMint;
    friend class PartitionForTests;
    Partition(std::shared_ptr<ProjectFile> file, PartitionKey key, Caller caller);

    struct Snapshot
    {
        storage::ReaderPool::Lease lease; ///< outlives the session
        PartitionSession session;
    };

    Result<Snapshot> takeSnapshot() const;
    Result<PartitionSession> open(storage::Connection &connection) const;
    Result<PartitionSession> openForWriting(storage::WriteContext &context, Intent intent) const;
    Result<ErasedCounts> eraseNow(storage::WriteContext &context) const;
    AuditEvent eventOf(const QString &action) const;
    void announce(PartitionSession &session) const;
    Result<search::IndexCache::IndexPtr> buildIndex() const;
    /// Takes the saved graph over if there is one; true when it is damaged or of another version of the program.
    static Result<bool> isGraphRefused(PartitionSession &session, search::PartitionIndex &index);
    void report(const Error &error) const;
    Future<Result<void>> record(const AuditEvent &event) const;
    Future<Result<void>> recordRefusal(const Removal &what) const;
    static Unexpected refusedAsImmutable();

    template<typename T>
    Result<T> finish(PartitionSession &session, Result<T> result) const
    {
        if (result) {
            CLOISTER_TRY(session.finishWriting());
            announce(session);
        }
        return result;
    }

    template<typename T>
    Result<T> kept(Result<T> result) const
    {
        if (!result)
            report(result.error());
        return result;
    }

    std::shared_ptr<ProjectFile> m_file;
    PartitionKey m_key;
    Caller m_caller;
};

} // namespace cloister
