#pragma once

#include "app/cloisterd/Arguments.h"

#include <vector>

namespace cloister::cli {

/// All commands, in the order of the overview.
const std::vector<CommandSpec> &allCommands();

// Each file of commands gives its own.
CommandSpec initCommand();
CommandSpec serveCommand();
std::vector<CommandSpec> sealCommands();
std::vector<CommandSpec> projectCommands();
std::vector<CommandSpec> keyCommands();
std::vector<CommandSpec> accountCommands();
CommandSpec importCommand();
CommandSpec exportCommand();
std::vector<CommandSpec> namespaceCommands();
std::vector<CommandSpec> recordCommands();
CommandSpec searchCommand();
std::vector<CommandSpec> indexCommands();
std::vector<CommandSpec> modelCommands();
CommandSpec eventsCommand();
CommandSpec checkCommand();
CommandSpec versionCommand();

/// Runs the program: finds the command, runs it and says on stderr what failed. `words` without the program's name.
int runCommandLine(const QStringList &words);

} // namespace cloister::cli
