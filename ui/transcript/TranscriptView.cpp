#include "ui/transcript/TranscriptView.h"

#include "ui/theme/Kind.h"
#include "ui/transcript/MessagePainter.h"

#include <QApplication>
#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace cloister::ui {

static constexpr int kKeptLayouts = 300;
static constexpr int kLineStep = 48;

TranscriptView::TranscriptView(ImageStore &images, QWidget *parent)
    : QListView(parent), m_images(images), m_layouts(kKeptLayouts)
{
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the width must not depend on the height
    setEditTriggers(NoEditTriggers);
    setKind(this, "inside");
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_style = TranscriptStyle::fromFont(font(), viewport()->width());
    connect(&m_images, &ImageStore::ready, this, &TranscriptView::forget);
}

void TranscriptView::setTranscript(TranscriptModel *model)
{
    m_transcript = model;
    setModel(model);
}

void TranscriptView::reset()
{
    m_layouts.clear();
    m_hover = nullptr;
    m_anchorRow = 0;
    m_anchorOffset = 0;
    m_isEndAsked = false;
    m_expanded.clear();
    QAbstractItemView::reset();
    const int rows = m_transcript ? m_transcript->rowCount() : 0;
    m_heights.assign(estimates(0, rows - 1));
    updateGeometries();
}

std::vector<int> TranscriptView::estimates(int first, int last) const
{
    const QFontMetrics metrics(m_style.font);
    const int lineHeight = metrics.height() * 122 / 100;
    const int charWidth = metrics.averageCharWidth();
    std::vector<int> heights;
    heights.reserve(static_cast<size_t>(std::max(0, last - first + 1)));
    for (int row = first; row <= last; ++row)
        heights.push_back(MessageLayout::estimate(m_transcript->row(row), m_style, lineHeight, charWidth));
    return heights;
}

// The layout of a row, made when it is not there; its height is noted.
MessageLayout *TranscriptView::layoutOf(int row) const
{
    const qint64 serial = m_transcript->row(row).serial;
    MessageLayout *layout = m_layouts.object(serial);
    if (!layout) {
        layout = new MessageLayout(*m_transcript, row, m_style, m_images, {m_expanded.contains(serial)});
        m_layouts.insert(serial, layout);
    }
    m_heights.set(row, layout->height());
    return layout;
}

void TranscriptView::forget(const QString &messageId)
{
    const int row = m_transcript ? m_transcript->rowOf(messageId) : -1;
    if (row < 0)
        return;
    m_hover = nullptr;
    m_layouts.remove(m_transcript->row(row).serial);
    viewport()->update();
}

// Lays out what is in sight around the anchor and keeps the anchor where it is.
void TranscriptView::settle()
{
    const int rows = m_heights.count();
    if (rows == 0 || m_isSettling)
        return;
    const QScopedValueRollback<bool> guard(m_isSettling, true);
    const int view = viewport()->height();
    m_anchorRow = std::clamp(m_anchorRow, 0, rows - 1);
    if (m_isEndAsked) {
        m_anchorRow = rows - 1;
        m_anchorOffset = layoutOf(m_anchorRow)->height() - view;
    }
    while (m_anchorOffset < 0 && m_anchorRow > 0)
        m_anchorOffset += layoutOf(--m_anchorRow)->height();
    int height = layoutOf(m_anchorRow)->height();
    while (m_anchorOffset >= height && m_anchorRow + 1 < rows) {
        m_anchorOffset -= height;
        height = layoutOf(++m_anchorRow)->height();
    }
    int filled = -m_anchorOffset;
    for (int row = m_anchorRow; row < rows && filled < view; ++row)
        filled += layoutOf(row)->height();
    applyAnchor();
}

void TranscriptView::applyAnchor()
{
    const int view = viewport()->height();
    const int most = static_cast<int>(std::min<qint64>(std::max<qint64>(0, m_heights.total() - view), INT_MAX / 2));
    const int value = static_cast<int>(std::clamp<qint64>(m_heights.top(m_anchorRow) + m_anchorOffset, 0, most));
    QScrollBar *bar = verticalScrollBar();
    const QSignalBlocker blocker(bar);
    bar->setPageStep(view);
    bar->setSingleStep(kLineStep);
    bar->setRange(0, most);
    bar->setValue(value);
    bar->setEnabled(most > 0); // it always has its room; only with something to scroll it has a handle
    m_anchorRow = std::max(0, m_heights.rowAt(value));
    m_anchorOffset = value - static_cast<int>(m_heights.top(m_anchorRow));
}

void TranscriptView::askNearEnds()
{
    if (!m_transcript || !m_transcript->isLoaded())
        return;
    const QScrollBar *bar = verticalScrollBar();
    const int near = 3 * viewport()->height();
    if (bar->maximum() - bar->value() < near && m_transcript->canFetchMore())
        m_transcript->fetchMore();
    if (bar->value() < near && m_transcript->canFetchBefore())
        m_transcript->fetchBefore();
}

int TranscriptView::topOf(int row) const
{
    return static_cast<int>(m_heights.top(row) - m_heights.top(m_anchorRow)) - m_anchorOffset;
}

void TranscriptView::showRow(int row)
{
    if (row < 0 || row >= m_heights.count())
        return;
    m_isEndAsked = false;
    m_anchorRow = row;
    m_anchorOffset = -viewport()->height() / 4;
    settle();
    setCurrentIndex(model()->index(row, 0));
    viewport()->update();
}

void TranscriptView::showEnd()
{
    m_isEndAsked = true;
    settle();
    viewport()->update();
}

void TranscriptView::setFind(const QString &text)
{
    m_find = text;
    viewport()->update();
}

bool TranscriptView::isExpanded(int row) const
{
    return m_expanded.contains(m_transcript->row(row).serial);
}

void TranscriptView::expand(int row)
{
    m_expanded.insert(m_transcript->row(row).serial);
    forget(m_transcript->row(row).message.id);
}

QRect TranscriptView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_heights.count())
        return {};
    return {0, topOf(index.row()), viewport()->width(), m_heights.height(index.row())};
}

QModelIndex TranscriptView::indexAt(const QPoint &point) const
{
    const qint64 y = m_heights.count() > 0 ? m_heights.top(m_anchorRow) + m_anchorOffset + point.y() : -1;
    if (y < 0 || y >= m_heights.total())
        return {};
    return model()->index(m_heights.rowAt(y), 0);
}

void TranscriptView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid() || index.row() >= m_heights.count())
        return;
    layoutOf(index.row());
    const int view = viewport()->height();
    const int top = topOf(index.row());
    const int height = m_heights.height(index.row());
    const bool isInSight = top >= 0 && top + height <= view;
    if (hint == EnsureVisible && (isInSight || (top <= 0 && top + height >= view)))
        return;
    m_isEndAsked = false;
    m_anchorRow = index.row();
    const bool toTop = hint == PositionAtTop || (hint == EnsureVisible && top < 0) || height >= view;
    m_anchorOffset = toTop ? 0 : hint == PositionAtCenter ? (height - view) / 2 : height - view;
    settle();
    viewport()->update();
}

void TranscriptView::doItemsLayout()
{
    QAbstractItemView::doItemsLayout();
}

int TranscriptView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

QModelIndex TranscriptView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int rows = m_heights.count();
    if (rows == 0)
        return {};
    const int now = currentIndex().isValid() ? currentIndex().row() : m_anchorRow - 1;
    const int page = viewport()->height();
    const auto rowAround = [&](int distance) {
        return m_heights.rowAt(std::max<qint64>(0, m_heights.top(std::max(0, now)) + distance));
    };
    int row = now;
    switch (action) {
    case MoveUp:
    case MovePrevious:
    case MoveLeft: row = now - 1; break;
    case MoveDown:
    case MoveNext:
    case MoveRight: row = now + 1; break;
    case MovePageUp: row = std::min(now - 1, rowAround(-page)); break;
    case MovePageDown: row = std::max(now + 1, rowAround(page)); break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = rows - 1; break;
    }
    return model()->index(std::clamp(row, 0, rows - 1), 0);
}

void TranscriptView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (m_heights.count() == 0)
        return;
    const qint64 origin = m_heights.top(m_anchorRow) + m_anchorOffset;
    const QRect area = rect.normalized();
    const QModelIndex first = model()->index(m_heights.rowAt(std::max<qint64>(0, origin + area.top())), 0);
    const QModelIndex last = model()->index(m_heights.rowAt(std::max<qint64>(0, origin + area.bottom())), 0);
    selectionModel()->select(QItemSelection(first, last), command);
}

QRegion TranscriptView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        if (range.isValid())
            region += visualRect(range.topLeft()).united(visualRect(range.bottomRight()));
    }
    return region.intersected(viewport()->rect());
}

void TranscriptView::updateGeometries()
{
    QAbstractItemView::updateGeometries();
    if (m_transcript && m_heights.count() == m_transcript->rowCount())
        settle();
}

void TranscriptView::scrollContentsBy(int, int dy)
{
    if (dy == 0)
        return;
    m_isEndAsked = false;
    const int value = verticalScrollBar()->value();
    m_anchorRow = std::max(0, m_heights.rowAt(value));
    m_anchorOffset = value - static_cast<int>(m_heights.top(m_anchorRow));
    viewport()->update();
}

void TranscriptView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    m_heights.insert(start, estimates(start, end));
    if (start <= m_anchorRow && m_heights.count() > end - start + 1)
        m_anchorRow += end - start + 1;
    m_hover = nullptr;
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    viewport()->update();
}

void TranscriptView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    m_heights.remove(start, end - start + 1);
}

void TranscriptView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    m_hover = nullptr;
    if (bottomRight.row() - topLeft.row() > kKeptLayouts) {
        m_layouts.clear();
    } else {
        for (int row = topLeft.row(); row <= bottomRight.row(); ++row)
            m_layouts.remove(m_transcript->row(row).serial);
    }
    viewport()->update();
}

void TranscriptView::paintEvent(QPaintEvent *)
{
    settle();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), MessagePainter::background(palette()));
    MessagePainter messages(painter, palette(), m_style, m_images);
    int y = -m_anchorOffset;
    for (int row = m_anchorRow; row < m_heights.count() && y < viewport()->height(); ++row) {
        const MessageLayout *layout = layoutOf(row);
        MessagePainter::Marks marks;
        marks.isSelected = selectionModel()->isRowSelected(row);
        marks.hasFocus = hasFocus() && currentIndex().row() == row;
        marks.find = m_find;
        marks.hover = m_hover;
        messages.paint(m_transcript->row(row), *layout, y, marks);
        y += layout->height();
    }
    if (!m_isSettling)
        QMetaObject::invokeMethod(this, &TranscriptView::askNearEnds, Qt::QueuedConnection);
}

void TranscriptView::restyle()
{
    m_style = TranscriptStyle::fromFont(font(), viewport()->width());
    m_layouts.clear();
    m_hover = nullptr;
    if (m_transcript)
        m_heights.assign(estimates(0, m_transcript->rowCount() - 1));
    settle();
    viewport()->update();
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    if (viewport()->width() != m_style.width)
        restyle();
    else
        settle();
}

void TranscriptView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange || event->type() == QEvent::LanguageChange)
        restyle();
}

const MessagePiece *TranscriptView::pieceAt(const QPoint &point) const
{
    const QModelIndex index = indexAt(point);
    return index.isValid() ? layoutOf(index.row())->active(point - QPoint(0, topOf(index.row()))) : nullptr;
}

void TranscriptView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const MessagePiece *piece = pieceAt(event->position().toPoint());
    if (piece == m_hover)
        return;
    m_hover = piece;
    viewport()->setCursor(piece ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void TranscriptView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint point = event->position().toPoint();
    const MessagePiece *piece = event->button() == Qt::LeftButton ? pieceAt(point) : nullptr;
    if (!piece)
        return;
    const QString id = piece->id;
    switch (piece->kind) {
    case MessagePiece::Kind::Thread: Q_EMIT threadActivated(id); break;
    case MessagePiece::Kind::Image: Q_EMIT imageActivated(id, piece->image); break;
    case MessagePiece::Kind::More: expand(indexAt(point).row()); break;
    default: break;
    }
}

void TranscriptView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyAsked();
        return;
    }
    if (event->key() == Qt::Key_Space && currentIndex().isValid() && !isExpanded(currentIndex().row())) {
        expand(currentIndex().row());
        return;
    }
    QListView::keyPressEvent(event);
}

void TranscriptView::leaveEvent(QEvent *event)
{
    QListView::leaveEvent(event);
    if (m_hover) {
        m_hover = nullptr;
        viewport()->update();
    }
}

} // namespace cloister::ui
