#include "engine/audit/proof/LogReader.h"

#include "engine/audit/proof/LogLine.h"

namespace cloister::audit {

// The next line without its end; nullopt at the end of the input. A line that is longer than any of a log comes in pieces,
// none of which reads as one.
static Result<std::optional<QByteArray>> nextLine(QIODevice &input)
{
    QByteArray line = input.readLine(LogLine::kMaxBytes);
    if (line.isEmpty()) {
        if (!input.atEnd())
            return fail(ErrorCode::StorageUnavailable, QStringLiteral("cannot read: ") + input.errorString());
        return std::optional<QByteArray>();
    }
    if (line.endsWith('\n'))
        line.chop(1);
    return std::optional(line);
}

Result<void> LogReader::showAll(QIODevice &log, LogVerifier &verifier)
{
    while (true) {
        CLOISTER_ASSIGN(const std::optional<QByteArray> line, nextLine(log));
        if (!line)
            return {};
        LogLine::show(*line, verifier);
    }
}

Result<qint64> LogReader::knowAll(QIODevice &checkpoints, LogVerifier &verifier)
{
    qint64 known = 0;
    for (qint64 number = 1;; ++number) {
        CLOISTER_ASSIGN(const std::optional<QByteArray> line, nextLine(checkpoints));
        if (!line)
            return known;
        if (line->startsWith("{\"event\":") || line->isEmpty())
            continue;
        const auto checkpoint = SignedCheckpoint::readLine(*line);
        const Result<void> taken = checkpoint ? verifier.know(*checkpoint) : checkpoint.unexpected();
        if (!taken)
            return fail(ErrorCode::Integrity, QStringLiteral("line %1: %2").arg(number).arg(taken.error().detail));
        ++known;
    }
}

} // namespace cloister::audit
