#pragma once

#include <QtGlobal>

#include <vector>

namespace cloister::ui {

/// The heights of many rows and where each begins: a binary indexed tree, so that one height changes and one place is
/// found in logarithmic time. Pixels.
class RowHeights
{
public:
    /// Replaces all heights. Linear.
    void assign(std::vector<int> heights);
    /// Puts rows before row `at`. Linear.
    void insert(int at, const std::vector<int> &heights);
    void remove(int first, int count);

    int count() const { return static_cast<int>(m_heights.size()); }
    int height(int row) const { return m_heights.at(static_cast<size_t>(row)); }
    void set(int row, int height);

    /// Where a row begins; of count(), the whole height.
    qint64 top(int row) const;
    qint64 total() const { return top(count()); }
    /// The row at a place; the nearest one outside of [0, total()). -1 without rows.
    int rowAt(qint64 y) const;

private:
    void build();

    std::vector<int> m_heights;
    std::vector<qint64> m_tree; ///< from 1
};

} // namespace cloister::ui
