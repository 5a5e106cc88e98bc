#include "ui/transcript/MessagePainter.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"

#include <QFontMetrics>

namespace cloister::ui {

static constexpr double kRadius = 12;

static QColor mixed(const QColor &a, const QColor &b, double part)
{
    const auto channel = [part](int x, int y) { return static_cast<int>(x + (y - x) * part); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

QColor MessagePainter::background(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Window), 0.55);
}

MessagePainter::MessagePainter(
    QPainter &painter, const QPalette &palette, const TranscriptStyle &style, ImageStore &images)
    : m_painter(painter), m_palette(palette), m_style(style), m_images(images)
{
    m_text = palette.color(QPalette::Text);
    m_muted = Theme::colors().muted;
    m_line = mixed(palette.color(QPalette::Base), m_text, 0.14);
    // Not the palette's highlight, which the style sheet replaces by the soft colour behind a chosen row.
    m_accent = Theme::colors().accent;
}

// One hue a role; the user, at the other side, has the pale one. The word stands beside it: nothing is told by colour alone.
QColor MessagePainter::roleColor(const QString &role) const
{
    if (role == QLatin1String("user"))
        return Theme::colors().accentSoft;
    if (role == QLatin1String("assistant"))
        return QColor(0x2E, 0x7D, 0x6B);
    if (role == QLatin1String("system"))
        return QColor(0x7A, 0x5C, 0xA8);
    return QColor(0x8A, 0x6A, 0x2B);
}

void MessagePainter::paint(const TranscriptRow &row, const MessageLayout &layout, int top, const Marks &marks)
{
    m_painter.save();
    m_painter.translate(0, top);
    if (!layout.dayRect().isEmpty())
        paintDay(row, layout);
    if (!layout.headRect().isEmpty())
        paintHead(row, layout);
    paintBubble(row, layout, marks);
    for (const MessagePiece &piece : layout.pieces())
        paintPiece(row, piece, marks);
    m_painter.restore();
}

void MessagePainter::paintDay(const TranscriptRow &row, const MessageLayout &layout)
{
    const QString text = dayText(row.message.created);
    QFont font = m_style.smallFont;
    font.setWeight(QFont::DemiBold);
    m_painter.setFont(font);
    const int width = QFontMetrics(font).horizontalAdvance(text) + 32;
    const QRect all = layout.dayRect().adjusted(0, 8, 0, 0);
    const QRect words(all.center().x() - width / 2, all.top(), width, all.height());
    const int y = all.center().y();
    m_painter.setPen(m_line);
    m_painter.drawLine(m_style.columnLeft(), y, words.left(), y);
    m_painter.drawLine(words.right(), y, m_style.columnLeft() + m_style.columnWidth(), y);
    m_painter.setPen(m_muted);
    m_painter.drawText(words, Qt::AlignCenter, text);
}

void MessagePainter::paintHead(const TranscriptRow &row, const MessageLayout &layout)
{
    const QString role = roleText(row.message.role);
    const QString name = row.message.name ? visibleLine(*row.message.name, 80) : role;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(roleColor(row.message.role));
    m_painter.drawEllipse(layout.avatarRect().adjusted(1, 1, -1, -1));
    QFont bold = m_style.smallFont;
    bold.setWeight(QFont::DemiBold);
    m_painter.setFont(bold);
    const bool isPale = roleColor(row.message.role).lightnessF() > 0.6F;
    m_painter.setPen(isPale ? (Theme::colors().isDark ? QColor(Qt::black) : Theme::colors().accent) : QColor(Qt::white));
    m_painter.drawText(layout.avatarRect(), Qt::AlignCenter, name.left(1).toUpper());

    const QString rest = (row.message.name ? QStringLiteral("  ·  ") + role : QString()) + QStringLiteral("  ·  ")
        + clockText(row.message.created);
    const QFontMetrics boldMetrics(bold);
    const int restWidth = QFontMetrics(m_style.smallFont).horizontalAdvance(rest);
    const QRect head = layout.headRect();
    const QString shown = boldMetrics.elidedText(name, Qt::ElideRight, head.width() - restWidth);
    const int nameWidth = boldMetrics.horizontalAdvance(shown);
    const int left = layout.isFromUser() ? head.right() - nameWidth - restWidth : head.left() + 2;
    m_painter.setPen(m_text);
    m_painter.drawText(QRect(left, head.top(), nameWidth + 2, head.height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
    m_painter.setFont(m_style.smallFont);
    m_painter.setPen(m_muted);
    m_painter.drawText(
        QRect(left + nameWidth, head.top(), restWidth + 2, head.height()), Qt::AlignLeft | Qt::AlignVCenter, rest);
}

void MessagePainter::paintBubble(const TranscriptRow &row, const MessageLayout &layout, const Marks &marks)
{
    const QColor base = m_palette.color(QPalette::Base);
    const bool isSpoken = row.message.role == QLatin1String("user") || row.message.role == QLatin1String("assistant");
    QColor fill = base;
    if (layout.isFromUser())
        fill = mixed(base, m_accent, 0.14);
    else if (!isSpoken)
        fill = mixed(base, roleColor(row.message.role), 0.07);
    m_painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(layout.isFromUser() ? mixed(base, m_accent, 0.3) : m_line, 1);
    if (!isSpoken)
        pen.setStyle(Qt::DashLine);
    if (marks.isSelected)
        pen = QPen(m_accent, 2);
    m_painter.setPen(pen);
    m_painter.setBrush(fill);
    m_painter.drawRoundedRect(QRectF(layout.bubbleRect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void MessagePainter::paintPiece(const TranscriptRow &row, const MessagePiece &piece, const Marks &marks)
{
    using Kind = MessagePiece::Kind;
    switch (piece.kind) {
    case Kind::Text:
    case Kind::Json: paintText(piece, marks); break;
    case Kind::Image: paintImage(row, piece); break;
    case Kind::Tag: paintTag(piece); break;
    case Kind::Thread: paintThread(piece, marks.hover == &piece); break;
    case Kind::Note:
    case Kind::More: {
        QFont font = m_style.smallFont;
        font.setUnderline(piece.kind == Kind::More && marks.hover == &piece);
        m_painter.setFont(font);
        m_painter.setPen(piece.kind == Kind::More ? m_palette.color(QPalette::Link) : m_muted);
        m_painter.drawText(piece.rect, Qt::AlignLeft | Qt::AlignVCenter, piece.text);
        break;
    }
    }
}

void MessagePainter::paintText(const MessagePiece &piece, const Marks &marks)
{
    QList<QTextLayout::FormatRange> found;
    if (!marks.find.isEmpty()) {
        const QString text = piece.layout->text();
        QTextLayout::FormatRange range;
        range.format.setBackground(QColor(0xFF, 0xD5, 0x4A));
        range.format.setForeground(QColor(0x20, 0x1A, 0x00));
        range.length = static_cast<int>(marks.find.size());
        for (qsizetype at = text.indexOf(marks.find, 0, Qt::CaseInsensitive); at >= 0 && found.size() < 500;
             at = text.indexOf(marks.find, at + marks.find.size(), Qt::CaseInsensitive)) {
            range.start = static_cast<int>(at);
            found.append(range);
        }
    }
    m_painter.setPen(piece.kind == MessagePiece::Kind::Json ? m_muted : m_text);
    piece.layout->draw(&m_painter, piece.rect.topLeft(), found, m_painter.clipBoundingRect());
}

void MessagePainter::paintImage(const TranscriptRow &row, const MessagePiece &piece)
{
    const DecodedImage *image = m_images.image(row.message.id, piece.image);
    if (image && !image->image.isNull()) {
        m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
        m_painter.drawImage(piece.rect, image->image);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(m_line);
        m_painter.drawRect(piece.rect.adjusted(0, 0, -1, -1));
        return;
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_line);
    m_painter.drawRoundedRect(piece.rect, 6, 6);
}

void MessagePainter::paintTag(const MessagePiece &piece)
{
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(mixed(m_palette.color(QPalette::Base), m_text, 0.09));
    m_painter.drawRoundedRect(piece.rect, piece.rect.height() / 2.0, piece.rect.height() / 2.0);
    m_painter.setFont(m_style.smallFont);
    m_painter.setPen(mixed(m_text, m_palette.color(QPalette::Base), 0.25));
    m_painter.drawText(piece.rect, Qt::AlignCenter, piece.text);
}

void MessagePainter::paintThread(const MessagePiece &piece, bool isHovered)
{
    // The branch: down from the bubble and over to the words.
    const QRect rect = piece.rect;
    const int x = rect.left() + 12;
    const int y = rect.center().y();
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_accent, 2));
    m_painter.drawLine(x, rect.top() - 4, x, y - 6);
    m_painter.drawArc(QRect(x, y - 12, 12, 12), 180 * 16, 90 * 16);
    m_painter.drawLine(x + 6, y, x + 16, y);
    m_painter.drawEllipse(QPoint(x + 19, y), 3, 3);
    QFont font = m_style.smallFont;
    font.setUnderline(isHovered);
    m_painter.setFont(font);
    m_painter.setPen(m_palette.color(QPalette::Link));
    m_painter.drawText(rect.adjusted(40, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, piece.text);
}

} // namespace cloister::ui
