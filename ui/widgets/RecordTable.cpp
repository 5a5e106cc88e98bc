#include "ui/widgets/RecordTable.h"

#include "ui/session/Preferences.h"
#include "ui/theme/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace cloister::ui {

RecordTable::RecordTable(const QString &name, const QString &accessibleName, QWidget *parent) :
    QTableView(parent), m_name(name)
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSortingEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(5 * kGrid);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
    // What the user does is remembered, not what fits the columns to their content or to the window.
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (QGuiApplication::mouseButtons() != Qt::NoButton)
            remember();
    });
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, [this] {
        if (isVisible())
            remember();
    });
}

void RecordTable::setRecords(QAbstractItemModel *model, int stretched)
{
    setModel(model);
    const QSignalBlocker quiet(horizontalHeader());
    horizontalHeader()->setStretchLastSection(false);
    for (int column = 0; column < model->columnCount(); ++column) {
        horizontalHeader()->setSectionResizeMode(
            column, column == stretched ? QHeaderView::Stretch : QHeaderView::Interactive);
        setColumnWidth(column, 15 * kGrid);
    }
    horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    // What was remembered is not fitted to the content again.
    if (horizontalHeader()->restoreState(Preferences::layout(m_name).toByteArray()))
        setProperty("fitted", true);
}

void RecordTable::remember() const
{
    Preferences::setLayout(m_name, horizontalHeader()->saveState());
}

void RecordTable::copyRows() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells.append(row.siblingAtColumn(column).data().toString().replace(u'\t', u' '));
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copyRows();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentRow() >= 0)
        Q_EMIT opened(currentRow());
    else
        QTableView::keyPressEvent(event);
}

} // namespace cloister::ui
