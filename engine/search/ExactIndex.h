#pragma once

#include "engine/search/Bitmap.h"
#include "engine/search/Candidate.h"
#include "engine/search/DotKernel.h"
#include "engine/search/Embedder.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace cloister::search {

/// Every vector of one collection in one block of int8 rows, scanned whole. A record owns one row for each of its
/// passages. Removed rows are wiped and used again. Not synchronised: searches may run at the same time, changes alone.
class ExactIndex
{
public:
    explicit ExactIndex(int dimensions);

    /// Adds a vector of `owner` and returns its label, which is never given out again. The vector must have this
    /// index's dimensions.
    uint64_t add(int owner, const Vector8 &vector);
    /// Wipes and frees the row of a live label.
    void remove(uint64_t label);

    size_t size() const { return m_rowOf.size(); }
    size_t dimensions() const { return m_dimensions; }
    size_t memoryBytes() const;

    bool has(uint64_t label) const { return m_rowOf.contains(label); }
    int ownerOf(uint64_t label) const { return m_owners[m_rowOf.at(label)]; }
    /// The row of a live label: paddedSize(dimensions()) bytes.
    std::span<const int8_t> row(uint64_t label) const { return {rowAt(m_rowOf.at(label)), m_rowSize}; }
    float scaleOf(uint64_t label) const { return m_scales[m_rowOf.at(label)]; }
    std::vector<uint64_t> labels() const;

    /// The `count` owners in `allowed` whose best vector has the highest dot product with `query`, best first. The
    /// scan is in int8, the best 4 × count are scored again with the query in float.
    Candidates search(std::span<const float> query, size_t count, const Bitmap &allowed, const SlotOrder &before) const;

    /// The dot product of `query` with a live row.
    float score(std::span<const float> query, uint64_t label) const { return scoreRow(query, m_rowOf.at(label)); }

private:
    const int8_t *rowAt(size_t row) const { return m_values.data() + row * m_rowSize; }
    float scoreRow(std::span<const float> query, size_t row) const;

    size_t m_dimensions;
    size_t m_rowSize;
    std::vector<int8_t> m_values;
    std::vector<float> m_scales;
    std::vector<int> m_owners; ///< -1: the row is free
    std::vector<uint64_t> m_labels;
    std::vector<size_t> m_free;
    std::unordered_map<uint64_t, size_t> m_rowOf;
    uint64_t m_nextLabel = 0;
};

} // namespace cloister::search
