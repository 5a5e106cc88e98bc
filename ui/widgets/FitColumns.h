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
    constexpr int kMost = 280; // a request's id is whole in it
    constexpr int kLeast = 88; // for counts that are still to come
    constexpr int kRoom = 4;
    table.horizontalHeader()->setResizeContentsPrecision(50); // rows that are looked at; there may be 100,000
    for (int column = 0; column < table.model()->columnCount(); ++column) {
        if (column == stretched)
            continue;
        table.resizeColumnToContents(column);
        table.setColumnWidth(column, qBound(kLeast, table.columnWidth(column) + kRoom, kMost));
    }
}

} // namespace cloister::ui
