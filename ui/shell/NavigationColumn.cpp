#include "ui/shell/NavigationColumn.h"

#include "ui/shell/PageRegistry.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Kind.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/PlainLabel.h"

#include <QButtonGroup>
#include <QDir>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace cloister::ui {

static constexpr int kNavigationWidth = 27 * kGrid;
static constexpr int kLongestAltNumber = 9;

static QToolButton *rowButton(const QString &text, const char *iconName)
{
    auto *button = new QToolButton;
    setKind(button, "page");
    button->setText(QLatin1String("  ") + text);
    button->setAccessibleName(text);
    button->setIcon(themeIcon(iconName));
    button->setIconSize({18, 18});
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFixedHeight(5 * kGrid);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves no ring
    return button;
}

NavigationColumn::NavigationColumn(QWidget *parent) :
    QWidget(parent),
    m_workspace(new PlainLabel),
    m_group(new QButtonGroup(this))
{
    setKind(this, "navigation");
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(kNavigationWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid / 2, 2 * kGrid, 3 * kGrid / 2, 3 * kGrid / 2);
    column->setSpacing(kGrid / 2);
    column->addWidget(makeHead());
    column->addSpacing(2 * kGrid);
    addPages(*column);
    column->addStretch();
    QToolButton *palette = addFoot(tr("Go to…"), "command", QStringLiteral("Ctrl+K"), "navigationPalette");
    QToolButton *lock = addFoot(tr("Lock"), "lock", QStringLiteral("Ctrl+L"), "navigationLock");
    column->addWidget(palette);
    column->addWidget(lock);
    connect(palette, &QToolButton::clicked, this, &NavigationColumn::paletteAsked);
    connect(lock, &QToolButton::clicked, this, &NavigationColumn::lockAsked);
}

QWidget *NavigationColumn::makeHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(kGrid / 2, 0, 0, 0);
    row->setSpacing(3 * kGrid / 2);
    auto *mark = new QLabel;
    mark->setPixmap(themeIcon("cloister").pixmap(4 * kGrid, 4 * kGrid));
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(label(QStringLiteral("Cloister"), "heading"));
    setKind(m_workspace, "small");
    m_workspace->setObjectName(QStringLiteral("workspaceName"));
    names->addWidget(m_workspace);
    row->addWidget(mark);
    row->addLayout(names, 1);
    return head;
}

void NavigationColumn::addPages(QVBoxLayout &column)
{
    int number = 1;
    const QList<PageInfo> pages = PageRegistry::all();
    for (const PageInfo &page : pages) {
        QToolButton *button = rowButton(PageRegistry::titleOf(page), page.icon);
        button->setCheckable(true);
        button->setObjectName(QStringLiteral("nav_") + QString::fromLatin1(page.id));
        if (number <= kLongestAltNumber) {
            button->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(number)));
            button->setToolTip(QStringLiteral("Alt+%1").arg(number++));
        }
        button->installEventFilter(this);
        m_group->addButton(button);
        m_buttons.insert(page.id, button);
        column.addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, id = page.id] { Q_EMIT pageChosen(id); });
    }
}

QToolButton *NavigationColumn::addFoot(const QString &text, const char *iconName, const QString &shortcut, const char *name)
{
    QToolButton *button = rowButton(text, iconName);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(shortcut);
    return button;
}

void NavigationColumn::setWorkspace(const QString &name)
{
    const bool isAddress = name.contains(QLatin1String("://"));
    m_workspace->setStored(isAddress ? name.section(QLatin1String("://"), 1) : QDir(name).dirName());
    m_workspace->setToolTip(name.toHtmlEscaped());
}

void NavigationColumn::setCurrent(const QByteArray &pageId)
{
    if (QToolButton *button = m_buttons.value(pageId)) {
        button->setChecked(true);
        if (isAncestorOf(window()->focusWidget()))
            button->setFocus();
    }
}

void NavigationColumn::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        focusNextChild();
    else if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else
        QWidget::keyPressEvent(event);
}

// Buttons of a group would take the arrows as a choice; here they only move.
bool NavigationColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            keyPressEvent(static_cast<QKeyEvent *>(event));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace cloister::ui
