#include "engine/audit/proof/LogLine.h"

namespace cloister::audit {

// Lines are cut at fixed places, not parsed: what does not stand exactly as it is written is not a line of a log.
static constexpr QByteArrayView kEventStart("{\"event\":");
static constexpr QByteArrayView kHashStart(",\"hash\":\"");
static constexpr QByteArrayView kLineEnd("\"}");
static constexpr QByteArrayView kCheckpointStart("{\"checkpoint\":");
static constexpr qsizetype kHashDigits = 64;

QByteArray LogLine::ofEvent(const QByteArray &body, const QByteArray &hash)
{
    return kEventStart.toByteArray() + body + kHashStart.toByteArray() + hash.toHex() + kLineEnd.toByteArray();
}

void LogLine::show(const QByteArray &line, LogVerifier &verifier)
{
    if (line.startsWith(kCheckpointStart)) {
        if (const auto checkpoint = SignedCheckpoint::readLine(line))
            verifier.addCheckpoint(*checkpoint);
        else
            verifier.addUnreadable(checkpoint.error().detail);
        return;
    }
    const qsizetype tail = kHashStart.size() + kHashDigits + kLineEnd.size();
    const qsizetype bodyBytes = line.size() - kEventStart.size() - tail;
    if (!line.startsWith(kEventStart) || bodyBytes < 2) {
        verifier.addUnreadable(QStringLiteral("a line that is no event and no checkpoint"));
        return;
    }
    const QByteArray body = line.mid(kEventStart.size(), bodyBytes);
    const QByteArray hash = QByteArray::fromHex(line.mid(line.size() - kLineEnd.size() - kHashDigits, kHashDigits));
    if (ofEvent(body, hash) != line) {
        verifier.addUnreadable(QStringLiteral("a line that is no event and no checkpoint"));
        return;
    }
    verifier.addEvent(body, hash);
}

} // namespace cloister::audit
