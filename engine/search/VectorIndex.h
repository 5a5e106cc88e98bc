#pragma once

#include "engine/search/ExactIndex.h"
#include "engine/search/HnswIndex.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cloister::search {

/// The vectors of one collection: always scanned exactly while they are few, with a graph beside them when they are
/// many. Not synchronised: searches may run at the same time, changes alone. A graph is made in three steps, so that
/// only the short ones need the caller's lock: plan() (shared), GraphJob::run() (none), adopt() (exclusive).
class VectorIndex
{
public:
    /// Live vectors above which a graph is wanted, and below which it is dropped again.
    struct Limits
    {
        size_t buildAbove = 12'000;
        size_t dropBelow = 8'000;
    };

    enum class Purge { WhenWorthIt, DeadNow };

    /// A graph to be built over a copy of the vectors, or the wish to have none.
    class GraphJob
    {
    public:
        /// Builds the graph: about 0.3 ms a vector. Any thread.
        Result<void> run();

    private:
        friend class VectorIndex;
        struct Row
        {
            uint64_t label;
            float scale;
            std::vector<int8_t> values;
        };

        bool m_isWanted = true;
        int m_dimensions = 0;
        uint32_t m_seed = 0;
        std::vector<Row> m_rows;
        std::unique_ptr<HnswIndex> m_graph;
    };

    /// Names a record in snapshots, across the life of this object.
    using OwnerName = std::function<QByteArray(int owner)>;

    VectorIndex(int dimensions, uint32_t seed, Limits limits);

    /// Replaces the vectors of a record. Those that do not have this index's dimensions are left out.
    void set(int owner, const std::vector<Vector8> &vectors);
    /// Nothing finds the record's vectors any more; their rows are wiped.
    void remove(int owner);
    bool has(int owner) const;

    size_t size() const { return m_exact.size(); }
    size_t memoryBytes() const;
    bool hasGraph() const { return m_graph != nullptr; }
    /// Removed vectors whose bytes are still in the graph.
    size_t dead() const { return m_graph ? m_graph->dead() : 0; }

    /// The `count` records in `allowed` (`allowedCount` of them) nearest to the query, best first.
    Candidates search(std::span<const float> query, size_t count, const Bitmap &allowed, size_t allowedCount,
                      const SlotOrder &before) const;

    /// What there is to do: build, build anew at 30 % dead (with DeadNow: when anything is dead), drop, or nothing.
    std::optional<GraphJob> plan(Purge purge) const;
    /// Takes a job's graph over and brings it up to date with the changes made since plan().
    void adopt(GraphJob job);

    /// The graph without dead vectors for sealing; empty when there is none or something in it is dead.
    Result<QByteArray> snapshot(const OwnerName &nameOf) const;
    /// Takes over a graph that snapshot() made and the caller has authenticated; what has changed since is brought up
    /// to date. Integrity, and nothing changed, when it is damaged.
    Result<void> restore(const QByteArray &bytes, const OwnerName &nameOf);

private:
    void catchUp();
    Candidates searchGraph(std::span<const float> query, size_t count, const Bitmap &allowed, size_t wide,
                           const SlotOrder &before) const;

    Limits m_limits;
    uint32_t m_seed;
    ExactIndex m_exact;
    std::vector<std::vector<uint64_t>> m_labelsOf; ///< by owner, one label a passage
    size_t m_owners = 0;                           ///< with at least one vector
    std::unique_ptr<HnswIndex> m_graph;
};

} // namespace cloister::search
