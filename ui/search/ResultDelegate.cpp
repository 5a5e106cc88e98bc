#include "ui/search/ResultDelegate.h"

#include "ui/models/RecordText.h"
#include "ui/search/SearchModel.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QRegularExpression>
#include <QTextLayout>

#include <algorithm>

namespace cloister::ui {

static constexpr int kSnippetLines = 2;
static constexpr qsizetype kBefore = 60; // characters shown before the first word
static constexpr int kScoreWidth = 6 * kGrid;

// What stands in nearly every text is never what was looked for. English and German; words of two letters are not marked
// at all. Left out is what means something in the other language.
static bool isStopWord(const QString &word)
{
    static const QStringList words = QStringLiteral(
        "about after all also and any are because been before being but can could did does for from had has have her him "
        "his how into its just may might more most not now off only other our out over shall she should some such than "
        "that the their them then there these they this those too under until very was were what when where which while "
        "who why will with would you your "
        "aber alle als auch auf aus bei bin bis das dass dem den der des die doch durch ein eine einem einen einer eines "
        "für haben hatte ich ihm ihn ihr ihre ihrem ihren ist kann kein keine mein meine mit nach nicht noch nur oder "
        "ohne sein seine sich sie sind über und uns unser unsere unter vom von vor wann warum was weil wenn wer werden "
        "wie wir wird wurde zum zur").split(u' ');
    return words.contains(word);
}

QStringList markedWords(const QString &query)
{
    static const QRegularExpression word(QStringLiteral("[\\p{L}\\p{N}]{3,}"));
    QStringList words;
    for (auto it = word.globalMatch(query.toLower()); it.hasNext();) {
        const QString found = it.next().captured();
        if (isStopWord(found))
            continue;
        // "refunds" marks "refund" and "refunded" too.
        words.append(found.size() > 5 ? found.left(found.size() - 2) : found);
    }
    words.removeDuplicates();
    return words;
}

static bool beginsWord(const QString &text, qsizetype at)
{
    return at == 0 || !text.at(at - 1).isLetterOrNumber();
}

static QList<QTextLayout::FormatRange> marks(const QString &text, const QStringList &words, const Colors &colors)
{
    QTextCharFormat format;
    format.setFontWeight(QFont::DemiBold);
    format.setBackground(colors.warningSoft); // which is seen in the chosen row too
    format.setForeground(colors.text);
    QList<QTextLayout::FormatRange> ranges;
    for (const QString &word : words) {
        for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
            qsizetype end = at + word.size();
            while (end < text.size() && text.at(end).isLetterOrNumber())
                ++end;
            if (beginsWord(text, at))
                ranges.append({static_cast<int>(at), static_cast<int>(end - at), format});
        }
    }
    return ranges;
}

qsizetype snippetStart(const QString &text, const QStringList &words)
{
    qsizetype first = text.size();
    for (const QString &word : words) {
        for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0 && at < first;
             at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
            if (beginsWord(text, at))
                first = at;
        }
    }
    if (first == text.size() || first <= 2 * kBefore)
        return 0;
    const qsizetype space = text.indexOf(u' ', first - kBefore);
    return space > 0 && space < first ? space + 1 : first;
}

static void paintSnippet(QPainter *painter, const QRect &room, const QFont &font, const QString &text, const QStringList &words)
{
    const qsizetype start = snippetStart(text, words);
    const QString shown = (start > 0 ? QStringLiteral("… ") : QString()) + text.mid(start, 600);
    QTextLayout layout(shown, font);
    layout.setFormats(marks(shown, words, Theme::colors()));
    layout.beginLayout();
    qreal y = 0;
    for (int i = 0; i < kSnippetLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(room.width());
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    painter->setPen(Theme::colors().text);
    layout.draw(painter, room.topLeft());
}

static void paintScore(QPainter *painter, const QRect &room, double relevance)
{
    const Colors &colors = Theme::colors();
    const QRect bar(room.left(), room.center().y() - 2, room.width(), 4);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.sunken);
    painter->drawRoundedRect(bar, 2, 2);
    painter->setBrush(colors.accent);
    const int width = std::max(4, static_cast<int>(bar.width() * std::clamp(relevance, 0.0, 1.0)));
    painter->drawRoundedRect(QRect(bar.topLeft(), QSize(width, bar.height())), 2, 2);
}

void ResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const SearchModel *>(index.model());
    if (!model)
        return;
    const SearchRow &row = model->row(index.row());
    const Colors &colors = Theme::colors();
    painter->save();
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    if (isChosen || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, isChosen ? colors.accentSoft : colors.sunken);
    painter->setPen(colors.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    const QRect room = option.rect.adjusted(2 * kGrid, kGrid + kGrid / 2, -2 * kGrid, -kGrid);
    const int lineHeight = option.fontMetrics.height();
    const QString score = QLocale().toString(row.relevance, 'f', 2);
    const int scoreWidth = option.fontMetrics.horizontalAdvance(QLocale().toString(0.88, 'f', 2)) + kScoreWidth + kGrid;
    const QRect head(room.left(), room.top(), room.width() - scoreWidth - kGrid, lineHeight);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    const QString when = localTime(row.created);
    const int whenWidth = option.fontMetrics.horizontalAdvance(when) + 2 * kGrid;
    const QString title = QFontMetrics(bold).elidedText(row.title, Qt::ElideRight, head.width() - whenWidth);
    painter->setFont(bold);
    painter->setPen(colors.text);
    painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, title);
    painter->setFont(option.font);
    painter->setPen(colors.muted);
    painter->drawText(head.adjusted(QFontMetrics(bold).horizontalAdvance(title) + 2 * kGrid, 0, 0, 0),
        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, when);
    painter->drawText(QRect(room.right() - scoreWidth, room.top(), scoreWidth, lineHeight), Qt::AlignRight, score);
    paintScore(painter, {room.right() - scoreWidth, room.top(), kScoreWidth, lineHeight}, row.relevance);
    paintSnippet(painter, room.adjusted(0, lineHeight + kGrid / 2, 0, 0), option.font, row.text, markedWords(model->query()));
    painter->restore();
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {50 * kGrid, option.fontMetrics.height() * (1 + kSnippetLines) + 4 * kGrid};
}

} // namespace cloister::ui
