#include "app/cloisterd/Commands.h"
#include "app/cloisterd/Terminal.h"
#include "engine/base/Process.h"
#include "engine/base/Utf8.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    using namespace cloister;
    if (const Result<void> hardened = hardenProcess(); !hardened) {
        cli::note(QLatin1String("cloisterd: ") + hardened.error().detail);
        return static_cast<int>(cli::ExitCode::Failed);
    }
    // Qt's own event loop does all that is needed here, and faster than GLib's.
    qputenv("QT_NO_GLIB", "1");
    qputenv("QT_NO_THREADED_GLIB", "1");
    qSetMessagePattern(QStringLiteral("cloisterd: %{if-warning}warning: %{endif}%{message}"));
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cloisterd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CLOISTER_VERSION));
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(fromUtf8(argv[i]));
    return cli::runCommandLine(words);
}
