#include "engine/service/SearchService.h"

#include "engine/base/Logging.h"
#include "engine/partition/DialogueStore.h"
#include "engine/partition/MemoryStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/service/Embedding.h"
#include "engine/service/IndexRebuild.h"
#include "engine/service/Workspace.h"

#include <QElapsedTimer>

#include <chrono>
#include <thread>

namespace cloister {

using search::EntryKey;
using search::SearchHit;

namespace {

constexpr qsizetype kAnswerBytes = 32 * 1024 * 1024;
// The vector of a lone message is there some ten milliseconds after its write.
constexpr std::chrono::milliseconds kVectorPatience{25};
constexpr qint64 kFew = 4;

double elapsedMs(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Lets what was just written be ranked by its meaning too. More than a few records are not waited for, nor an embedder that
/// takes long.
void awaitVectors(const search::PartitionIndex &index)
{
    const auto end = index.lastChange() + kVectorPatience;
    for (qint64 pending = index.pending(); pending > 0 && pending <= kFew; pending = index.pending()) {
        if (std::chrono::steady_clock::now() >= end)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// Reads the records of hits in one snapshot. What was deleted since the ranking is left out.
class HitReader
{
public:
    explicit HitReader(PartitionSession &session) : m_dialogues(session), m_messages(session), m_memories(session) {}

    Result<QList<FoundRecord>> read(const QList<SearchHit> &hits)
    {
        QList<FoundRecord> found;
        for (const SearchHit &hit : hits) {
            if (m_bytes > kAnswerBytes)
                break;
            FoundRecord record;
            record.relevance = hit.relevance;
            CLOISTER_ASSIGN(const bool isThere, readRecord(hit.key, record));
            if (!isThere)
                continue;
            for (const search::SearchMatch &match : hit.matches) {
                CLOISTER_ASSIGN(std::optional<Message> message, readMessage(match.key));
                if (message)
                    record.matches.append(FoundMessage{match.relevance, std::move(*message)});
            }
            found.append(std::move(record));
        }
        return found;
    }

private:
    Result<bool> readRecord(const EntryKey &key, FoundRecord &record)
    {
        switch (key.object) {
        case SearchObject::Message: {
            CLOISTER_ASSIGN(std::optional<Message> message, readMessage(key));
            return keep(std::move(message), record);
        }
        case SearchObject::Dialogue: {
            CLOISTER_ASSIGN(std::optional<Dialogue> dialogue, m_dialogues.find(key.id));
            return keep(std::move(dialogue), record);
        }
        case SearchObject::Memory: {
            CLOISTER_ASSIGN(std::optional<Memory> memory, m_memories.find(key.id));
            m_bytes += memory ? memory->value.size() : 0;
            return keep(std::move(memory), record);
        }
        }
        return false;
    }

    Result<std::optional<Message>> readMessage(const EntryKey &key)
    {
        CLOISTER_ASSIGN(std::optional<Message> message, m_messages.find(key.dialogueId, key.id));
        m_bytes += message ? message->content.size() : 0;
        return message;
    }

    template<typename Record>
    static bool keep(std::optional<Record> found, FoundRecord &record)
    {
        if (!found)
            return false;
        record.record = std::move(*found);
        return true;
    }

    DialogueStore m_dialogues;
    MessageStore m_messages;
    MemoryStore m_memories;
    qsizetype m_bytes = 0;
};

} // namespace

SearchService::SearchService(Workspace &workspace, PartitionMint &mint) :
    m_workspace(workspace),
    m_local(SearchModel::choose()),
    m_model(m_local),
    m_upkeep(mint,
        [this](const Partition &partition) -> Result<bool> {
            CLOISTER_TRY(m_graphs.run(partition));
            return false;
        }),
    m_embedding(mint, [this](const Partition &partition) { return embedStep(partition); })
{
    m_workspace.indexes()->setOptions({m_model.words, m_model.embedder->id(), {}});
    m_workspace.indexes()->listen([this](const PartitionKey &partition) { m_embedding.add(partition); });
}

SearchService::~SearchService()
{
    m_workspace.indexes()->listen({});
    stop();
}

SearchModel SearchService::model() const
{
    const std::lock_guard lock(m_mutex);
    return m_model;
}

bool SearchService::use(const std::optional<ModelServer> &server)
{
    const SearchModel chosen = server ? m_local.with(*server) : m_local;
    SearchModel before;
    {
        const std::lock_guard lock(m_mutex);
        before = std::exchange(m_model, chosen);
        if (chosen.embedder->id() != before.embedder->id())
            m_workspace.indexes()->setOptions({chosen.words, chosen.embedder->id(), {}});
    }
    before.stop();
    return chosen.embedder->id() != before.embedder->id();
}

void SearchService::stop()
{
    model().stop();
}

// One that was made for another model's vectors, while the model changed, is made again.
Result<SearchService::IndexPtr> SearchService::indexFor(const Partition &partition, const SearchModel &model) const
{
    CLOISTER_ASSIGN(const IndexPtr index, partition.index());
    if (index->embedder() == model.embedder->id())
        return index;
    m_workspace.indexes()->cache().drop(partition.key().bytes());
    return partition.index();
}

Result<SearchOutcome> SearchService::search(const Partition &partition, const SearchQuery &query) const
{
    SearchOutcome outcome;
    QElapsedTimer timer;
    timer.start();
    const bool isLoaded = partition.loadedIndex() != nullptr;
    const SearchModel model = this->model();
    CLOISTER_ASSIGN(const IndexPtr index, indexFor(partition, model));
    // What a stop of the program has left without vectors.
    if (!isLoaded || index->pending() > 0)
        m_embedding.add(partition.key());
    outcome.indexMs = elapsedMs(timer);
    timer.restart();
    const bool isOfTheIndex = index->embedder() == model.embedder->id();
    const std::vector<float> vector = isOfTheIndex ? vectorOf(query, model) : std::vector<float>();
    if (!vector.empty() && query.object != SearchObject::Memory && !m_isAwaiting.exchange(true)) {
        awaitVectors(*index);
        m_isAwaiting = false;
    }
    outcome.embedMs = elapsedMs(timer);
    CLOISTER_ASSIGN(const search::SearchAnswer answer, index->search(query, vector, partition.now()));
    outcome.pending = answer.pending;
    outcome.created = answer.created;
    outcome.modified = answer.modified;
    outcome.explain = answer.explain;
    timer.restart();
    CLOISTER_ASSIGN(outcome.results, partition.read<QList<FoundRecord>>([&](PartitionSession &session) {
        return HitReader(session).read(answer.hits);
    }));
    outcome.readMs = elapsedMs(timer);
    return outcome;
}

// Empty when only words are asked for, or when the embedder does not answer: then the words rank.
std::vector<float> SearchService::vectorOf(const SearchQuery &query, const SearchModel &model)
{
    if (query.mode == SearchMode::Keyword)
        return {};
    Result<QList<std::vector<float>>> vectors = model.queries->embed({query.query});
    if (!vectors) {
        qCWarning(lcSearch).noquote() << "a query is ranked by its words:" << vectors.error().detail;
        return {};
    }
    return std::move(vectors->first());
}

Result<int> SearchService::embed(const Partition &partition) const
{
    constexpr std::chrono::milliseconds kLook{1};
    while (m_stepsWaiting > 0)
        std::this_thread::sleep_for(kLook);
    const std::lock_guard turn(m_embeddingTurn);
    return embedSome(partition, *model().embedder);
}

Result<bool> SearchService::embedStep(const Partition &partition) const
{
    ++m_stepsWaiting;
    std::unique_lock turn(m_embeddingTurn);
    --m_stepsWaiting;
    CLOISTER_ASSIGN(const int looked, embedSome(partition, *model().embedder));
    turn.unlock();
    if (looked == 0)
        m_upkeep.add(partition.key());
    return looked > 0;
}

Result<IndexStatus> SearchService::status(const Partition &partition) const
{
    CLOISTER_ASSIGN(IndexStatus status,
        partition.read<IndexStatus>([&](PartitionSession &session) -> Result<IndexStatus> {
            const SearchStore store(session);
            IndexStatus counted;
            CLOISTER_ASSIGN(counted.entries, store.count());
            CLOISTER_ASSIGN(counted.waiting, store.countOutside(model().embedder->id()));
            return counted;
        }));
    const IndexPtr index = partition.loadedIndex();
    status.isLoaded = index != nullptr;
    status.memoryBytes = index ? index->memoryBytes() : 0;
    return status;
}

Result<qint64> SearchService::waiting(const Partition &partition) const
{
    return partition.read<qint64>(
        [&](PartitionSession &session) { return SearchStore(session).countOutside(model().embedder->id()); });
}

Result<qint64> SearchService::rebuild(const Partition &partition) const
{
    const Result<qint64> records = IndexRebuild(partition).run();
    m_workspace.indexes()->cache().drop(partition.key().bytes());
    m_embedding.add(partition.key());
    return records;
}

} // namespace cloister
