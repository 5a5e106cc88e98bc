#include "ui/transcript/MessageLayout.h"

#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace cloister::ui {

static constexpr int kPadX = 16;
static constexpr int kPadY = 12;
static constexpr int kGap = 8;
static constexpr int kDayHeight = 56;
static constexpr int kThreadHeight = 32;
static constexpr double kLeading = 1.22; ///< of the font's own line height

TranscriptStyle TranscriptStyle::fromFont(const QFont &font, int width)
{
    TranscriptStyle style;
    style.font = font;
    style.smallFont = font;
    style.smallFont.setPointSizeF(font.pointSizeF() * 0.85);
    style.monoFont = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    style.monoFont.setPointSizeF(font.pointSizeF() * 0.9);
    style.width = width;
    return style;
}

int TranscriptStyle::columnWidth() const
{
    return std::clamp(width - 2 * kMargin, 240, kMostColumn);
}

// Nothing that is said is wider than this, so that it reads well and leaves the other side free.
static int mostBubble(const TranscriptStyle &style)
{
    const int column = style.columnWidth() - TranscriptStyle::kAvatar - 12;
    return std::min(column, std::max(200, column * 86 / 100));
}

int MessageLayout::estimate(const TranscriptRow &row, const TranscriptStyle &style, int lineHeight, int charWidth)
{
    const int perLine = std::max(8, (mostBubble(style) - 2 * kPadX) / std::max(1, charWidth));
    const auto length = static_cast<int>(std::min(row.length, kShortText));
    const auto breaks = static_cast<int>(std::min(row.breaks, kShortBreaks));
    return 2 * kPadY + 3 * kGap + lineHeight + lineHeight * (breaks + length / perLine);
}

MessageLayout::MessageLayout(
    const TranscriptModel &model, int row, const TranscriptStyle &style, ImageStore &images, Asked asked)
    : m_style(style)
{
    const TranscriptRow &message = model.row(row);
    m_isFromUser = message.message.role == QLatin1String("user");
    m_inner = mostBubble(style) - 2 * kPadX;
    addContent(message, images, asked);
    addTags(message.message.tags, style.smallFont);
    const int bubble = m_y;
    addThreads(model.threadsAfter(row));

    int top = row == 0 ? kGap : 0;
    if (model.isFirstOfDay(row)) {
        m_day = QRect(0, top, style.width, kDayHeight);
        top += kDayHeight;
    }
    if (!model.isContinued(row)) {
        const int left = style.columnLeft();
        const int right = left + style.columnWidth();
        const int lineHeight = QFontMetrics(style.smallFont).height();
        top += kGap;
        m_avatar = QRect(m_isFromUser ? right - TranscriptStyle::kAvatar : left, top, TranscriptStyle::kAvatar,
            TranscriptStyle::kAvatar);
        const int indent = TranscriptStyle::kAvatar + 12;
        m_head = QRect(left + (m_isFromUser ? 0 : indent), top, style.columnWidth() - indent, lineHeight + 4);
        top += lineHeight + 4 + 2;
    }
    const int width = std::min(m_inner, std::max(m_used, 24)) + 2 * kPadX;
    const int indent = TranscriptStyle::kAvatar + 12;
    const int left = m_isFromUser ? style.columnLeft() + style.columnWidth() - indent - width : style.columnLeft() + indent;
    m_bubble = QRect(left, top, width, bubble + 2 * kPadY);
    m_height = top + m_y + 2 * kPadY + kGap;
    place(top + kPadY);
}

// From the inside of the bubble to the row.
void MessageLayout::place(int top)
{
    for (MessagePiece &piece : m_pieces) {
        piece.rect.translate(m_bubble.left() + kPadX, top);
        if (piece.kind == MessagePiece::Kind::Thread) {
            piece.rect.translate(-kPadX, kPadY);
            if (m_isFromUser)
                piece.rect.moveRight(m_bubble.right());
        }
    }
}

static QString shortened(const QString &text, qsizetype most, qsizetype mostBreaks)
{
    qsizetype end = std::min(text.size(), most);
    qsizetype breaks = 0;
    for (qsizetype i = 0; i < end; ++i) {
        if (text.at(i) == u'\n' && ++breaks >= mostBreaks)
            end = i;
    }
    return text.left(end);
}

void MessageLayout::addContent(const TranscriptRow &row, ImageStore &images, Asked asked)
{
    using Kind = MessagePiece::Kind;
    qsizetype left = asked.isExpanded ? TranscriptRow::kMostText * 8 : kShortText;
    qsizetype breaks = asked.isExpanded ? left : kShortBreaks;
    bool isShort = true;
    for (const ContentPart &part : row.parts) {
        if (part.kind == ContentPart::Kind::Image) {
            addImage(part, row.message.id, images);
            continue;
        }
        const QString text = shortened(part.text, left, breaks);
        isShort = isShort && text.size() == part.text.size();
        left -= text.size();
        breaks -= text.count(u'\n');
        const bool isJson = part.kind == ContentPart::Kind::Other;
        if (isJson && !part.mediaType.isEmpty())
            addLine(Kind::Note, visibleLine(part.mediaType, 60), m_style.smallFont);
        if (!text.isEmpty())
            addText(text, isJson ? Kind::Json : Kind::Text, isJson ? m_style.monoFont : m_style.font);
    }
    if (!isShort) {
        const QString all = QCoreApplication::translate("MessageLayout", "Show all %1 characters");
        addLine(Kind::More, all.arg(countText(row.length)), m_style.smallFont);
    } else if (row.isCut) {
        addLine(Kind::Note, QCoreApplication::translate("MessageLayout", "The rest is left out here; an export has all of it."),
            m_style.smallFont);
    }
}

void MessageLayout::addText(const QString &text, MessagePiece::Kind kind, const QFont &font)
{
    MessagePiece piece;
    piece.kind = kind;
    QString lines = text;
    piece.layout = std::make_unique<QTextLayout>(lines.replace(u'\n', QChar::LineSeparator), font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(QFontMetrics(font).horizontalAdvance(u' ') * 4.0);
    piece.layout->setTextOption(option);
    piece.layout->setCacheEnabled(true);
    const double leading = QFontMetricsF(font).height() * (kLeading - 1);
    double y = 0;
    double width = 0;
    piece.layout->beginLayout();
    for (QTextLine line = piece.layout->createLine(); line.isValid(); line = piece.layout->createLine()) {
        line.setLineWidth(m_inner);
        line.setPosition({0, y + leading / 2});
        y += std::ceil(line.height() + leading);
        width = std::max(width, line.naturalTextWidth());
    }
    piece.layout->endLayout();
    // What runs from right to left hangs on the right edge of its lines.
    const int used = text.isRightToLeft() ? m_inner : std::min(m_inner, static_cast<int>(std::ceil(width)));
    piece.rect = QRect(0, m_y, m_inner, static_cast<int>(y));
    m_used = std::max(m_used, used);
    m_y += static_cast<int>(y);
    m_pieces.push_back(std::move(piece));
}

void MessageLayout::addImage(const ContentPart &part, const QString &messageId, ImageStore &images)
{
    const int n = m_images++;
    if (part.sizeBytes == 0) {
        const QString address = QCoreApplication::translate("MessageLayout", "Image elsewhere, not loaded: %1");
        addLine(MessagePiece::Kind::Note, address.arg(visibleLine(part.text, 80)), m_style.smallFont);
        return;
    }
    const DecodedImage *decoded = images.image(messageId, n);
    if (decoded && decoded->image.isNull()) {
        const QString note = QCoreApplication::translate("MessageLayout", "Image (%1, %2): %3");
        addLine(MessagePiece::Kind::Note,
            note.arg(visibleLine(part.mediaType, 40), sizeText(part.sizeBytes), imageProblemText(decoded->problem)),
            m_style.smallFont);
        return;
    }
    MessagePiece piece;
    piece.kind = MessagePiece::Kind::Image;
    piece.image = n;
    piece.id = messageId;
    QSize size = decoded ? decoded->image.size() : QSize(240, 160);
    if (size.width() > m_inner)
        size.scale(m_inner, size.height(), Qt::KeepAspectRatio);
    const int gap = m_y > 0 ? kGap : 0;
    piece.rect = QRect(QPoint(0, m_y + gap), size);
    m_y += gap + size.height() + 4;
    m_used = std::max(m_used, size.width());
    m_pieces.push_back(std::move(piece));
}

void MessageLayout::addLine(MessagePiece::Kind kind, const QString &text, const QFont &font)
{
    const QFontMetrics metrics(font);
    MessagePiece piece;
    piece.kind = kind;
    piece.text = metrics.elidedText(text, Qt::ElideRight, m_inner);
    const int width = metrics.horizontalAdvance(piece.text) + 2;
    piece.rect = QRect(0, m_y + 4, width, metrics.height());
    m_used = std::max(m_used, width);
    m_y += metrics.height() + kGap;
    m_pieces.push_back(std::move(piece));
}

void MessageLayout::addTags(const QStringList &tags, const QFont &font)
{
    if (tags.isEmpty())
        return;
    const QFontMetrics metrics(font);
    const int height = metrics.height() + 4;
    int x = 0;
    m_y += kGap;
    for (const QString &tag : tags) {
        MessagePiece piece;
        piece.kind = MessagePiece::Kind::Tag;
        piece.text = metrics.elidedText(visibleLine(tag, 64), Qt::ElideRight, m_inner - 16);
        const int width = metrics.horizontalAdvance(piece.text) + 16;
        if (x > 0 && x + width > m_inner) {
            x = 0;
            m_y += height + 4;
        }
        piece.rect = QRect(x, m_y, width, height);
        x += width + 6;
        m_used = std::max(m_used, x - 6);
        m_pieces.push_back(std::move(piece));
    }
    m_y += height;
}

void MessageLayout::addThreads(const QList<Dialogue> &threads)
{
    const QFontMetrics metrics(m_style.smallFont);
    for (const Dialogue &thread : threads) {
        MessagePiece piece;
        piece.kind = MessagePiece::Kind::Thread;
        piece.id = thread.id;
        const QString count = QCoreApplication::translate(
            "MessageLayout", "%n message(s)", nullptr, static_cast<int>(thread.totalMessages));
        const QString title = metrics.elidedText(dialogueTitle(thread), Qt::ElideRight, m_inner - 160);
        piece.text = QStringLiteral("%1  ·  %2").arg(title, count);
        piece.rect = QRect(0, m_y + kGap, metrics.horizontalAdvance(piece.text) + 52, kThreadHeight - 4);
        m_y += kThreadHeight + 4;
        m_pieces.push_back(std::move(piece));
    }
}

const MessagePiece *MessageLayout::active(const QPoint &at) const
{
    using Kind = MessagePiece::Kind;
    for (const MessagePiece &piece : m_pieces) {
        const bool isActive = piece.kind == Kind::Image || piece.kind == Kind::Thread || piece.kind == Kind::More;
        if (isActive && piece.rect.contains(at))
            return &piece;
    }
    return nullptr;
}

} // namespace cloister::ui
