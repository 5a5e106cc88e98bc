#include "ui/widgets/EmptyState.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace cloister::ui {

static constexpr int kMostTextWidth = 440;
static constexpr int kIconSize = 5 * kGrid;

// As wide as there is room for, up to what is read easily.
static QHBoxLayout *inTheMiddle(QLabel *text)
{
    text->setMaximumWidth(kMostTextWidth);
    text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(text, 1000); // before the stretches have any
    row->addStretch(1);
    return row;
}

EmptyState::EmptyState(QWidget *parent) :
    QWidget(parent),
    m_icon(new QLabel),
    m_title(new QLabel),
    m_detail(new QLabel),
    m_action(new QPushButton),
    m_second(new QPushButton)
{
    setKind(m_title, "heading");
    m_title->setTextFormat(Qt::PlainText);
    m_title->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    setKind(m_detail, "muted");
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setAlignment(Qt::AlignHCenter);
    m_detail->setWordWrap(true);
    setKind(m_action, "primary");
    m_action->setObjectName(QStringLiteral("stateAction"));
    m_second->setObjectName(QStringLiteral("stateSecond"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch();
    buttons->addWidget(m_action);
    buttons->addWidget(m_second);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setSpacing(kGrid);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(kGrid);
    column->addLayout(inTheMiddle(m_title));
    column->addLayout(inTheMiddle(m_detail));
    column->addSpacing(kGrid);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (const auto run = m_text.run) // a copy: what runs may put another text here
            run();
    });
    connect(m_second, &QPushButton::clicked, this, [this] {
        if (const auto run = m_text.runSecond)
            run();
    });
}

// Some titles are sentences that elsewhere stand in a text.
static QString asTitle(QString text)
{
    if (text.endsWith(u'.') || text.endsWith(QChar(0x3002)))
        text.chop(1);
    return text;
}

void EmptyState::show(const StateText &text)
{
    m_text = text;
    m_title->setText(asTitle(text.title));
    m_detail->setText(text.text);
    m_detail->setVisible(!text.text.isEmpty());
    m_action->setText(text.action);
    m_action->setVisible(!text.action.isEmpty());
    m_second->setText(text.second);
    m_second->setVisible(!text.second.isEmpty());
    drawIcon();
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

void EmptyState::drawIcon()
{
    if (!m_text.icon.isEmpty())
        m_icon->setPixmap(iconPixmap(m_text.icon.constData(), kIconSize, Tone::Muted, devicePixelRatioF()));
}

} // namespace cloister::ui
