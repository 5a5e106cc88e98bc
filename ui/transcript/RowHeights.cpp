#include "ui/transcript/RowHeights.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace cloister::ui {

void RowHeights::assign(std::vector<int> heights)
{
    m_heights = std::move(heights);
    build();
}

void RowHeights::insert(int at, const std::vector<int> &heights)
{
    m_heights.insert(m_heights.begin() + at, heights.begin(), heights.end());
    build();
}

void RowHeights::remove(int first, int count)
{
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + first + count);
    build();
}

void RowHeights::build()
{
    const size_t size = m_heights.size();
    m_tree.assign(size + 1, 0);
    for (size_t i = 1; i <= size; ++i) {
        m_tree[i] += m_heights[i - 1];
        const size_t parent = i + (i & (~i + 1));
        if (parent <= size)
            m_tree[parent] += m_tree[i];
    }
}

void RowHeights::set(int row, int height)
{
    const auto at = static_cast<size_t>(row);
    const int change = height - m_heights.at(at);
    if (change == 0)
        return;
    m_heights[at] = height;
    for (size_t i = at + 1; i < m_tree.size(); i += i & (~i + 1))
        m_tree[i] += change;
}

qint64 RowHeights::top(int row) const
{
    qint64 sum = 0;
    for (auto i = static_cast<size_t>(row); i > 0; i -= i & (~i + 1))
        sum += m_tree.at(i);
    return sum;
}

int RowHeights::rowAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    size_t row = 0;
    for (size_t step = std::bit_floor(m_heights.size()); step > 0; step /= 2) {
        const size_t next = row + step;
        if (next < m_tree.size() && m_tree[next] <= y) {
            row = next;
            y -= m_tree[next];
        }
    }
    return static_cast<int>(std::min(row, m_heights.size() - 1));
}

} // namespace cloister::ui
