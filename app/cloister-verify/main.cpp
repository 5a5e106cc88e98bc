#include "app/cloister-verify/Options.h"
#include "app/cloister-verify/Report.h"
#include "engine/audit/proof/LogReader.h"
#include "engine/crypto/SelfTest.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace cloister;
using verify::ExitCode;

static Result<void> openForReading(QFile &file, const QString &name)
{
    file.setFileName(name);
    const bool isOpen = name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return fail(ErrorCode::NotFound, QStringLiteral("cannot read %1: %2").arg(name, file.errorString()));
    return {};
}

static Result<audit::LogVerdict> examine(const verify::Options &options)
{
    CLOISTER_TRY(crypto::initialise());
    audit::LogVerifier verifier(options.publicKey);
    for (const QString &name : options.checkpoints) {
        QFile file;
        CLOISTER_TRY(openForReading(file, name));
        if (const auto known = audit::LogReader::knowAll(file, verifier); !known)
            return fail(known.error().code, QStringLiteral("%1, %2").arg(name, known.error().detail));
    }
    QFile log;
    CLOISTER_TRY(openForReading(log, options.log));
    CLOISTER_TRY(audit::LogReader::showAll(log, verifier));
    return verifier.verdict();
}

static void say(FILE *stream, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stream);
    std::fputc('\n', stream);
}

static ExitCode run(const QStringList &words)
{
    const Result<verify::Options> options = verify::Options::parse(words);
    if (!options) {
        say(stderr, "cloister-verify: " + options.error().detail.toUtf8() + "; see 'cloister-verify --help'");
        return ExitCode::Usage;
    }
    if (options->wantsHelp || options->wantsVersion) {
        say(stdout, options->wantsHelp ? verify::helpText().trimmed().toUtf8() : "cloister-verify " CLOISTER_VERSION);
        return ExitCode::Ok;
    }
    const Result<audit::LogVerdict> verdict = examine(*options);
    if (!verdict) {
        say(stderr, "cloister-verify: " + verdict.error().detail.toUtf8());
        return ExitCode::Failed;
    }
    say(stdout, options->wantsJson ? audit::toJson(*verdict) : verify::report(*verdict).toUtf8());
    return std::fflush(stdout) == 0 ? verify::exitCodeOf(*verdict) : ExitCode::Failed;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return static_cast<int>(run(QCoreApplication::arguments().mid(1)));
}
