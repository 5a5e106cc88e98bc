#pragma once

#include "engine/base/Error.h"

namespace cloister::cli {

/// What the program ends with; scripts may rely on it.
enum class ExitCode {
    Ok = 0,
    Failed = 1,     ///< refused or failed: the message says why
    Usage = 2,      ///< the command line is not understood
    Locked = 3,     ///< the workspace could not be unlocked
    Damaged = 4,    ///< a file is damaged
    Unavailable = 5 ///< busy, unreachable or not answering just now: try again
};

/// The exit code that goes with an error of a command.
ExitCode exitCodeOf(const Error &error);

} // namespace cloister::cli
