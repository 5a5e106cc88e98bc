#pragma once

#include "engine/base/Result.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cloister::search {

/// An approximate graph over int8 vectors (hnswlib, M 16, efConstruction 200). Labels are never used twice. Searches
/// may run at the same time as changes: a read-write lock inside keeps them apart. The same vectors added in the same
/// order with the same seed give the same graph.
class HnswIndex
{
public:
    /// Room for `capacity` vectors at first; it grows by itself. StorageUnavailable when memory is short.
    static Result<std::unique_ptr<HnswIndex>> make(int dimensions, size_t capacity, uint32_t seed);

    /// The graph of bytes that save() made and the caller has authenticated. Sizes, links and levels are checked
    /// before anything follows them; Integrity when one of them is wrong or the dimensions differ.
    static Result<std::unique_ptr<HnswIndex>> load(const QByteArray &bytes, int dimensions);

    ~HnswIndex();
    HnswIndex(const HnswIndex &) = delete;
    HnswIndex &operator=(const HnswIndex &) = delete;

    /// Adds a vector: paddedSize(dimensions) values standing for scale × value. A label that is known is an error.
    Result<void> add(uint64_t label, std::span<const int8_t> values, float scale);
    /// The vector is found no more. Its bytes stay until the graph is built anew. An unknown label is no matter.
    void remove(uint64_t label);

    /// Labels of about the `count` nearest with their int8 dot product, best first; looks at max(64, 4 × count) nodes.
    /// Empty on failure.
    std::vector<std::pair<uint64_t, float>> search(std::span<const int8_t> values, float scale, size_t count) const;

    size_t size() const; ///< live and dead
    size_t dead() const;
    size_t memoryBytes() const;
    std::vector<uint64_t> labels() const; ///< of the live ones
    /// Whether the vector of a live label is exactly this one.
    bool holds(uint64_t label, std::span<const int8_t> values, float scale) const;

    /// Gives each node whose label is a key of `labels` the label it stands for; the other nodes are removed.
    void relabel(const std::unordered_map<uint64_t, uint64_t> &labels);

    Result<QByteArray> save() const;

private:
    HnswIndex();
    struct Graph;
    std::unique_ptr<Graph> m_graph;
};

} // namespace cloister::search
