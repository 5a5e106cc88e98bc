#include "engine/audit/proof/LogVerifier.h"

#include "engine/base/Json.h"
#include "engine/crypto/Digest.h"

namespace cloister::audit {

static constexpr qsizetype kKeptProblems = 20;

Result<void> LogVerifier::know(const SignedCheckpoint &checkpoint)
{
    if (!checkpoint.isSignedBy(m_publicKey)) {
        return fail(ErrorCode::Integrity,
            QStringLiteral("the checkpoint at event %1 is not signed by this key").arg(checkpoint.what.seq));
    }
    if (!m_chain.isEmpty() && m_chain != checkpoint.what.chain) {
        return fail(ErrorCode::Integrity,
            QStringLiteral("the checkpoint at event %1 is of another log").arg(checkpoint.what.seq));
    }
    m_chain = checkpoint.what.chain;
    m_known.insert(checkpoint.what.seq, checkpoint);
    return {};
}

void LogVerifier::note(qint64 seq, const QString &problem)
{
    if (!m_verdict.firstBad || seq < *m_verdict.firstBad) {
        m_verdict.firstBad = seq;
        m_firstProblem = problem;
    }
    if (m_verdict.problems.size() < kKeptProblems && !m_verdict.problems.contains(problem))
        m_verdict.problems.append(problem);
}

void LogVerifier::noteChanged(qint64 seq, const QString &problem)
{
    m_isChanged = true;
    note(seq, problem);
}

void LogVerifier::missing(qint64 seq, const QString &problem)
{
    m_isMissing = true;
    note(seq, problem);
}

void LogVerifier::addUnreadable(const QString &why)
{
    noteChanged(m_last.seq + 1, QStringLiteral("after event %1: %2").arg(m_last.seq).arg(why));
    m_isTreeWhole = false;
}

void LogVerifier::addEvent(const QByteArray &body, const QByteArray &hash)
{
    const Result<JsonSlice> json = parseJson(body);
    const auto number = json ? json->member(QLatin1String("seq")) : std::nullopt;
    const auto prev = json ? json->member(QLatin1String("prev")) : std::nullopt;
    const std::optional<qint64> seq = number ? number->toInteger() : std::nullopt;
    if (!seq || *seq < 1 || !prev) {
        addUnreadable(QStringLiteral("an event that cannot be read"));
        return;
    }
    ++m_verdict.events;
    const Seen event{*seq, hash, crypto::sha256(body)};
    const QByteArray previous = QByteArray::fromHex(prev->toTextReplacing().toLatin1());
    settleDoubt(&previous);
    if (event.computed != event.hash)
        noteChanged(event.seq, QStringLiteral("event %1 was changed").arg(event.seq));
    const bool isNext = event.seq == m_last.seq + 1;
    checkPlace(event.seq);
    if (isNext)
        checkPrevious(event, previous);
    m_tree.add(event.hash);
    if (event.seq <= m_last.seq)
        return; // out of place: the next one is compared with what stands before it in order
    m_last = event;
    const QList<SignedCheckpoint> here = m_known.values(event.seq);
    m_known.remove(event.seq);
    for (const SignedCheckpoint &checkpoint : here)
        compare(checkpoint);
}

// Where events are missing, or stand where they do not belong, the tree no longer is that of the log as it was signed;
// from there on only the heads of checkpoints are compared.
void LogVerifier::checkPlace(qint64 seq)
{
    if (seq == m_last.seq + 1)
        return;
    m_isTreeWhole = false;
    if (seq > m_last.seq) {
        m_gaps.insert(m_last.seq + 1, seq - 1);
        return;
    }
    auto gap = m_gaps.upperBound(seq);
    if (gap != m_gaps.begin() && std::prev(gap).value() >= seq) {
        gap = std::prev(gap);
        const qint64 first = gap.key();
        const qint64 last = gap.value();
        m_gaps.erase(gap);
        if (first < seq)
            m_gaps.insert(first, seq - 1);
        if (seq < last)
            m_gaps.insert(seq + 1, last);
        if (seq != m_lastMoved + 1)
            noteChanged(seq, QStringLiteral("event %1 stands after event %2").arg(seq).arg(m_last.seq));
        m_lastMoved = seq;
    } else {
        noteChanged(seq, QStringLiteral("there is more than one event %1").arg(seq));
    }
}

bool LogVerifier::isVouched(const Seen &event) const
{
    return m_verdict.coveredTo == event.seq && event.seq > 0;
}

void LogVerifier::checkPrevious(const Seen &event, const QByteArray &previous)
{
    if (previous == m_last.hash || previous == m_last.computed)
        return;
    if (m_last.seq == 0 || isVouched(m_last)) {
        noteChanged(event.seq, QStringLiteral("event %1 does not follow the one before it").arg(event.seq));
        return;
    }
    m_doubted = m_last; // which of the two is wrong shows by what the next event follows
}

// `previous` is what the event after the doubtful pair follows; null when there is none.
void LogVerifier::settleDoubt(const QByteArray *previous)
{
    if (!m_doubted)
        return;
    const bool isLastRight
        = previous ? *previous == m_last.hash || *previous == m_last.computed : isVouched(m_last);
    if (isLastRight) {
        noteChanged(m_doubted->seq,
            QStringLiteral("event %1 is not the one that event %2 follows").arg(m_doubted->seq).arg(m_last.seq));
    } else {
        noteChanged(m_last.seq, QStringLiteral("event %1 does not follow the one before it").arg(m_last.seq));
    }
    m_doubted.reset();
}

void LogVerifier::addCheckpoint(const SignedCheckpoint &checkpoint)
{
    const qint64 seq = checkpoint.what.seq;
    if (const Result<void> known = know(checkpoint); !known) {
        noteChanged(seq, known.error().detail);
        return;
    }
    if (seq > m_last.seq)
        return; // it is met when the log gets there, or shows what is missing
    m_known.remove(seq);
    if (seq == m_last.seq)
        compare(checkpoint);
    else if (m_isTreeWhole) // else its own event stands out of place or is missing
        noteChanged(seq, QStringLiteral("the checkpoint at event %1 stands after event %2").arg(seq).arg(m_last.seq));
}

void LogVerifier::compare(const SignedCheckpoint &checkpoint)
{
    const qint64 seq = checkpoint.what.seq;
    const bool isHead = checkpoint.what.head == m_last.hash || checkpoint.what.head == m_last.computed;
    if (isHead && (!m_isTreeWhole || checkpoint.what.root == m_tree.root())) {
        ++m_verdict.checkpoints;
        m_verdict.coveredTo = seq;
        return;
    }
    if (m_doubted) {
        settleDoubt(isHead ? &m_last.hash : nullptr);
        return;
    }
    // An event found before explains it; else it is one of those since the checkpoint before.
    const qint64 from = m_verdict.coveredTo + 1;
    if (m_verdict.firstBad && *m_verdict.firstBad <= seq && *m_verdict.firstBad >= from)
        return;
    noteChanged(from, QStringLiteral("events %1 to %2 are not those that were signed at %3").arg(from).arg(seq)
                      .arg(checkpoint.what.time));
}

LogVerdict LogVerifier::verdict()
{
    settleDoubt(nullptr);
    for (auto gap = m_gaps.cbegin(); gap != m_gaps.cend(); ++gap) {
        missing(gap.key(), gap.key() == gap.value()
                ? QStringLiteral("event %1 is missing").arg(gap.key())
                : QStringLiteral("events %1 to %2 are missing").arg(gap.key()).arg(gap.value()));
    }
    for (const SignedCheckpoint &ahead : std::as_const(m_known)) {
        if (ahead.what.seq <= m_last.seq)
            continue; // its event is among the missing
        missing(m_last.seq + 1, QStringLiteral("the log ends with event %1; event %2 was signed at %3").arg(m_last.seq)
                                    .arg(ahead.what.seq).arg(ahead.what.time));
    }
    if (m_verdict.firstBad && !m_verdict.problems.contains(m_firstProblem))
        m_verdict.problems.last() = m_firstProblem;
    const Proof unbroken = m_verdict.checkpoints > 0 ? Proof::Holds : Proof::Unproven;
    m_verdict.integrity = m_isChanged ? Proof::Broken : unbroken;
    m_verdict.completeness = m_isMissing ? Proof::Broken : unbroken;
    m_verdict.lastSeq = m_last.seq;
    return m_verdict;
}

} // namespace cloister::audit
