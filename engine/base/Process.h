#pragma once

#include "engine/base/Result.h"

namespace cloister {

/// Takes from the process what could carry secrets out of it: files are made without rights for group and others
/// (umask 0077), no core dump is written, and other processes of the same user may not read its memory. Called first
/// thing in main, before threads and files. Internal when the system refuses one of them.
Result<void> hardenProcess();

} // namespace cloister
