#pragma once

#include "engine/audit/proof/LogVerifier.h"
#include "engine/base/Result.h"

#include <QIODevice>

namespace cloister::audit {

/// Reads exported logs and kept checkpoints line by line, in memory that does not grow with them. Any thread.
class LogReader
{
public:
    /// Lets `verifier` see every line of an exported log. StorageUnavailable when reading fails; whatever stands in
    /// the log itself is the verifier's to judge.
    static Result<void> showAll(QIODevice &log, LogVerifier &verifier);

    /// Has `verifier` know the checkpoints of a file: one a line; lines that are events are passed over, so that an
    /// older export will do. How many there were. Integrity naming the line for one that cannot be read or is not
    /// signed by the key.
    static Result<qint64> knowAll(QIODevice &checkpoints, LogVerifier &verifier);
};

} // namespace cloister::audit
