#include "ui/widgets/ConfirmByName.h"

#include "ui/models/RecordText.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/PlainLabel.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace cloister::ui {

ConfirmByName::ConfirmByName(const Ask &ask, QWidget *parent) :
    QDialog(parent),
    m_name(ask.name),
    m_typed(new QLineEdit),
    m_act(new QPushButton(ask.act))
{
    setObjectName(QStringLiteral("confirmByName"));
    setWindowTitle(ask.act);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    auto *title = new PlainLabel(PlainLabel::Fit::Wrapped);
    setKind(title, "heading");
    title->setStored(ask.title);
    auto *text = new PlainLabel(PlainLabel::Fit::Wrapped);
    text->setStored(ask.text);
    column->addWidget(title);
    column->addWidget(text);
    addLosses(ask);
    auto *prompt = new PlainLabel(PlainLabel::Fit::Wrapped);
    prompt->setStored(tr("Type “%1” to go on:").arg(ask.name));
    m_typed->setObjectName(QStringLiteral("confirmName"));
    m_typed->setAccessibleName(prompt->text());
    column->addWidget(prompt);
    column->addWidget(m_typed);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("confirmCancel"));
    m_act->setObjectName(QStringLiteral("confirmAct"));
    setKind(m_act, "danger");
    m_act->setDefault(true); // Enter after the name means the act; before it, nothing: a disabled default takes the key
    m_act->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_act);
    column->addLayout(buttons);
    setFixedWidth(kDialogWidth);
    connect(m_typed, &QLineEdit::textChanged, this, [this](const QString &typed) { m_act->setEnabled(typed == m_name); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, &QDialog::accept);
    m_typed->setFocus();
}

void ConfirmByName::addLosses(const Ask &ask)
{
    if (ask.losses.isEmpty())
        return;
    auto *card = new QFrame;
    setKind(card, "danger");
    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
    for (int row = 0; row < ask.losses.size(); ++row) {
        auto *figure = new PlainLabel;
        figure->setStored(ask.losses.at(row).second);
        figure->setAlignment(Qt::AlignRight);
        auto *what = new PlainLabel;
        what->setStored(ask.losses.at(row).first);
        grid->addWidget(what, row, 0);
        grid->addWidget(figure, row, 1);
    }
    layout()->addWidget(card);
}

} // namespace cloister::ui
