#pragma once

#include "engine/base/ThreadAnnotations.h"
#include "engine/storage/GroupCommit.h"
#include "engine/storage/RawKey.h"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <thread>

namespace cloister::storage {

/// What the owner of a queue lends it. All run on the writer thread, outside any transaction; an empty one is skipped.
struct WriteHooks
{
    /// Makes ready what the members of a group need, such as keys that must be durable before their first use. Given
    /// the distinct partition tags of a group; when it fails it is asked again with each member's tag alone, and only the
    /// members whose own call fails are refused, with its error.
    std::function<Result<void>(std::span<const QByteArray> partitions)> prepareGroup = {};
    /// The disk is full: make room, so that deletes work. Returns whether there is some.
    std::function<bool()> releaseReserve = {};
    /// Takes the reserve back; true when there is room for ordinary writes again.
    std::function<bool()> restoreReserve = {};
};

/// The one writer of a file: a thread that owns the Writer connection and commits what waits in groups. Each job has a
/// savepoint of its own, one durable commit covers the group, and only then do its futures resolve. A job that returns
/// an error, or throws, is undone alone.
///
/// After an I/O error or a failed sync every member of the group, and all that waited, gets StorageUnavailable. Whether
/// such a group is stored is not known until the queue, which refuses writes meanwhile, has opened the file again and
/// made a commit of its own durable. On a full disk only the group fails; ordinary writes are refused until there is
/// room, those that free space go on.
///
/// After a job that frees space the write-ahead log is emptied, so that it does not go on holding what was deleted: once
/// no job came for a second, or after ten seconds.
///
/// Thread-safe, but for stop() and destruction, which belong to the owner. Futures resolve on the writer thread:
/// continuations without a context run there and must be short and must not wait for the queue.
class WriteQueue
{
public:
    /// Opens the file (role Writer, migrated already) and starts the thread. With `options.request` the connection is
    /// locked down.
    static Result<std::unique_ptr<WriteQueue>> open(const OpenOptions &options, WriteHooks hooks = {});

    /// Calls stop().
    ~WriteQueue();
    WriteQueue(const WriteQueue &) = delete;
    WriteQueue &operator=(const WriteQueue &) = delete;

    /// Queues `job`. The future always resolves: with the job's answer once it is durable, its error, Overloaded when
    /// 4,096 jobs wait, StorageUnavailable as above, or ShuttingDown. A job is run a second time, after its first run is
    /// undone, when it frees space and its group met a full disk, and when another of its group met a damaged page: so it
    /// must not use up what it holds, nor have effects outside the file.
    template<typename T>
    Future<Result<T>> submit(std::function<Result<T>(WriteContext &)> job, QByteArray partition = {},
                              WritePurpose purpose = WritePurpose::Ordinary)
    {
        auto typed = std::make_unique<TypedWriteJob<T>>(std::move(job), std::move(partition), purpose);
        Future<Result<T>> future = typed->future();
        enqueue(std::move(typed));
        return future;
    }

    /// Copies the write-ahead log into the file and empties it, so that nothing deleted is left in it. Waits for readers
    /// that still need it, for at most some ten seconds: StorageUnavailable then. Not on the writer thread.
    Result<void> truncateLog();

    /// Refuses new jobs, finishes those accepted, closes the connection. May be called twice.
    void stop();

    /// Whether the queue is refusing all writes after an I/O error.
    bool isFailed() const CLOISTER_EXCLUDES(m_mutex);

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kQuietTime{1};
    enum class State { Ready, DiskFull, Failed };
    enum class Attempt { First, Second };

    WriteQueue(const OpenOptions &options, WriteHooks hooks);
    Result<void> openConnection();
    void enqueue(std::unique_ptr<WriteJob> job) CLOISTER_EXCLUDES(m_mutex);
    std::optional<Error> refusal(WritePurpose purpose) const CLOISTER_REQUIRES(m_mutex);

    void work();
    /// What waits, as soon as something does; an empty group when the log should be emptied, none when all is done.
    std::optional<WriteGroup> takeGroup() CLOISTER_EXCLUDES(m_mutex);
    WriteGroup withRoom(WriteGroup group);
    WriteGroup withPreparedPartitions(WriteGroup group);
    Result<void> prepare(std::span<const QByteArray> partitions);
    void commit(WriteGroup group, Attempt attempt);
    void onNotCommitted(WriteGroup group, const Error &error, Attempt attempt);
    void onDiskFull(WriteGroup group, const Error &error, Attempt attempt);
    void onDamage(WriteGroup group, const Error &error, Attempt attempt);
    bool makeRoom();
    void copyLog();
    void emptyLog();
    void onLogCopied(const Result<void> &copied);
    void recover();
    Result<void> reopen();
    bool pauseBeforeRetry(Clock::duration pause) CLOISTER_EXCLUDES(m_mutex);
    void setState(State state) CLOISTER_EXCLUDES(m_mutex);

    const QString m_path;
    const int m_cacheKiB;
    const bool m_isRequest;
    const RawKey m_key;
    const WriteHooks m_hooks;
    std::unique_ptr<Connection> m_connection; ///< the writer thread's, once it runs
    size_t m_lastGroupSize = 1;               ///< the writer thread's
    Clock::duration m_quietTime = kQuietTime; ///< the writer thread's; without a write, before the log is emptied
    std::optional<Clock::time_point> m_emptyLogBy; ///< the writer thread's; set while the log holds what was deleted

    mutable Mutex m_mutex;
    Condition m_arrived;
    std::deque<std::unique_ptr<WriteJob>> m_waiting CLOISTER_GUARDED_BY(m_mutex);
    State m_state CLOISTER_GUARDED_BY(m_mutex) = State::Ready;
    bool m_isStopping CLOISTER_GUARDED_BY(m_mutex) = false;
    Clock::time_point m_roomCheckAt CLOISTER_GUARDED_BY(m_mutex);
    std::thread m_thread;
};

} // namespace cloister::storage
