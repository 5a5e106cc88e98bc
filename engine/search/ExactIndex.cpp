#include "engine/search/ExactIndex.h"

#include <algorithm>
#include <array>

namespace cloister::search {

static constexpr size_t kRerank = 4;

ExactIndex::ExactIndex(int dimensions) :
    m_dimensions(static_cast<size_t>(dimensions)),
    m_rowSize(paddedSize(static_cast<size_t>(dimensions)))
{
}

uint64_t ExactIndex::add(int owner, const Vector8 &vector)
{
    size_t row = m_owners.size();
    if (m_free.empty()) {
        m_values.resize(m_values.size() + m_rowSize);
        m_scales.push_back(0);
        m_owners.push_back(-1);
        m_labels.push_back(0);
    } else {
        row = m_free.back();
        m_free.pop_back();
    }
    std::copy(vector.values.begin(), vector.values.end(), m_values.begin() + static_cast<ptrdiff_t>(row * m_rowSize));
    m_scales[row] = vector.scale;
    m_owners[row] = owner;
    m_labels[row] = m_nextLabel;
    m_rowOf.emplace(m_nextLabel, row);
    return m_nextLabel++;
}

void ExactIndex::remove(uint64_t label)
{
    const auto found = m_rowOf.find(label);
    if (found == m_rowOf.end())
        return;
    const size_t row = found->second;
    std::fill_n(m_values.begin() + static_cast<ptrdiff_t>(row * m_rowSize), m_rowSize, int8_t{0});
    m_scales[row] = 0;
    m_owners[row] = -1;
    m_free.push_back(row);
    m_rowOf.erase(found);
}

size_t ExactIndex::memoryBytes() const
{
    constexpr size_t kMapNode = 48;
    return m_values.capacity() + m_owners.capacity() * (sizeof(int) + sizeof(float) + sizeof(uint64_t))
        + m_rowOf.size() * kMapNode;
}

std::vector<uint64_t> ExactIndex::labels() const
{
    std::vector<uint64_t> all;
    all.reserve(m_rowOf.size());
    for (size_t row = 0; row < m_owners.size(); ++row) {
        if (m_owners[row] >= 0)
            all.push_back(m_labels[row]);
    }
    std::sort(all.begin(), all.end());
    return all;
}

float ExactIndex::scoreRow(std::span<const float> query, size_t row) const
{
    const int8_t *values = rowAt(row);
    // Four sums side by side: one alone would wait for each addition.
    std::array<float, 4> sums = {};
    for (size_t i = 0; i < m_dimensions; ++i)
        sums[i % sums.size()] += query[i] * static_cast<float>(values[i]);
    return (sums[0] + sums[1] + sums[2] + sums[3]) * m_scales[row];
}

Candidates ExactIndex::search(std::span<const float> query, size_t count, const Bitmap &allowed,
                              const SlotOrder &before) const
{
    if (query.size() != m_dimensions || count == 0)
        return {};
    Vector8 small = quantise(query);
    small.values.resize(m_rowSize);
    const DotKernel dot = dotKernel();
    std::vector<std::pair<float, size_t>> scanned;
    scanned.reserve(m_rowOf.size());
    for (size_t row = 0; row < m_owners.size(); ++row) {
        if (m_owners[row] >= 0 && allowed.has(static_cast<size_t>(m_owners[row])))
            scanned.emplace_back(static_cast<float>(dot(small.values.data(), rowAt(row), m_rowSize)) * m_scales[row], row);
    }
    // Owners with many passages may fill the shortlist: it grows until enough different ones are in it.
    for (size_t keep = kRerank * count;; keep *= 2) {
        keep = std::min(keep, scanned.size());
        std::nth_element(scanned.begin(), scanned.begin() + static_cast<ptrdiff_t>(keep), scanned.end(),
                         [&](const auto &a, const auto &b) {
                             const int left = m_owners[a.second];
                             const int right = m_owners[b.second];
                             return a.first != b.first ? a.first > b.first : left != right && before(left, right);
                         });
        Candidates scored;
        scored.reserve(keep);
        for (size_t i = 0; i < keep; ++i)
            scored.push_back({m_owners[scanned[i].second], scoreRow(query, scanned[i].second)});
        Candidates best = bestOf(std::move(scored), count, before);
        if (best.size() >= count || keep == scanned.size())
            return best;
    }
}

} // namespace cloister::search
