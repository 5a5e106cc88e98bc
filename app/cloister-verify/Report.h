#pragma once

#include "engine/audit/proof/LogVerdict.h"

#include <QString>

namespace cloister::verify {

/// What the program ends with; scripts may rely on it.
enum class ExitCode { Ok = 0, Failed = 1, Usage = 2, Unproven = 3, Changed = 4, Incomplete = 5 };

ExitCode exitCodeOf(const audit::LogVerdict &verdict);

/// The verdict for people, without an end of line at its end.
QString report(const audit::LogVerdict &verdict);

} // namespace cloister::verify
