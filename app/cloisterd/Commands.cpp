#include "app/cloisterd/Commands.h"

#include "app/cloisterd/Help.h"
#include "app/cloisterd/Terminal.h"

namespace cloister::cli {

const std::vector<CommandSpec> &allCommands()
{
    static const std::vector<CommandSpec> commands = [] {
        std::vector<CommandSpec> all{initCommand(), serveCommand()};
        // Those of two words come before the one whose word they begin with.
        for (const std::vector<CommandSpec> &some : {sealCommands(), projectCommands(), keyCommands(), accountCommands(),
                 namespaceCommands(), {importCommand(), exportCommand(), searchCommand()}, indexCommands(), modelCommands(),
                 recordCommands(), {eventsCommand(), checkCommand(), versionCommand()}})
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }();
    return commands;
}

static int asNumber(ExitCode code)
{
    return static_cast<int>(code);
}

static QStringList wordsOf(const CommandSpec &command)
{
    return QString::fromLatin1(command.words).split(QLatin1Char(' '));
}

static const CommandSpec *findCommand(const QStringList &words)
{
    for (const CommandSpec &command : allCommands()) {
        const QStringList own = wordsOf(command);
        if (words.mid(0, own.size()) == own)
            return &command;
    }
    return nullptr;
}

static int refuseUnknown(const QStringList &words)
{
    QStringList similar;
    for (const CommandSpec &command : allCommands()) {
        if (wordsOf(command).first() == words.first())
            similar.append(QLatin1String("cloisterd ") + QLatin1String(command.words));
    }
    if (similar.isEmpty())
        note(QStringLiteral("cloisterd: there is no command '%1'; 'cloisterd --help' lists them").arg(visible(words.first())));
    else
        note(QStringLiteral("cloisterd: '%1' goes on with one of: %2").arg(words.first(), similar.join(QLatin1String(", "))));
    return asNumber(ExitCode::Usage);
}

static int reportFailure(const Error &error)
{
    note(QLatin1String("cloisterd: ") + visible(error.detail.isEmpty() ? QStringLiteral("failed") : error.detail));
    if (error.code == ErrorCode::ProjectNotFound)
        note(QStringLiteral("The ids of projects: cloisterd project list"));
    if (error.fields.size() > 1) {
        for (const FieldError &field : error.fields)
            note(QStringLiteral("  %1: %2").arg(visible(field.field), visible(field.message)));
    }
    return asNumber(exitCodeOf(error));
}

int runCommandLine(const QStringList &words)
{
    const QString first = words.value(0);
    if (first == QLatin1String("--help") || first == QLatin1String("-h") || first == QLatin1String("help")) {
        print(overview(allCommands()).trimmed());
        return asNumber(ExitCode::Ok);
    }
    if (words.isEmpty()) {
        note(overview(allCommands()).trimmed());
        return asNumber(ExitCode::Usage);
    }
    const CommandSpec *command = findCommand(first == QLatin1String("--version") ? QStringList{QStringLiteral("version")} : words);
    if (!command)
        return refuseUnknown(words);
    const Result<Arguments> arguments = Arguments::parse(*command, words.mid(wordsOf(*command).size()));
    if (!arguments) {
        note(QStringLiteral("cloisterd %1: %2; see 'cloisterd %1 --help'")
                 .arg(QLatin1String(command->words), visible(arguments.error().detail)));
        return asNumber(ExitCode::Usage);
    }
    if (arguments->wantsHelp()) {
        print(helpFor(*command).trimmed());
        return asNumber(ExitCode::Ok);
    }
    const Result<ExitCode> result = command->run(*arguments);
    if (!result)
        return reportFailure(result.error());
    if (!finishOutput()) {
        note(QStringLiteral("cloisterd: the output could not be written"));
        return asNumber(ExitCode::Failed);
    }
    return asNumber(*result);
}

} // namespace cloister::cli
