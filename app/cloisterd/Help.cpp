#include "app/cloisterd/Help.h"

namespace cloister::cli {

static constexpr qsizetype kColumn = 26;

QString overview(const std::vector<CommandSpec> &commands)
{
    QString text = QStringLiteral("Cloister keeps the conversations of AI products, every customer apart from the others.\n\n"
                                  "Usage: cloisterd COMMAND [OPTIONS]\n\nCommands:\n");
    for (const CommandSpec &command : commands) {
        text += QStringLiteral("  %1%2\n").arg(QLatin1String(command.words), -19).arg(QLatin1String(command.summary));
    }
    text += QStringLiteral("\n'cloisterd COMMAND --help' explains a command with an example. A first start:\n\n"
                           "  cloisterd init\n  cloisterd project create Support\n"
                           "  cloisterd key create --project ID\n  cloisterd serve\n\n"
                           "While a workspace is served, the other commands go through that service.\n"
                           "Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 not unlocked,\n"
                           "4 damaged files, 5 busy or not reachable.\n");
    return text;
}

static QString spelt(const OptionSpec &option)
{
    const QString name = QLatin1String("--") + QLatin1String(option.name);
    return option.value ? name + QLatin1Char(' ') + QLatin1String(option.value) : name;
}

static QString usage(const CommandSpec &command)
{
    QString text = QLatin1String("Usage: cloisterd ") + QLatin1String(command.words);
    for (const char *positional : command.positionals)
        text += QLatin1Char(' ') + QLatin1String(positional);
    for (const OptionSpec &option : command.options) {
        switch (option.need) {
        case OptionSpec::Need::Required: text += QStringLiteral(" %1").arg(spelt(option)); break;
        case OptionSpec::Need::Optional: text += QStringLiteral(" [%1]").arg(spelt(option)); break;
        case OptionSpec::Need::Repeatable: text += QStringLiteral(" [%1]...").arg(spelt(option)); break;
        }
    }
    return text + QLatin1Char('\n');
}

static QString optionLines(const std::vector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options) {
        const QString about = QString::fromUtf8(option.about).replace(
            QLatin1Char('\n'), QLatin1Char('\n') + QString(kColumn + 2, QLatin1Char(' ')));
        text += QLatin1String("  ") + spelt(option).leftJustified(kColumn - 2) + QLatin1String("  ") + about + QLatin1Char('\n');
    }
    return text;
}

static QString indented(const char *lines)
{
    QString text;
    for (const QString &line : QString::fromUtf8(lines).split(QLatin1Char('\n')))
        text += line.isEmpty() ? QStringLiteral("\n") : QLatin1String("  ") + line + QLatin1Char('\n');
    return text;
}

QString helpFor(const CommandSpec &command)
{
    QString text = usage(command) + QLatin1Char('\n') + QString::fromUtf8(command.about) + QLatin1Char('\n');
    text += QLatin1String("\nOptions:\n") + optionLines(command.options) + optionLines(commonOptions());
    return text + QLatin1String("\nExample:\n") + indented(command.example);
}

} // namespace cloister::cli
