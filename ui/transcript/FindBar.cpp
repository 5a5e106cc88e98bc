#include "ui/transcript/FindBar.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace cloister::ui {

FindBar::FindBar(QWidget *parent) : QWidget(parent), m_text(new QLineEdit), m_count(label(QString(), "muted"))
{
    const auto button = [this](const char *image, const QString &name, auto act) {
        auto *made = new QToolButton;
        made->setIcon(themeIcon(image));
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, this, act);
        return made;
    };
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setPlaceholderText(tr("Find in this transcript"));
    m_text->setAccessibleName(tr("Find in this transcript"));
    m_text->setClearButtonEnabled(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
    row->addWidget(m_text, 1);
    row->addWidget(m_count);
    row->addWidget(button("up", tr("Previous"), [this] { Q_EMIT previousAsked(); }));
    row->addWidget(button("down", tr("Next"), [this] { Q_EMIT nextAsked(); }));
    row->addWidget(button("close", tr("Close"), [this] { close(); }));
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::textChanged);
    setFocusProxy(m_text);
    hide();
}

void FindBar::open()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

QString FindBar::text() const
{
    return m_text->text();
}

void FindBar::setCount(int current, int total, bool isComplete)
{
    if (m_text->text().isEmpty())
        m_count->clear();
    else if (!isComplete)
        m_count->setText(tr("Reading…"));
    else if (total == 0)
        m_count->setText(tr("Not found"));
    else
        m_count->setText(tr("%1 of %2").arg(current).arg(total));
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->modifiers().testFlag(Qt::ShiftModifier) ? Q_EMIT previousAsked() : Q_EMIT nextAsked();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::close()
{
    m_text->clear();
    hide();
    Q_EMIT closed();
}

} // namespace cloister::ui
