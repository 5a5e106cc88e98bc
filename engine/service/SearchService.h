#pragma once

#include "engine/model/Dialogue.h"
#include "engine/model/Memory.h"
#include "engine/model/Message.h"
#include "engine/model/SearchQuery.h"
#include "engine/partition/Partition.h"
#include "engine/service/IndexUpkeep.h"
#include "engine/service/PartitionQueue.h"
#include "engine/service/SearchModel.h"

#include <atomic>
#include <mutex>
#include <variant>

namespace cloister {

class Workspace;

struct FoundMessage
{
    double relevance = 0;
    Message message;
};

struct FoundRecord
{
    double relevance = 0; ///< 0 to 1
    std::variant<Message, Dialogue, Memory> record; ///< dialogues without state
    QList<FoundMessage> matches; ///< of a dialogue: the messages that made it match, best first
};

struct SearchOutcome
{
    QList<FoundRecord> results;
    qint64 pending = 0; ///< messages of the partition that wait for their vector: they are ranked by their words
    std::optional<TimeRange> created;  ///< what the date filters came to
    std::optional<TimeRange> modified;
    search::SearchExplain explain;
    double indexMs = 0; ///< until the index was there
    double embedMs = 0; ///< of the query, and of what was written just before it
    double readMs = 0;  ///< of the records
};

/// How the search of one partition stands.
struct IndexStatus
{
    qint64 entries = 0;
    qint64 waiting = 0; ///< entries without a vector of the embedder in use
    bool isLoaded = false;
    qint64 memoryBytes = 0;
};

/// Search within one partition. What it finds was there in one snapshot: a record is found from the moment its write is
/// acknowledged, and not any more once its delete is. Makes vectors behind the writes. Owned by Engine; any thread.
class SearchService
{
public:
    /// Both outlive it. Chooses the embedder; see SearchModel.
    SearchService(Workspace &workspace, PartitionMint &mint);
    /// Ends the work behind the requests.
    ~SearchService();

    /// The records that answer the query, best first. InvalidParameter for a date or time zone that is not understood.
    /// At most 32 MiB of records, and one at least.
    Result<SearchOutcome> search(const Partition &partition, const SearchQuery &query) const;

    Result<IndexStatus> status(const Partition &partition) const;
    /// Makes every search entry of the partition anew from its records; searches go on meanwhile. Blocks. The number of
    /// records.
    Result<qint64> rebuild(const Partition &partition) const;

    SearchModel model() const;

    /// Has vectors made by a server, or in this process again. Vectors of the other kind wait until they are made anew,
    /// and their records are ranked by their words meanwhile. True when the kind changed.
    bool use(const std::optional<ModelServer> &server);

    /// Makes the vectors of some records that wait for them; how many were looked at, 0 when none waits. Blocks; lets
    /// the work behind the requests go first. Errors as Embedder::embed().
    Result<int> embed(const Partition &partition) const;

    /// How many records wait for vectors of the present embedder. Costs no more than there are.
    Result<qint64> waiting(const Partition &partition) const;

    /// Ends calls of a server that are under way, and later ones: those who wait for them go on without.
    void stop();

private:
    using IndexPtr = search::IndexCache::IndexPtr;

    Result<IndexPtr> indexFor(const Partition &partition, const SearchModel &model) const;
    Result<bool> embedStep(const Partition &partition) const;
    static std::vector<float> vectorOf(const SearchQuery &query, const SearchModel &model);

    Workspace &m_workspace;
    const SearchModel m_local;
    mutable std::mutex m_mutex; ///< guards m_model
    SearchModel m_model;
    mutable std::mutex m_embeddingTurn;       ///< so that nothing is embedded twice
    mutable std::atomic<int> m_stepsWaiting = 0;
    mutable std::atomic<bool> m_isAwaiting = false; ///< one search at a time waits for vectors, or they would fill the pool
    mutable IndexUpkeep m_graphs;       ///< the thread of m_upkeep
    mutable PartitionQueue m_upkeep;    ///< graphs of large indexes
    mutable PartitionQueue m_embedding; ///< hands over to m_upkeep
};

} // namespace cloister
