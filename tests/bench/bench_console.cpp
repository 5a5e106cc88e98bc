// How long the console takes until it can be used, and what memory it then holds: bench_console
#include "app/cloister/WorkspaceHost.h"
#include "ui/overview/SampleData.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Page.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace cloister;

static constexpr int kPatienceMs = 60'000;

static qint64 residentKib()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

static bool waitForPage(const ui::MainWindow &window)
{
    const auto isFilled = [&] { return window.currentPage() && window.currentPage()->state() == ui::Page::State::Filled; };
    return QTest::qWaitFor(isFilled, kPatienceMs);
}

static bool makeSample(WorkspaceHost &host, const QString &directory, const QByteArray &passphrase)
{
    ui::Session session(host);
    ui::MainWindow window(session);
    session.create(directory, passphrase);
    if (!QTest::qWaitFor([&] { return session.state() == ui::Session::State::Open; }, kPatienceMs))
        return false;
    bool isLoaded = false;
    ui::loadSampleData({session, window.jobs(), window}, &session, [&] { isLoaded = true; });
    return QTest::qWaitFor([&] { return isLoaded; }, kPatienceMs);
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QTemporaryDir place;
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, place.path());
    const QString directory = place.path() + QStringLiteral("/sample");
    const QByteArray passphrase("seven quiet otters cross the river");
    const cli::ListenAddress listen{QHostAddress(QHostAddress::LocalHost), 0};
    {
        WorkspaceHost host(directory, listen);
        if (!makeSample(host, directory, passphrase))
            return 1;
    }
    QElapsedTimer clock;
    clock.start();
    ui::Theme::apply(application, ui::ThemeMode::Light);
    WorkspaceHost host(directory, listen);
    ui::Session session(host);
    ui::MainWindow window(session);
    session.choose(ui::LocalPlace{directory});
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;
    const qint64 shown = clock.restart();
    session.unlock(passphrase);
    if (!QTest::qWaitFor([&] { return session.state() == ui::Session::State::Open; }, kPatienceMs))
        return 1;
    const qint64 opened = clock.restart();
    if (!waitForPage(window))
        return 1;
    std::printf("window shown %lld ms, workspace unlocked and served %lld ms, overview filled %lld ms, resident %lld KiB\n",
        static_cast<long long>(shown), static_cast<long long>(opened), static_cast<long long>(clock.elapsed()),
        static_cast<long long>(residentKib()));
    return 0;
}
