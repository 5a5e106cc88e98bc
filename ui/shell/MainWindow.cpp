#include "ui/shell/MainWindow.h"

#include "ui/session/Preferences.h"
#include "ui/shell/NavigationColumn.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageRegistry.h"
#include "ui/shell/StatusArea.h"
#include "ui/start/FirstSteps.h"
#include "ui/start/UnlockView.h"
#include "ui/start/WelcomeView.h"
#include "ui/theme/Icons.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

namespace cloister::ui {

static constexpr QSize kUsualSize{1280, 800};
static constexpr QSize kLeastSize{960, 600};

enum View { WelcomeIndex, UnlockIndex, BodyIndex };

MainWindow::MainWindow(Session &session) :
    m_session(session),
    m_jobs(session),
    m_views(new QStackedWidget),
    m_pages(new QStackedWidget)
{
    setWindowTitle(QStringLiteral("Cloister"));
    setWindowIcon(themeIcon("cloister"));
    setMinimumSize(kLeastSize);
    resize(kUsualSize);
    restoreGeometry(Preferences::layout(QStringLiteral("window")).toByteArray());
    m_views->addWidget(new WelcomeView(session));
    m_views->addWidget(new UnlockView(session));
    m_views->addWidget(makeBody());
    setCentralWidget(m_views);
    m_current = Preferences::layout(QStringLiteral("page")).toByteArray();
    addShortcuts();
    connect(&session, &Session::aboutToLock, this, &MainWindow::dropPages);
    connect(&session, &Session::stateChanged, this, &MainWindow::followSession);
    followSession();
}

// The pages end while what they were given still lives.
MainWindow::~MainWindow()
{
    dropPages();
}

QWidget *MainWindow::makeBody()
{
    auto *body = new QWidget;
    m_navigation = new NavigationColumn;
    m_status = new StatusArea(m_session, m_jobs);
    m_pages->setObjectName(QStringLiteral("pages"));
    auto *column = new QVBoxLayout;
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_pages, 1);
    column->addWidget(m_status);
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_navigation);
    row->addLayout(column, 1);
    connect(m_navigation, &NavigationColumn::pageChosen, this, [this](const QByteArray &id) { open(id); });
    connect(m_navigation, &NavigationColumn::paletteAsked, this, &MainWindow::showPalette);
    connect(m_navigation, &NavigationColumn::lockAsked, this, &MainWindow::lock);
    return body;
}

void MainWindow::addShortcuts()
{
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), &MainWindow::showPalette);
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_F), &MainWindow::focusFilter);
    addShortcut(QKeySequence(Qt::Key_F5), &MainWindow::reloadPage);
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), &MainWindow::lock);
}

void MainWindow::addShortcut(const QKeySequence &keys, void (MainWindow::*act)())
{
    connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
}

void MainWindow::followSession()
{
    const Session::State state = m_session.state();
    if (state != Session::State::Open) {
        m_views->setCurrentIndex(state == Session::State::Away ? WelcomeIndex : UnlockIndex);
        setWindowTitle(QStringLiteral("Cloister"));
        return;
    }
    m_navigation->setWorkspace(m_session.placeName());
    m_views->setCurrentIndex(BodyIndex);
    m_pages->setFocus(); // not the navigation's first button, which is merely the first of all
    const QList<PageInfo> pages = PageRegistry::all();
    const bool isKnown = std::any_of(pages.cbegin(), pages.cend(), [this](const PageInfo &info) { return info.id == m_current; });
    if (isKnown)
        open(m_current);
    else if (!pages.isEmpty())
        open(pages.first().id);
    if (const QString code = m_session.takeRecoveryCode(); !code.isEmpty())
        showFirstSteps(code);
}

void MainWindow::showFirstSteps(const QString &recoveryCode)
{
    auto *steps = new FirstSteps({m_session, m_jobs, *this}, recoveryCode, this);
    steps->setAttribute(Qt::WA_DeleteOnClose);
    connect(steps, &FirstSteps::changed, this, &MainWindow::reloadPage);
    steps->open();
}

Page *MainWindow::page(const QByteArray &pageId)
{
    if (Page *made = m_made.value(pageId))
        return made;
    const QList<PageInfo> pages = PageRegistry::all();
    for (const PageInfo &info : pages) {
        if (info.id != pageId)
            continue;
        Page *made = info.make({m_session, m_jobs, *this});
        made->setObjectName(QString::fromLatin1(pageId));
        made->setAccessibleName(PageRegistry::titleOf(info));
        m_made.insert(pageId, made);
        m_pages->addWidget(made);
        connect(made, &Page::stateChanged, this, &MainWindow::followPage);
        made->reload();
        return made;
    }
    return nullptr;
}

void MainWindow::open(const QByteArray &pageId, const Target &target)
{
    if (m_session.state() != Session::State::Open)
        return;
    Page *shown = page(pageId);
    if (!shown)
        return;
    m_current = pageId;
    const bool hadFocus = shown->focusWidget() != nullptr;
    m_pages->setCurrentWidget(shown);
    // On a page's first showing no button of it has the focus, where a key pressed too often would set it off.
    if (!hadFocus && !m_navigation->isAncestorOf(focusWidget()))
        shown->setFocus();
    m_navigation->setCurrent(pageId);
    followPage();
    //: %1 is a page, such as Audit
    setWindowTitle(tr("%1 – Cloister").arg(shown->accessibleName()));
    shown->showTarget(target);
}

// What a page says in place of its content and the status area do not contradict each other.
void MainWindow::followPage()
{
    const Page *shown = currentPage();
    if (!shown || shown->state() == Page::State::Loading)
        return;
    const bool isAway = shown->state() == Page::State::Error || shown->state() == Page::State::Locked;
    m_status->setService(isAway ? StatusArea::Service::IsAway : StatusArea::Service::Answers);
}

void MainWindow::announce(const QString &text)
{
    m_status->announce(text);
}

Page *MainWindow::currentPage() const
{
    return m_made.value(m_current);
}

void MainWindow::dropPages()
{
    // Dialogs hold what pages show.
    for (QDialog *dialog : findChildren<QDialog *>())
        dialog->done(QDialog::Rejected); // without asking: what it shows ends with the session
    qDeleteAll(std::exchange(m_made, {}));
}

QList<Command> MainWindow::commands()
{
    QList<Command> all;
    const QList<PageInfo> pages = PageRegistry::all();
    for (const PageInfo &info : pages)
        all.append({PageRegistry::titleOf(info), tr("Page"), info.icon, [this, id = info.id] { open(id); }});
    all.append(pageCommands());
    all.append({tr("Reload"), QStringLiteral("F5"), "refresh", [this] { reloadPage(); }});
    all.append({tr("Filter the list"), QStringLiteral("Ctrl+F"), "filter", [this] { focusFilter(); }});
    all.append({tr("Lock"), QStringLiteral("Ctrl+L"), "lock", [this] { lock(); }});
    return all;
}

// What the page in sight offers just now: its buttons, and what stands in the menus of such. Links lead to pages, which are
// offered anyway.
QList<Command> MainWindow::pageCommands() const
{
    QList<Command> offered;
    const Page *shown = currentPage();
    const auto buttons = shown ? shown->findChildren<QPushButton *>() : QList<QPushButton *>();
    for (QPushButton *button : buttons) {
        const bool isLink = button->property("kind").toString() == QLatin1String("link");
        if (isLink || !button->isVisible() || !button->isEnabled() || button->text().isEmpty())
            continue;
        if (!button->menu()) {
            offered.append({button->text(), shown->accessibleName(), "play", [at = QPointer(button)] {
                if (at)
                    at->click();
            }});
            continue;
        }
        for (QAction *act : button->menu()->actions()) {
            if (act->isSeparator() || !act->isVisible() || !act->isEnabled())
                continue;
            offered.append({act->text(), shown->accessibleName(), "play", [at = QPointer(act)] {
                if (at)
                    at->trigger();
            }});
        }
    }
    return offered;
}

void MainWindow::showPalette()
{
    if (m_session.state() != Session::State::Open)
        return;
    auto *palette = new CommandPalette({m_session, m_jobs, *this}, commands(), this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->open();
}

void MainWindow::focusFilter()
{
    QLineEdit *field = currentPage() ? currentPage()->filterField() : nullptr;
    if (!field)
        return;
    field->setFocus(Qt::ShortcutFocusReason);
    field->selectAll();
}

void MainWindow::reloadPage()
{
    if (currentPage())
        currentPage()->reload();
}

void MainWindow::lock()
{
    m_session.lock();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Preferences::setLayout(QStringLiteral("window"), saveGeometry());
    Preferences::setLayout(QStringLiteral("page"), m_current);
    QMainWindow::closeEvent(event);
}

} // namespace cloister::ui
