#pragma once

#include "engine/audit/proof/LogVerifier.h"

#include <QByteArray>

namespace cloister::audit {

/// The lines of an exported log: {"event":{...},"hash":"hex"} and, between them, checkpoints. Every byte of a line
/// is covered by a hash or a signature, or the line is refused. Any thread.
class LogLine
{
public:
    /// An event's line, without an end of line.
    static QByteArray ofEvent(const QByteArray &body, const QByteArray &hash);

    /// Lets `verifier` see what a line says; without its end of line.
    static void show(const QByteArray &line, LogVerifier &verifier);

    /// The longest line that is read.
    static constexpr qint64 kMaxBytes = 1024 * 1024;
};

} // namespace cloister::audit
