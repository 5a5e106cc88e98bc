#include "tests/ui/ConsoleFixture.h"

#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QPointer>
#include <QSettings>
#include <QTableView>
#include <QTest>

namespace cloister::test {

static const int registeredApplication
    = registerApplication([](int &argc, char **argv) -> QCoreApplication * { return new QApplication(argc, argv); });

const QString ConsoleFixture::kPassphrase = QStringLiteral("seven quiet otters cross the river");

ConsoleFixture::ConsoleFixture()
{
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_directory.path());
    ui::Theme::apply(*static_cast<QApplication *>(QApplication::instance()), ui::ThemeMode::Light);
    cli::ListenAddress listen;
    listen.host = QHostAddress(QHostAddress::LocalHost);
    host = std::make_unique<WorkspaceHost>(workspaceDirectory(), listen);
    faults = std::make_unique<FaultHost>(*host);
    session = std::make_unique<ui::Session>(*faults);
    window = std::make_unique<ui::MainWindow>(*session);
}

ConsoleFixture::~ConsoleFixture()
{
    window.reset();
    session.reset();
    host.reset();
}

void ConsoleFixture::show()
{
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get()))
        qFatal("the window is not shown");
}

bool ConsoleFixture::start()
{
    show();
    QObject watch;
    QObject::connect(session.get(), &ui::Session::failed, &watch,
        [](const Error &error) { qWarning("%s", qUtf8Printable(error.detail)); });
    session->create(workspaceDirectory(), kPassphrase.toUtf8());
    if (!waitFor(ui::Session::State::Open))
        return false;
    // The first steps are for those who have just made a workspace by hand.
    if (QPointer<QDialog> steps = window->findChild<QDialog *>(QStringLiteral("firstSteps"))) {
        steps->done(QDialog::Rejected); // which closing it by a key would ask about
        if (!QTest::qWaitFor([&] { return steps.isNull(); }, kPatienceMs))
            return false;
    }
    // Shortcuts are heard by the active window alone, and without a window manager none becomes so by itself.
    window->activateWindow();
    return QTest::qWaitForWindowActive(window.get());
}

void ConsoleFixture::type(const char *field, const QString &text) const
{
    auto *edit = find<QLineEdit>(field);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void ConsoleFixture::click(const char *button) const
{
    auto *found = find<QAbstractButton>(button);
    if (!found->isVisible() || !found->isEnabled())
        qWarning("%s cannot be clicked", button);
    QTest::mouseClick(found, Qt::LeftButton);
}

void ConsoleFixture::openPage(const char *id) const
{
    click(QByteArray("nav_").append(id).constData());
}

bool ConsoleFixture::waitFor(ui::Page::State state) const
{
    return QTest::qWaitFor(
        [&] { return window->currentPage() && window->currentPage()->state() == state; }, kPatienceMs);
}

bool ConsoleFixture::waitFor(ui::Session::State state) const
{
    return QTest::qWaitFor([&] { return session->state() == state; }, kPatienceMs);
}

void ConsoleFixture::choose(const char *table, int column, const QString &text) const
{
    auto *view = find<QTableView>(table);
    const auto isThere = [&] {
        return !view->model()->match(view->model()->index(0, column), Qt::DisplayRole, text, 1, Qt::MatchStartsWith).isEmpty();
    };
    if (!QTest::qWaitFor(isThere, kPatienceMs))
        qFatal("%s has no row %s", table, qUtf8Printable(text));
    const QModelIndex found
        = view->model()->match(view->model()->index(0, column), Qt::DisplayRole, text, 1, Qt::MatchStartsWith).first();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(found).center());
}

QString ConsoleFixture::makeProject(const QString &name) const
{
    const auto made = session->api().createProject(name).result();
    if (!made)
        qFatal("no project: %s", qUtf8Printable(made.error().detail));
    return made->value.id;
}

} // namespace cloister::test
