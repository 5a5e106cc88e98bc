#pragma once

#include <QHeaderView>
#include <QTableView>

namespace cloister::ui {

/// Makes every column but the stretched one as wide as its content (within reason) the first time that there
/// is content; afterwards the widths are the user's.
inline void fitColumns(QTableView &table, int stretched)
{
    if (!table.model() || table.model()->rowCount() == 0 || table.property("fitted").toBool())
        return;
    table.setProperty("fitted", true);
    constexpr int kMost = 240;
    constexpr int kRoom = 4;
    for (int column = 0; column < table.model()->columnCount(); ++column) {
        if (column == stretched)
            continue;
        table.resizeColumnToContents(column);
        table.setColumnWidth(column, qMin(kMost, table.columnWidth(column) + kRoom));
    }
}

} // namespace cloister::ui
