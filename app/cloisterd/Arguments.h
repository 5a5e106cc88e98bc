#pragma once

#include "app/cloisterd/ExitCode.h"
#include "engine/base/Result.h"

#include <QHash>
#include <QStringList>

#include <vector>

namespace cloister::cli {

/// One option of a command.
struct OptionSpec
{
    const char *name;  ///< without the dashes
    const char *value; ///< what stands for its value in the help; null for a switch
    const char *about;
    enum class Need { Optional, Required, Repeatable } need = Need::Optional;
};

class Arguments;

/// One command: how it is called, what its help says and what runs it.
struct CommandSpec
{
    const char *words; ///< "project create"
    std::vector<const char *> positionals; ///< all needed, in this order
    const char *summary; ///< one line of the overview
    const char *about;   ///< whole sentences; lines of at most 100 characters
    const char *example; ///< lines as typed, with what they print where that helps
    std::vector<OptionSpec> options; ///< besides those that every command has
    Result<ExitCode> (*run)(const Arguments &);
};

/// The arguments of one call, checked against the command's own. A value.
class Arguments
{
public:
    /// InvalidParameter in words for the person who typed them: unknown or repeated options, missing values.
    static Result<Arguments> parse(const CommandSpec &command, const QStringList &words);

    bool has(const char *option) const { return m_values.contains(QLatin1String(option)); }
    /// The option's value; empty when it was not given.
    QString value(const char *option) const { return values(option).value(0); }
    QStringList values(const char *option) const { return m_values.value(QLatin1String(option)); }
    QString positional(qsizetype index) const { return m_positionals.value(index); }
    /// Help was asked for; the rest was not checked.
    bool wantsHelp() const { return m_wantsHelp; }

private:
    Result<void> takeOption(const CommandSpec &command, const QString &word, QStringList &rest);
    Result<void> checkComplete(const CommandSpec &command) const;

    QHash<QString, QStringList> m_values;
    QStringList m_positionals;
    bool m_wantsHelp = false;
};

/// The options that every command has.
const std::vector<OptionSpec> &commonOptions();

} // namespace cloister::cli
