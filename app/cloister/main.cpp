#include "app/cloister/Options.h"
#include "app/cloister/WorkspaceHost.h"
#include "engine/base/Process.h"
#include "ui/session/Language.h"
#include "ui/session/Preferences.h"
#include "ui/session/Session.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>

#include <cstdio>

using namespace cloister;

static int refuse(const QString &text)
{
    std::fprintf(stderr, "cloister: %s\n", qUtf8Printable(text));
    return 1;
}

// The workspace that was named, or the one that was open last, or the assistant.
static void start(ui::Session &session, WorkspaceHost &host, const Options &options)
{
    const QString last = ui::Preferences::lastDirectory();
    const QString directory = options.isNamed || last.isEmpty() ? options.directory : last;
    const ui::Found found = host.look(directory);
    if (found == ui::Found::Nothing || found == ui::Found::Other)
        return;
    session.choose(ui::LocalPlace{directory});
    if (!options.unlockFile.isEmpty())
        session.enter(ui::LocalPlace{directory}, host.openWithFile(directory, options.unlockFile));
}

int main(int argc, char **argv)
{
    if (const Result<void> hardened = hardenProcess(); !hardened)
        return refuse(hardened.error().detail);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("cloister"));
    QApplication::setApplicationVersion(QStringLiteral(CLOISTER_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("cloister"));
    const QStringList words = QApplication::arguments().mid(1);
    if (words.contains(QLatin1String("--help"))) {
        std::puts(qUtf8Printable(Options::help()));
        return 0;
    }
    const Result<Options> options = Options::parse(words);
    if (!options)
        return refuse(options.error().detail);
    ui::setLanguage(ui::Preferences::language());
    ui::Theme::apply(application, ui::Preferences::theme());
    WorkspaceHost host(options->directory, options->listen);
    ui::Session session(host);
    session.setIdleTime(ui::Preferences::autoLock());
    ui::MainWindow window(session);
    start(session, host, *options);
    window.show();
    return QApplication::exec();
}
