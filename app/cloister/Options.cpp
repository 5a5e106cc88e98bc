#include "app/cloister/Options.h"

#include <QDir>
#include <QStandardPaths>

namespace cloister {

Result<Options> Options::parse(const QStringList &words)
{
    Options options;
    options.directory = qEnvironmentVariable("CLOISTER_WORKSPACE");
    options.unlockFile = qEnvironmentVariable("CLOISTER_UNLOCK_FILE");
    QString listen = QStringLiteral("127.0.0.1:8443");
    for (qsizetype i = 0; i < words.size(); i += 2) {
        const QString &name = words.at(i);
        if (i + 1 >= words.size())
            return fail(ErrorCode::InvalidParameter, QStringLiteral("%1 is not known or lacks its value").arg(name));
        if (name == QLatin1String("--workspace"))
            options.directory = words.at(i + 1);
        else if (name == QLatin1String("--listen"))
            listen = words.at(i + 1);
        else
            return fail(ErrorCode::InvalidParameter, QStringLiteral("unknown option %1").arg(name));
    }
    CLOISTER_ASSIGN(options.listen, cli::ListenAddress::parse(listen));
    options.isNamed = !options.directory.isEmpty();
    if (options.isNamed)
        options.directory = QDir(options.directory).absolutePath();
    else
        options.directory = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QLatin1String("/cloister");
    return options;
}

QString Options::help()
{
    return QStringLiteral("cloister [--workspace DIR] [--listen ADDR:PORT]\n\n"
                          "The console of Cloister. It opens the workspace in DIR, or attaches to the service that has it open,\n"
                          "and serves it to others at ADDR:PORT (else 127.0.0.1:8443, or a free port when that one is taken).\n"
                          "CLOISTER_WORKSPACE names a directory too; CLOISTER_UNLOCK_FILE a file that opens it.");
}

} // namespace cloister
