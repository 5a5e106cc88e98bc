#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace cloister::audit {

enum class Proof {
    Holds,
    Broken,
    Unproven, ///< nothing speaks against it, and nothing that is signed for it
};

/// What the examination of a log has found. A value.
struct LogVerdict
{
    Proof integrity = Proof::Unproven;    ///< that what is there is as it was written, each event in its place
    Proof completeness = Proof::Unproven; ///< that nothing is missing, up to the newest checkpoint
    qint64 events = 0;
    qint64 checkpoints = 0; ///< those that the log agreed with
    qint64 coveredTo = 0;   ///< the last event that a signature vouches for
    qint64 lastSeq = 0;
    std::optional<qint64> firstBad; ///< the first event that is changed, out of place or missing
    QStringList problems; ///< in the order found, at most 20, each naming its event

    bool isBroken() const { return integrity == Proof::Broken || completeness == Proof::Broken; }
};

/// "holds", "broken" or "unproven".
QLatin1String proofName(Proof proof);

/// {"integrity", "completeness", "events", "checkpoints", "coveredTo", "lastEvent", "firstBad"?, "problems"}.
QByteArray toJson(const LogVerdict &verdict);

} // namespace cloister::audit
