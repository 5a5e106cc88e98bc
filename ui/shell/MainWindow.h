#pragma once

#include "ui/session/Jobs.h"
#include "ui/session/Session.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/Navigator.h"

#include <QHash>
#include <QMainWindow>

class QStackedWidget;

namespace cloister::ui {

class NavigationColumn;
class Page;
class StatusArea;

/// The window: before a workspace is chosen the first-start assistant, while locked the way to unlock, and while open the
/// navigation with one page at a time and the status area. Pages are made when they are first opened and deleted when the
/// session locks. GUI thread.
class MainWindow : public QMainWindow, public Navigator
{
    Q_OBJECT

public:
    /// `session` outlives the window.
    explicit MainWindow(Session &session);
    ~MainWindow() override;

    void open(const QByteArray &pageId, const Target &target = {}) override;
    void announce(const QString &text) override;

    /// The page in sight; nullptr while none is.
    Page *currentPage() const;
    Jobs &jobs() { return m_jobs; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *makeBody();
    void addShortcuts();
    void addShortcut(const QKeySequence &keys, void (MainWindow::*act)());
    void followSession();
    void dropPages();
    Page *page(const QByteArray &pageId);
    void followPage();
    QList<Command> commands();
    QList<Command> pageCommands() const;
    void showFirstSteps(const QString &recoveryCode);
    void showPalette();
    void focusFilter();
    void reloadPage();
    void lock();

    Session &m_session;
    Jobs m_jobs;
    QStackedWidget *m_views;
    QStackedWidget *m_pages;
    NavigationColumn *m_navigation = nullptr;
    StatusArea *m_status = nullptr;
    QHash<QByteArray, Page *> m_made;
    QByteArray m_current;
};

} // namespace cloister::ui
