#include "ui/audit/EventDetails.h"

#include "ui/models/EventModel.h"
#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QFormLayout>

namespace cloister::ui {

EventDetails::EventDetails(QWidget *parent) : QScrollArea(parent)
{
    auto *inside = new QWidget;
    m_form = new QFormLayout(inside);
    m_form->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    m_form->setVerticalSpacing(kGrid);
    m_form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    setWidget(inside);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("The chosen event"));
}

// Of the width of the panel; a word that long would not be broken.
static QString inLines(const QByteArray &hex)
{
    constexpr int kLine = 16;
    QStringList lines;
    for (qsizetype at = 0; at < hex.size(); at += kLine)
        lines.append(QString::fromLatin1(hex.mid(at, kLine)));
    return lines.join(u'\n');
}

void EventDetails::tell(const client::Event &event)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    const QList<std::pair<QString, QString>> facts{{tr("Number"), countText(event.seq)}, {tr("Time"), exactTime(event.time)},
        {tr("What happened"), actionText(event.action)}, {tr("Action"), event.action},
        {tr("Outcome"), (outcomeText(event.outcome) + u'\n' + outcomeDetail(event.outcome)).trimmed()},
        {tr("Actor"), actorText(event.actor)}, {tr("Address"), addressText(event)},
        {tr("Namespace"), event.nameSpace ? namespaceText(*event.nameSpace) : QString()},
        {tr("Entity"), event.entityKind.isEmpty() ? QString() : event.entityKind + u' ' + event.entity},
        {tr("Count"), event.count > 0 ? countText(event.count) : QString()}, {tr("Request"), event.requestId},
        {tr("Hash in the chain"), inLines(event.hash)}};
    for (const auto &[name, value] : facts) {
        if (value.isEmpty())
            continue;
        auto *text = new PlainLabel(PlainLabel::Fit::Wrapped);
        text->setStored(value);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setAccessibleName(name);
        m_form->addRow(label(name, "field"), text);
    }
}

} // namespace cloister::ui
