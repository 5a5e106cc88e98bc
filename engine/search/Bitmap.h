#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cloister::search {

/// A set of slot numbers. Numbers beyond its size are not in it.
class Bitmap
{
public:
    explicit Bitmap(size_t size = 0) : m_words((size + 63) / 64) {}

    /// Makes room for numbers below `size`; those that are in stay.
    void grow(size_t size) { m_words.resize((size + 63) / 64); }

    void set(size_t slot) { m_words[slot / 64] |= uint64_t{1} << (slot % 64); }
    void clear(size_t slot) { m_words[slot / 64] &= ~(uint64_t{1} << (slot % 64)); }

    bool has(size_t slot) const
    {
        return slot / 64 < m_words.size() && (m_words[slot / 64] >> (slot % 64) & 1) != 0;
    }

    size_t count() const
    {
        size_t total = 0;
        for (const uint64_t word : m_words)
            total += static_cast<size_t>(std::popcount(word));
        return total;
    }

private:
    std::vector<uint64_t> m_words;
};

} // namespace cloister::search
