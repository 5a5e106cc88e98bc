#include "ui/search/ExplainPanel.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QFormLayout>
#include <QLocale>

namespace cloister::ui {

ExplainPanel::ExplainPanel(QWidget *parent) : QScrollArea(parent)
{
    auto *inside = new QWidget;
    m_form = new QFormLayout(inside);
    m_form->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    m_form->setVerticalSpacing(kGrid);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    setWidget(inside);
    setWidgetResizable(true);
    setAccessibleName(tr("How this answer came about"));
}

void ExplainPanel::add(const QString &name, const QString &value)
{
    auto *text = new PlainLabel(PlainLabel::Fit::Wrapped);
    text->setStored(value);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_form->addRow(label(name, "field"), text);
}

void ExplainPanel::show(const client::SearchAnswer &answer)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    if (!answer.explanation) {
        m_form->addRow(paragraph(tr("Search to see how the answer comes about."), "muted"));
        return;
    }
    const client::SearchExplanation &explanation = *answer.explanation;
    m_form->addRow(label(tr("Partition"), "heading"));
    add(tr("Key that was asked"), explanation.partition);
    m_form->addRow(label(tr("Candidates"), "heading"));
    for (const client::ExplainFigure &figure : explanation.candidates)
        add(figure.name, QLocale().toString(figure.value, 'g', 6));
    m_form->addRow(label(tr("Time"), "heading"));
    for (const client::ExplainFigure &figure : explanation.milliseconds)
        add(figure.name, tr("%1 ms").arg(QLocale().toString(figure.value, 'f', 2)));
    if (answer.pending > 0)
        m_form->addRow(paragraph(
            tr("%Ln messages are still found by their words alone.", nullptr, static_cast<int>(answer.pending)), "muted"));
}

} // namespace cloister::ui
