#pragma once

#include "ui/transcript/MessageLayout.h"
#include "ui/transcript/RowHeights.h"

#include <QCache>
#include <QListView>
#include <QPointer>
#include <QSet>

namespace cloister::ui {

/// A dialogue as a chat. Only what is in sight is laid out; the heights of all other rows are estimates that are put right
/// when they are reached, while what is looked at stays where it is. More of the dialogue is asked for near both ends.
/// GUI thread.
class TranscriptView : public QListView
{
    Q_OBJECT

public:
    /// `images` outlives the view.
    explicit TranscriptView(ImageStore &images, QWidget *parent = nullptr);

    /// Like setModel(), of the one kind of model that is shown here.
    void setTranscript(TranscriptModel *model);

    /// Brings a row into sight, at the top third, and selects it.
    void showRow(int row);
    /// The end of the last message at the bottom.
    void showEnd();
    /// Marks a text wherever it stands; empty marks nothing.
    void setFind(const QString &text);
    bool isExpanded(int row) const;
    void expand(int row);

    QRect visualRect(const QModelIndex &index) const override;
    QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    void doItemsLayout() override;
    void reset() override;

Q_SIGNALS:
    void threadActivated(const QString &dialogueId);
    void imageActivated(const QString &messageId, int n);
    /// The selected messages were asked to be copied.
    void copyAsked();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void restyle();
    std::vector<int> estimates(int first, int last) const;
    MessageLayout *layoutOf(int row) const;
    void forget(const QString &messageId);
    void settle();
    void applyAnchor();
    void askNearEnds();
    int topOf(int row) const;
    const MessagePiece *pieceAt(const QPoint &point) const;

    ImageStore &m_images;
    QPointer<TranscriptModel> m_transcript;
    TranscriptStyle m_style;
    mutable RowHeights m_heights;
    mutable QCache<qint64, MessageLayout> m_layouts; ///< by serial
    QSet<qint64> m_expanded;
    QString m_find;
    int m_anchorRow = 0;    ///< the row at the top edge
    int m_anchorOffset = 0; ///< of the top edge in it
    bool m_isEndAsked = false; ///< stays at the end until it is reached
    bool m_isSettling = false;
    const MessagePiece *m_hover = nullptr;
};

} // namespace cloister::ui
