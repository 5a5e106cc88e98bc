#pragma once

#include "ui/transcript/ImageStore.h"
#include "ui/transcript/TranscriptModel.h"

#include <QFont>
#include <QRect>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace cloister::ui {

/// What the layout of every message has in common.
struct TranscriptStyle
{
    QFont font;      ///< of what is said
    QFont smallFont; ///< of names, times and tags
    QFont monoFont;  ///< of JSON
    int width = 600; ///< of the view

    /// From a widget's font.
    static TranscriptStyle fromFont(const QFont &font, int width);

    static constexpr int kMargin = 24;
    static constexpr int kAvatar = 32;
    static constexpr int kMostColumn = 880;
    int columnWidth() const;
    int columnLeft() const { return (width - columnWidth()) / 2; }
};

/// One thing drawn in a message.
struct MessagePiece
{
    enum class Kind { Text, Json, Image, Note, Tag, Thread, More };
    Kind kind = Kind::Text;
    QRect rect; ///< in the row
    std::unique_ptr<QTextLayout> layout; ///< of Text and Json
    QString text; ///< of the others, in one line
    QString id;   ///< of a thread
    int image = -1; ///< number of the image
};

/// Where everything of one message is drawn, for one width. Made when a row comes into sight and dropped afterwards.
class MessageLayout
{
public:
    struct Asked
    {
        bool isExpanded = false;
    };

    /// Text shown before a message is expanded.
    static constexpr qsizetype kShortText = 2400;
    static constexpr qsizetype kShortBreaks = 36;

    MessageLayout(const TranscriptModel &model, int row, const TranscriptStyle &style, ImageStore &images, Asked asked);

    /// What a row will be about as high as, before it is laid out.
    static int estimate(const TranscriptRow &row, const TranscriptStyle &style, int lineHeight, int charWidth);

    int height() const { return m_height; }
    bool isFromUser() const { return m_isFromUser; }
    const QRect &dayRect() const { return m_day; }       ///< empty without one
    const QRect &headRect() const { return m_head; }     ///< empty when it goes on
    const QRect &avatarRect() const { return m_avatar; } ///< empty when it goes on
    const QRect &bubbleRect() const { return m_bubble; }
    const std::vector<MessagePiece> &pieces() const { return m_pieces; }
    /// The piece that something can be done with (image, thread, more); null for any other place.
    const MessagePiece *active(const QPoint &place) const;

private:
    void addText(const QString &text, MessagePiece::Kind kind, const QFont &font);
    void addImage(const ContentPart &part, const QString &messageId, ImageStore &images);
    void addLine(MessagePiece::Kind kind, const QString &text, const QFont &font);
    void addTags(const QStringList &tags, const QFont &font);
    void addContent(const TranscriptRow &row, ImageStore &images, Asked asked);
    void addThreads(const QList<Dialogue> &threads);
    void place(int top);

    const TranscriptStyle &m_style;
    std::vector<MessagePiece> m_pieces; ///< while it is built: relative to the bubble's inside
    bool m_isFromUser = false;
    int m_inner = 0; ///< most width inside of the bubble
    int m_used = 0;  ///< width that is needed
    int m_y = 0;
    int m_images = 0;
    int m_height = 0;
    QRect m_day;
    QRect m_head;
    QRect m_avatar;
    QRect m_bubble;
};

} // namespace cloister::ui
