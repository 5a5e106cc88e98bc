#include "engine/service/PartitionQueue.h"

#include "engine/base/Logging.h"

#include <algorithm>

#include <sys/resource.h>

namespace cloister {

static constexpr int kMostFailures = 8;
static constexpr std::chrono::seconds kFirstPause{1};
static constexpr std::chrono::seconds kLongestPause{60};
static constexpr int kNiceness = 10;

PartitionQueue::PartitionQueue(PartitionMint &mint, Step step) : m_mint(mint), m_step(std::move(step))
{
    m_thread = std::thread([this] { work(); });
}

PartitionQueue::~PartitionQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_arrived.notify_all();
    m_thread.join();
}

void PartitionQueue::add(const PartitionKey &key)
{
    putBack({key});
}

void PartitionQueue::putBack(Item item)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.contains(item.key.bytes()))
            return;
        m_waiting.insert(item.key.bytes());
        m_items.push_back(std::move(item));
    }
    m_arrived.notify_all();
}

void PartitionQueue::work()
{
    ::setpriority(PRIO_PROCESS, 0, kNiceness); // of this thread alone, on Linux
    Item item{PartitionKey({}, {})};
    while (take(item)) {
        const Result<bool> hasMore = run(item.key);
        if (!hasMore)
            onFailure(item, hasMore.error());
        else if (*hasMore)
            putBack({item.key});
    }
}

// The first whose time has come. False when the queue is stopping.
bool PartitionQueue::take(Item &item)
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        const Clock::time_point now = Clock::now();
        const auto due = std::find_if(
            m_items.begin(), m_items.end(), [now](const Item &one) { return one.notBefore <= now; });
        if (due != m_items.end()) {
            item = *due;
            m_items.erase(due);
            m_waiting.remove(item.key.bytes());
            return true;
        }
        if (m_items.empty())
            m_arrived.wait(lock);
        else
            m_arrived.wait_for(lock, kFirstPause);
    }
    return false;
}

Result<bool> PartitionQueue::run(const PartitionKey &key)
{
    Caller caller;
    caller.actor = {ActorKind::System, QStringLiteral("search")};
    caller.requestId = QStringLiteral("background");
    caller.projectId = key.projectId();
    CLOISTER_ASSIGN(const Partition partition, m_mint.open(caller, key.nameSpace(), PartitionMint::Access::Existing));
    return m_step(partition);
}

// What goes on failing is given up; the next write or search of the partition brings it back.
void PartitionQueue::onFailure(Item item, const Error &error)
{
    if (error.code == ErrorCode::ProjectNotFound || error.code == ErrorCode::ShuttingDown)
        return; // there is nothing left to work on
    if (++item.failures > kMostFailures) {
        qCWarning(lcSearch).noquote() << "work on the search of project" << item.key.projectId()
                                      << "is given up:" << error.detail;
        return;
    }
    const auto pause = std::min(kLongestPause, kFirstPause * (1 << (item.failures - 1)));
    item.notBefore = Clock::now() + pause;
    putBack(std::move(item));
}

} // namespace cloister
