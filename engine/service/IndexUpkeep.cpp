#include "engine/service/IndexUpkeep.h"

#include "engine/partition/SearchImageStore.h"

#include <algorithm>
#include <cstdlib>

namespace cloister {

static constexpr std::chrono::minutes kSaveAtMostEvery{10};
static constexpr int kPartsAWrite = 16;
static constexpr qsizetype kPart = SearchImageStore::kPartBytes;

Result<void> IndexUpkeep::run(const Partition &partition)
{
    const search::IndexCache::IndexPtr index = partition.loadedIndex();
    if (!index)
        return {};
    CLOISTER_TRY(index->maintain());
    const qint64 size = index->size();
    CLOISTER_ASSIGN(const bool shouldSave, isDue(partition, size));
    if (!shouldSave)
        return {};
    m_saved.insert(partition.key().bytes(), Saved{size, Clock::now()});
    CLOISTER_TRY(index->maintain(search::VectorIndex::Purge::DeadNow));
    CLOISTER_TRY(save(partition, *index));
    return {};
}

// Every removed message takes the saved graph with it, so an active partition is without one at times.
Result<bool> IndexUpkeep::isDue(const Partition &partition, qint64 size) const
{
    if (size < m_worthSaving)
        return false;
    CLOISTER_ASSIGN(const bool isSaved,
        partition.read<bool>([](PartitionSession &session) { return SearchImageStore(session).isSaved(); }));
    const auto last = m_saved.constFind(partition.key().bytes());
    if (last == m_saved.cend())
        return !isSaved;
    const bool hasGrown = std::abs(size - last->size) * 4 > last->size;
    return (!isSaved || hasGrown) && Clock::now() - last->time >= kSaveAtMostEvery;
}

Result<bool> IndexUpkeep::save(const Partition &partition, const search::PartitionIndex &index)
{
    const auto begun = partition
                           .write<void>(Partition::Intent::Derive,
                               [](PartitionSession &session) { return SearchImageStore(session).begin(); })
                           .result();
    if (!begun)
        return begun.unexpected();
    // Taken after the mark is durable: what was removed before it is not in it, what is removed later takes the mark. An index
    // that was dropped meanwhile is not told of removals.
    if (partition.loadedIndex().get() != &index)
        return false;
    CLOISTER_ASSIGN(const QByteArray graph, index.snapshot());
    if (graph.isEmpty())
        return false;
    const int parts = static_cast<int>((graph.size() + kPart - 1) / kPart);
    for (int first = 0; first < parts; first += kPartsAWrite) {
        const auto job = [graph, first, parts](PartitionSession &session) -> Result<bool> {
            SearchImageStore store(session);
            const int last = std::min(parts, first + kPartsAWrite);
            for (int part = first; part < last; ++part) {
                const qsizetype start = part * kPart;
                const auto piece = QByteArrayView(graph).sliced(start, std::min(kPart, graph.size() - start));
                CLOISTER_ASSIGN(const bool goesOn, store.add(part, piece));
                if (!goesOn)
                    return false;
            }
            return last < parts ? Result<bool>(true) : store.finish(parts);
        };
        CLOISTER_ASSIGN(const bool goesOn, partition.write<bool>(Partition::Intent::Derive, job).result());
        if (!goesOn)
            return false;
    }
    return true;
}

} // namespace cloister
