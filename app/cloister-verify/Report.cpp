#include "app/cloister-verify/Report.h"

namespace cloister::verify {

using audit::LogVerdict;
using audit::Proof;

ExitCode exitCodeOf(const LogVerdict &verdict)
{
    if (verdict.integrity == Proof::Broken)
        return ExitCode::Changed;
    if (verdict.completeness == Proof::Broken)
        return ExitCode::Incomplete;
    const bool isProven = verdict.integrity == Proof::Holds && verdict.completeness == Proof::Holds;
    return isProven ? ExitCode::Ok : ExitCode::Unproven;
}

static QString line(const char *what, Proof proof, const char *holds, const char *broken)
{
    const char *about = "no checkpoint was given and none stands in the log";
    if (proof == Proof::Holds)
        about = holds;
    else if (proof == Proof::Broken)
        about = broken;
    return QStringLiteral("%1 %2 %3").arg(QLatin1String(what), -13).arg(audit::proofName(proof), -9).arg(QLatin1String(about));
}

QString report(const LogVerdict &verdict)
{
    QStringList lines{
        line("integrity", verdict.integrity, "what is there is as it was written", "the log was changed"),
        line("completeness", verdict.completeness, "nothing is missing up to the newest checkpoint", "events are missing"),
        QStringLiteral("%1 events, the last is event %2; %3 checkpoints agree, the newest at event %4")
            .arg(verdict.events).arg(verdict.lastSeq).arg(verdict.checkpoints).arg(verdict.coveredTo)};
    if (!verdict.isBroken() && verdict.lastSeq > verdict.coveredTo) {
        lines.append(QStringLiteral("%1 events at the end are chained and not signed yet")
                         .arg(verdict.lastSeq - verdict.coveredTo));
    }
    if (verdict.firstBad)
        lines.append(QStringLiteral("first bad event: %1").arg(*verdict.firstBad));
    for (const QString &problem : verdict.problems)
        lines.append(QLatin1String("  ") + problem);
    return lines.join(QLatin1Char('\n'));
}

} // namespace cloister::verify
