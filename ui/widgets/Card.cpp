#include "ui/widgets/Card.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace cloister::ui {

Card::Card(const QString &title, QWidget *parent) :
    QFrame(parent),
    m_head(new QHBoxLayout),
    m_body(new QVBoxLayout)
{
    setKind(this, "card");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * kGrid, 3 * kGrid / 2, 2 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid);
    QLabel *heading = label(title, "field");
    heading->setMinimumHeight(3 * kGrid); // with a link beside it and without
    m_head->addWidget(heading, 1);
    m_body->setSpacing(kGrid / 2);
    column->addLayout(m_head);
    column->addLayout(m_body, 1);
}

void Card::setLink(const QString &text, const char *objectName)
{
    auto *link = new QPushButton(text);
    setKind(link, "link");
    link->setObjectName(QString::fromLatin1(objectName));
    link->setFixedHeight(3 * kGrid);
    link->setCursor(Qt::PointingHandCursor);
    m_head->addWidget(link);
    connect(link, &QPushButton::clicked, this, &Card::opened);
}

void Card::addToHead(QWidget *button)
{
    button->setFixedSize(3 * kGrid, 3 * kGrid);
    m_head->addWidget(button);
}

FigureCard::FigureCard(const QString &title, QWidget *parent) :
    Card(title, parent),
    m_icon(new QLabel),
    m_figure(label({}, "figure")),
    m_detail(paragraph({}, "small"))
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_icon);
    row->addWidget(m_figure, 1);
    body()->addLayout(row);
    body()->addWidget(m_detail);
    body()->addStretch();
    m_icon->setVisible(false);
}

void FigureCard::setFigure(const QString &figure, const QString &detail, const char *icon, const char *kind)
{
    const bool isBad = kind && QLatin1String(kind) == QLatin1String("danger");
    m_figure->setText(figure);
    m_detail->setText(detail);
    m_icon->setVisible(icon != nullptr);
    if (icon)
        m_icon->setPixmap(iconPixmap(icon, 3 * kGrid, isBad ? Tone::Danger : Tone::Success, devicePixelRatioF()));
}

} // namespace cloister::ui
