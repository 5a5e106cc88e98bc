#pragma once

#include "app/cloisterd/Arguments.h"

#include <functional>

namespace cloister::cli {

/// Takes pieces of an output.
using Sink = std::function<Result<void>(const QByteArray &)>;

/// Lets `produce` write to the file that --output names (mode 0600, there only when it is whole) or to stdout. It gives
/// the number of things it wrote, which are called `noun`; that is told when they went to a file.
Result<ExitCode> produceOutput(
    const Arguments &arguments, const char *noun, const std::function<Result<qint64>(const Sink &)> &produce);

} // namespace cloister::cli
