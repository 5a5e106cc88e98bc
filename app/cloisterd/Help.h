#pragma once

#include "app/cloisterd/Arguments.h"

#include <QString>

namespace cloister::cli {

/// The overview of all commands.
QString overview(const std::vector<CommandSpec> &commands);

/// The help of one command: usage, what it does, options and an example.
QString helpFor(const CommandSpec &command);

} // namespace cloister::cli
