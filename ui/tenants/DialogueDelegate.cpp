#include "ui/tenants/DialogueDelegate.h"

#include "ui/models/DialogueModel.h"
#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"

#include <QPainter>

namespace cloister::ui {

static QString secondLine(const Dialogue &dialogue)
{
    QStringList facts{shortDay(dialogue.lastMessageCreated.value_or(dialogue.created)),
        DialogueDelegate::tr("%Ln messages", nullptr, static_cast<int>(dialogue.totalMessages))};
    if (dialogue.status != DialogueStatus::Active)
        facts.append(statusText(dialogue.status));
    if (!dialogue.tags.isEmpty())
        facts.append(visibleLine(dialogue.tags.join(QLatin1String(", ")), 60));
    return facts.join(QStringLiteral("  ·  "));
}

static QFont secondFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.9);
    return small;
}

void DialogueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const DialogueModel *>(index.model());
    if (!model)
        return;
    const Dialogue &dialogue = model->record(index.row());
    const Colors &colors = Theme::colors();
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (isChosen || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, isChosen ? colors.accentSoft : colors.sunken);
    if (isChosen)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colors.accent);
    painter->setPen(colors.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    QRect room = option.rect.adjusted(2 * kGrid, kGrid + 2, -2 * kGrid, -kGrid);
    QFont titleFont = option.font;
    titleFont.setWeight(QFont::DemiBold);
    const QFontMetrics titleMetrics(titleFont);
    painter->setFont(titleFont);
    painter->setPen(colors.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
        titleMetrics.elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    room.setTop(room.top() + titleMetrics.height() + kGrid / 4);
    const QFont small = secondFont(option.font);
    painter->setFont(small);
    painter->setPen(colors.muted);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
        QFontMetrics(small).elidedText(secondLine(dialogue), Qt::ElideRight, room.width()));
    painter->restore();
}

QSize DialogueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = option.fontMetrics.height() + QFontMetrics(secondFont(option.font)).height();
    return {30 * kGrid, height + 2 * kGrid + kGrid / 2};
}

} // namespace cloister::ui
