#pragma once

#include "ui/transcript/MessageLayout.h"

#include <QPainter>
#include <QPalette>

namespace cloister::ui {

/// Draws the messages of a transcript with the colours of a palette.
class MessagePainter
{
public:
    struct Marks
    {
        bool isSelected = false;
        bool hasFocus = false;
        QString find;             ///< marked wherever it stands; empty = nothing
        const MessagePiece *hover = nullptr;
    };

    /// Borrows all for its own life.
    MessagePainter(QPainter &painter, const QPalette &palette, const TranscriptStyle &style, ImageStore &images);

    /// Draws one row with its top at `top` of the view.
    void paint(const TranscriptRow &row, const MessageLayout &layout, int top, const Marks &marks);

    /// The colour behind the messages.
    static QColor background(const QPalette &palette);

private:
    void paintDay(const TranscriptRow &row, const MessageLayout &layout);
    void paintHead(const TranscriptRow &row, const MessageLayout &layout);
    void paintBubble(const TranscriptRow &row, const MessageLayout &layout, const Marks &marks);
    void paintPiece(const TranscriptRow &row, const MessagePiece &piece, const Marks &marks);
    void paintText(const MessagePiece &piece, const Marks &marks);
    void paintImage(const TranscriptRow &row, const MessagePiece &piece);
    void paintTag(const MessagePiece &piece);
    void paintThread(const MessagePiece &piece, bool isHovered);
    QColor roleColor(const QString &role) const;

    QPainter &m_painter;
    const QPalette &m_palette;
    const TranscriptStyle &m_style;
    ImageStore &m_images;
    QColor m_text;
    QColor m_muted;
    QColor m_line;
    QColor m_accent;
};

} // namespace cloister::ui
