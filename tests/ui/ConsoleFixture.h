#pragma once

#include "app/cloister/WorkspaceHost.h"
#include "tests/support/Test.h"
#include "tests/ui/FaultHost.h"
#include "ui/session/Session.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Page.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include <memory>

namespace cloister::test {

/// The console as the program makes it, on a directory of its own, driven by keys and clicks.
class ConsoleFixture
{
public:
    static constexpr int kPatienceMs = 30'000; ///< for what takes a second on an idle machine
    static const QString kPassphrase;

    ConsoleFixture();
    ~ConsoleFixture();

    /// Shows the window; the assistant is in sight.
    void show();
    /// The same with a workspace that is made and open; false with the reason printed.
    bool start();

    template<typename T>
    T *find(const char *objectName) const
    {
        T *found = window->findChild<T *>(QString::fromLatin1(objectName));
        if (!found)
            qFatal("there is no widget %s", objectName);
        return found;
    }
    void type(const char *field, const QString &text) const;
    void click(const char *button) const;
    /// Opens a page by its button in the navigation.
    void openPage(const char *id) const;
    /// Whether the page in sight gets into that state.
    bool waitFor(ui::Page::State state) const;
    bool waitFor(ui::Session::State state) const;

    /// Chooses a row of a table by its text in a column.
    void choose(const char *table, int column, const QString &text) const;
    /// Waits until a widget of that name is there and in sight, as dialogs are.
    template<typename T>
    T *waitForWidget(const char *objectName) const
    {
        T *found = nullptr;
        const bool isThere = QTest::qWaitFor([&] {
            found = window->findChild<T *>(QString::fromLatin1(objectName));
            return found && found->isVisible();
        }, kPatienceMs);
        return isThere ? found : nullptr;
    }

    /// Creates a project through the API and gives its id.
    QString makeProject(const QString &name) const;

    QString workspaceDirectory() const { return m_directory.path() + QStringLiteral("/workspace"); }

    std::unique_ptr<WorkspaceHost> host;
    std::unique_ptr<FaultHost> faults; ///< what the session sees of the host
    std::unique_ptr<ui::Session> session;
    std::unique_ptr<ui::MainWindow> window;

private:
    QTemporaryDir m_directory;
};

} // namespace cloister::test
