#include "engine/storage/WriteQueue.h"

#include "engine/base/Logging.h"

#include <algorithm>

namespace cloister::storage {

namespace {

using namespace std::chrono_literals;

constexpr size_t kGroupSize = 64;
constexpr size_t kQueueLength = 4096;
constexpr auto kGatherTime = 3ms;
// Before the log is emptied of what was deleted, however many writes come.
constexpr auto kLongestInLog = 10s;
constexpr auto kEmptyingTime = 20ms; // for readers; writes wait behind it
constexpr auto kRoomCheckInterval = 250ms;
constexpr auto kFirstRetry = 50ms;
constexpr auto kLongestRetry = 5s;
constexpr int kTruncateTries = 10; // each waits for a second itself
constexpr auto kTruncatePause = 20ms;

Error unavailable(const QString &detail)
{
    return Error{ErrorCode::StorageUnavailable, detail, {}};
}

void refuseAll(const WriteGroup &group, const Error &error)
{
    for (const auto &job : group)
        job->refuse(error);
}

} // namespace

Result<std::unique_ptr<WriteQueue>> WriteQueue::open(const OpenOptions &options, WriteHooks hooks)
{
    std::unique_ptr<WriteQueue> queue(new WriteQueue(options, std::move(hooks)));
    CLOISTER_TRY(queue->openConnection());
    queue->m_thread = std::thread([self = queue.get()] { self->work(); });
    return queue;
}

WriteQueue::WriteQueue(const OpenOptions &options, WriteHooks hooks)
    : m_path(options.path), m_cacheKiB(options.cacheKiB), m_isRequest(options.request), m_key(options.key),
      m_hooks(std::move(hooks))
{
}

WriteQueue::~WriteQueue()
{
    stop();
}

Result<void> WriteQueue::openConnection()
{
    CLOISTER_ASSIGN(m_connection,
                    Connection::open({.path = m_path, .key = m_key.bytes(), .role = Role::Writer,
                                      .cacheKiB = m_cacheKiB, .request = m_isRequest}));
    return m_connection->lockDown();
}

void WriteQueue::stop()
{
    {
        const MutexLocker locker(m_mutex);
        m_isStopping = true;
        m_arrived.notifyAll();
    }
    if (m_thread.joinable())
        m_thread.join();
    m_connection.reset();
}

Result<void> WriteQueue::truncateLog()
{
    const auto emptied = std::make_shared<Result<void>>();
    for (int tries = kTruncateTries;; --tries) {
        const auto asked = submit<void>(
            [emptied](WriteContext &context) -> Result<void> {
                // Not inside the transaction, which keeps the log.
                context.afterCommit([emptied, &connection = context.connection] {
                    *emptied = connection.checkpointTruncate();
                });
                return {};
            },
            {}, WritePurpose::FreesSpace);
        CLOISTER_TRY(asked.result());
        if (*emptied || tries <= 1)
            return *emptied;
        std::this_thread::sleep_for(kTruncatePause);
    }
}

bool WriteQueue::isFailed() const
{
    const MutexLocker locker(m_mutex);
    return m_state == State::Failed;
}

std::optional<Error> WriteQueue::refusal(WritePurpose purpose) const
{
    if (m_isStopping)
        return Error{ErrorCode::ShuttingDown, QStringLiteral("the project is being closed"), {}};
    if (m_state == State::Failed)
        return unavailable(QStringLiteral("writing stopped after an input/output error; try again in a few seconds"));
    if (m_state == State::DiskFull && purpose == WritePurpose::Ordinary && Clock::now() < m_roomCheckAt)
        return unavailable(QStringLiteral("the disk is full; try again once there is room"));
    if (m_waiting.size() >= kQueueLength)
        return Error{ErrorCode::Overloaded, QStringLiteral("too many writes are waiting"), {}};
    return std::nullopt;
}

void WriteQueue::enqueue(std::unique_ptr<WriteJob> job)
{
    std::optional<Error> refused;
    {
        const MutexLocker locker(m_mutex);
        refused = refusal(job->purpose());
        if (!refused) {
            m_waiting.push_back(std::move(job));
            m_arrived.notifyOne();
        }
    }
    if (refused) // outside the lock: a continuation may submit again
        job->refuse(*refused);
}

void WriteQueue::work()
{
    for (;;) {
        std::optional<WriteGroup> taken = takeGroup();
        if (!taken)
            return;
        if (taken->empty()) {
            emptyLog();
        } else {
            m_lastGroupSize = taken->size();
            WriteGroup group = withPreparedPartitions(withRoom(std::move(*taken)));
            if (!group.empty())
                commit(std::move(group), Attempt::First);
            if (m_emptyLogBy && Clock::now() >= *m_emptyLogBy && !isFailed())
                emptyLog();
        }
        if (isFailed())
            recover();
    }
}

std::optional<WriteGroup> WriteQueue::takeGroup()
{
    const MutexLocker locker(m_mutex);
    while (m_waiting.empty() && !m_isStopping) {
        if (!m_emptyLogBy)
            m_arrived.wait(m_mutex);
        else if (!m_arrived.waitUntil(m_mutex, Clock::now() + m_quietTime))
            return WriteGroup();
    }
    if (m_waiting.empty())
        return std::nullopt;
    // Those just answered are about to come back: wait a moment until as many are here again. A lone caller, whose
    // last group was itself, never waits.
    const auto deadline = Clock::now() + kGatherTime;
    while (m_waiting.size() < m_lastGroupSize && !m_isStopping) {
        if (!m_arrived.waitUntil(m_mutex, deadline))
            break;
    }
    WriteGroup group;
    while (!m_waiting.empty() && group.size() < kGroupSize) {
        group.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return group;
}

WriteGroup WriteQueue::withRoom(WriteGroup group)
{
    bool mayCheck = false;
    {
        const MutexLocker locker(m_mutex);
        if (m_state != State::DiskFull)
            return group;
        mayCheck = Clock::now() >= m_roomCheckAt;
    }
    if (mayCheck) {
        m_connection->clearFailure();
        if (const auto released = m_connection->releaseFreePages(); !released)
            qCInfo(lcStorage).noquote() << m_path << "keeps its free pages for now:" << released.error().detail;
    }
    if (mayCheck && (!m_hooks.restoreReserve || m_hooks.restoreReserve())) {
        setState(State::Ready);
        return group;
    }
    if (mayCheck)
        setState(State::DiskFull);
    const auto firstOrdinary = std::stable_partition(group.begin(), group.end(), [](const auto &job) {
        return job->purpose() == WritePurpose::FreesSpace;
    });
    const WriteGroup ordinary(std::make_move_iterator(firstOrdinary), std::make_move_iterator(group.end()));
    group.erase(firstOrdinary, group.end());
    refuseAll(ordinary, unavailable(QStringLiteral("the disk is full; try again once there is room")));
    return group;
}

WriteGroup WriteQueue::withPreparedPartitions(WriteGroup group)
{
    if (!m_hooks.prepareGroup)
        return group;
    std::vector<QByteArray> partitions;
    for (const auto &job : group) {
        if (!job->partition().isEmpty())
            partitions.push_back(job->partition());
    }
    std::sort(partitions.begin(), partitions.end());
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    if (partitions.empty() || prepare(partitions))
        return group;
    WriteGroup ready;
    for (auto &job : group) {
        const QByteArray &partition = job->partition();
        const auto prepared = partition.isEmpty() ? Result<void>() : prepare({&partition, 1});
        if (prepared)
            ready.push_back(std::move(job));
        else
            job->refuse(prepared.error());
    }
    return ready;
}

Result<void> WriteQueue::prepare(std::span<const QByteArray> partitions)
{
    try {
        return m_hooks.prepareGroup(partitions);
    } catch (...) {
        return fail(ErrorCode::Internal, QStringLiteral("preparing a write ended with an exception"));
    }
}

void WriteQueue::commit(WriteGroup group, Attempt attempt)
{
    m_connection->clearFailure();
    const auto afterCommit = commitGroup(*m_connection, group);
    if (!afterCommit) {
        onNotCommitted(std::move(group), afterCommit.error(), attempt);
        return;
    }
    for (const auto &work : *afterCommit)
        work();
    for (const auto &job : group) {
        job->answer();
        if (job->purpose() == WritePurpose::FreesSpace && !m_emptyLogBy)
            m_emptyLogBy = Clock::now() + kLongestInLog;
    }
    copyLog();
}

void WriteQueue::onNotCommitted(WriteGroup group, const Error &error, Attempt attempt)
{
    qCWarning(lcStorage).noquote() << m_path << "did not commit" << group.size() << "writes:" << error.detail;
    switch (m_connection->worstFailure()) {
    case Failure::DiskFull:
        onDiskFull(std::move(group), unavailable(error.detail), attempt);
        break;
    case Failure::Damaged:
    case Failure::WrongKey:
        onDamage(std::move(group), Error{ErrorCode::Integrity, error.detail, {}}, attempt);
        break;
    case Failure::Fault:
        setState(State::Failed); // before the answers: who comes back at once is refused
        refuseAll(group, unavailable(error.detail));
        break;
    default:
        refuseAll(group, unavailable(error.detail));
        break;
    }
}

void WriteQueue::onDiskFull(WriteGroup group, const Error &error, Attempt attempt)
{
    const bool hasRoom = makeRoom() && attempt == Attempt::First;
    WriteGroup again;
    for (auto &job : group) {
        if (hasRoom && job->purpose() == WritePurpose::FreesSpace)
            again.push_back(std::move(job));
        else
            job->refuse(error);
    }
    if (!again.empty())
        commit(std::move(again), Attempt::Second);
}

void WriteQueue::onDamage(WriteGroup group, const Error &error, Attempt attempt)
{
    // One member met a damaged page, which ends the transaction for all: each is tried alone, so that only those fail
    // that need that page.
    if (attempt == Attempt::Second) {
        refuseAll(group, error);
        return;
    }
    for (auto &job : group) {
        WriteGroup alone;
        alone.push_back(std::move(job));
        if (isFailed())
            refuseAll(alone, unavailable(error.detail));
        else
            commit(std::move(alone), Attempt::Second);
    }
}

bool WriteQueue::makeRoom()
{
    setState(State::DiskFull);
    return m_hooks.releaseReserve && m_hooks.releaseReserve();
}

void WriteQueue::copyLog()
{
    // After the answers, so that nobody waits for it.
    onLogCopied(m_connection->checkpointIfDue());
}

void WriteQueue::emptyLog()
{
    m_connection->clearFailure();
    const auto emptied = m_connection->checkpointTruncate(kEmptyingTime);
    m_emptyLogBy.reset();
    m_quietTime = kQuietTime;
    if (emptied)
        return;
    // Somebody reads, or the file has to be opened again: later then. On a full disk room is made first, which empties it.
    const Failure failure = m_connection->worstFailure();
    const bool isDamaged = failure == Failure::Damaged || failure == Failure::WrongKey;
    if (failure == Failure::Busy || failure == Failure::Fault || isDamaged)
        m_emptyLogBy = Clock::now() + kLongestInLog;
    if (isDamaged) // which may stay so: no try and no line of the program's log every second
        m_quietTime = kLongestInLog;
    if (failure != Failure::Busy)
        onLogCopied(emptied);
}

void WriteQueue::onLogCopied(const Result<void> &copied)
{
    // A failure here has lost nothing acknowledged, since the log still holds it, but after a failed sync the connection
    // must not go on as if it had worked.
    if (copied)
        return;
    qCWarning(lcStorage).noquote() << m_path << copied.error().detail;
    if (m_connection->worstFailure() == Failure::Fault)
        setState(State::Failed);
    else if (m_connection->worstFailure() == Failure::DiskFull)
        makeRoom();
}

void WriteQueue::recover()
{
    std::deque<std::unique_ptr<WriteJob>> stranded;
    {
        const MutexLocker locker(m_mutex);
        stranded.swap(m_waiting);
    }
    for (const auto &job : stranded)
        job->refuse(unavailable(QStringLiteral("writing stopped after an input/output error")));
    Clock::duration pause = kFirstRetry;
    for (;;) {
        const auto opened = reopen();
        if (opened) {
            setState(State::Ready);
            qCInfo(lcStorage).noquote() << m_path << "is written to again";
            return;
        }
        qCWarning(lcStorage).noquote() << m_path << "cannot be written to yet:" << opened.error().detail;
        if (!pauseBeforeRetry(pause))
            return;
        pause = std::min<Clock::duration>(2 * pause, kLongestRetry);
    }
}

Result<void> WriteQueue::reopen()
{
    // The old connection may hold pages that never reached the disk; the new one reads what is there. Its first commit
    // changes nothing, but must be written and synced: only then are writes accepted again.
    m_connection.reset();
    CLOISTER_TRY(openConnection());
    CLOISTER_ASSIGN(const int version, m_connection->schemaVersion());
    return m_connection->setSchemaVersion(version);
}

bool WriteQueue::pauseBeforeRetry(Clock::duration pause)
{
    const MutexLocker locker(m_mutex);
    const auto deadline = Clock::now() + pause;
    while (!m_isStopping && m_arrived.waitUntil(m_mutex, deadline)) { }
    return !m_isStopping;
}

void WriteQueue::setState(State state)
{
    const MutexLocker locker(m_mutex);
    m_state = state;
    if (state == State::DiskFull)
        m_roomCheckAt = Clock::now() + kRoomCheckInterval;
}

} // namespace cloister::storage
