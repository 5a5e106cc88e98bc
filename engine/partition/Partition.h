#pragma once

#include "engine/model/Caller.h"
#include "engine/model/PartitionKey.h"
#include "engine/partition/PartitionSession.h"
#include "engine/partition/ProjectFile.h"

#include <QFuture>

#include <functional>
#include <memory>

namespace cloister {

/// The capability to reach one namespace of one project: the only object through which tenant tables, content and
/// index can be reached. No method takes a project or a namespace. Made in one place, service/PartitionMint, for an
/// authorised caller. Copies are cheap; any thread.
class Partition
{
public:
    enum class Intent {
        Change, ///< works on what is there; an unused namespace stays unused
        Create, ///< may make the namespace and its key
        Remove, ///< as Change, and still accepted on a full disk
    };

    const PartitionKey &key() const { return m_key; }
    const Caller &caller() const { return m_caller; }
    const crypto::SecretKey &tokenKey() const { return m_file->tokenKey(); }
    qint64 now() const { return m_file->clock().nowMs(); }

    /// Runs `job` on this thread in one snapshot of the partition.
    template<typename T>
    Result<T> read(const std::function<Result<T>(PartitionSession &)> &job) const
    {
        CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, lend());
        CLOISTER_ASSIGN(PartitionSession session, open(lease.connection()));
        return kept(job(session));
    }

    /// Queues `job` for the project's writer thread. The future resolves when its change and its audit events are
    /// durable, or with the error that rolled it back; `job` runs at most once and outlives its caller.
    template<typename T>
    QFuture<Result<T>> write(Intent intent, std::function<Result<T>(PartitionSession &)> job) const
    {
        const QByteArray created = intent == Intent::Create ? m_key.bytes() : QByteArray();
        const auto purpose
            = intent == Intent::Remove ? storage::WritePurpose::FreesSpace : storage::WritePurpose::Ordinary;
        return m_file->writer().submit<T>(
            [self = *this, intent, job = std::move(job)](storage::WriteContext &context) -> Result<T> {
                CLOISTER_ASSIGN(PartitionSession session, self.openForWriting(context, intent));
                return self.kept(finish(session, job(session)));
            },
            created, purpose);
    }

private:
    friend class PartitionMint;
    friend class PartitionForTests;
    Partition(std::shared_ptr<ProjectFile> file, PartitionKey key, Caller caller);

    Result<storage::ReaderPool::Lease> lend() const;
    Result<PartitionSession> open(storage::Connection &connection) const;
    Result<PartitionSession> openForWriting(storage::WriteContext &context, Intent intent) const;
    void report(const Error &error) const;

    template<typename T>
    static Result<T> finish(PartitionSession &session, Result<T> result)
    {
        if (result)
            CLOISTER_TRY(session.finishWriting());
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
