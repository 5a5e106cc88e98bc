#include "app/cloisterd/Arguments.h"

namespace cloister::cli {

const std::vector<OptionSpec> &commonOptions()
{
    static const std::vector<OptionSpec> options{
        {"workspace", "DIR", "the workspace (else $CLOISTER_WORKSPACE, else ~/.local/share/cloister)"},
        {"unlock-file", "FILE",
            "a file of mode 0600 with the passphrase, the recovery code or a key\n"
            "(else $CLOISTER_UNLOCK_FILE, else the passphrase is asked for)"},
        {"json", nullptr, "print JSON instead of text"},
        {"help", nullptr, "show this help"},
    };
    return options;
}

static const OptionSpec *find(const CommandSpec &command, const QString &name)
{
    for (const std::vector<OptionSpec> *options : {&command.options, &commonOptions()}) {
        for (const OptionSpec &option : *options) {
            if (name == QLatin1String(option.name))
                return &option;
        }
    }
    return nullptr;
}

Result<void> Arguments::takeOption(const CommandSpec &command, const QString &word, QStringList &rest)
{
    const qsizetype equals = word.indexOf(QLatin1Char('='));
    const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
    const OptionSpec *option = find(command, name);
    if (!option)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("there is no option --%1").arg(name));
    if (!option->value) {
        if (equals >= 0)
            return fail(ErrorCode::InvalidParameter, QStringLiteral("--%1 takes no value").arg(name));
        m_values[name];
        return {};
    }
    if (equals < 0 && rest.isEmpty())
        return fail(ErrorCode::InvalidParameter, QStringLiteral("--%1 needs a value").arg(name));
    if (m_values.contains(name) && option->need != OptionSpec::Need::Repeatable)
        return fail(ErrorCode::InvalidParameter, QStringLiteral("--%1 is given twice").arg(name));
    m_values[name].append(equals < 0 ? rest.takeFirst() : word.mid(equals + 1));
    return {};
}

Result<Arguments> Arguments::parse(const CommandSpec &command, const QStringList &words)
{
    Arguments arguments;
    QStringList rest = words;
    bool isPositionalOnly = false;
    while (!rest.isEmpty()) {
        const QString word = rest.takeFirst();
        if (isPositionalOnly || word == QLatin1String("-") || !word.startsWith(QLatin1Char('-'))) {
            arguments.m_positionals.append(word);
        } else if (word == QLatin1String("--")) {
            isPositionalOnly = true;
        } else if (word == QLatin1String("-h") || word == QLatin1String("--help")) {
            arguments.m_wantsHelp = true;
            return arguments;
        } else if (word.startsWith(QLatin1String("--"))) {
            CLOISTER_TRY(arguments.takeOption(command, word, rest));
        } else {
            return fail(ErrorCode::InvalidParameter, QStringLiteral("there is no option %1").arg(word));
        }
    }
    CLOISTER_TRY(arguments.checkComplete(command));
    return arguments;
}

Result<void> Arguments::checkComplete(const CommandSpec &command) const
{
    const auto wanted = static_cast<qsizetype>(command.positionals.size());
    if (m_positionals.size() < wanted) {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("%1 is missing").arg(QLatin1String(command.positionals.at(size_t(m_positionals.size())))));
    }
    if (m_positionals.size() > wanted) {
        return fail(
            ErrorCode::InvalidParameter, QStringLiteral("'%1' is one word too many").arg(m_positionals.at(wanted)));
    }
    for (const OptionSpec &option : command.options) {
        if (option.need == OptionSpec::Need::Required && !has(option.name)) {
            return fail(ErrorCode::InvalidParameter,
                QStringLiteral("--%1 %2 is missing").arg(QLatin1String(option.name), QLatin1String(option.value)));
        }
    }
    return {};
}

} // namespace cloister::cli
