#pragma once

#include "engine/audit/proof/Checkpoint.h"
#include "engine/audit/proof/LogVerdict.h"
#include "engine/audit/proof/MerkleTree.h"

#include <QByteArray>
#include <QMap>

#include <optional>
#include <vector>

namespace cloister::audit {

/// Examines a log event by event, from the first on, against its own hash chain and against signed checkpoints. Needs no
/// secret. After a problem it goes on from there, so that later events are not blamed for it. Copies are whole
/// verifiers; one thread.
class LogVerifier
{
public:
    /// `publicKey` is the workspace's, 32 bytes.
    explicit LogVerifier(QByteArray publicKey) : m_publicKey(std::move(publicKey)) {}

    /// Before the first event: a checkpoint that was kept elsewhere. Integrity, and it is left out, when the key has
    /// not signed it or it is of another log than the others.
    Result<void> know(const SignedCheckpoint &checkpoint);

    /// The next event: its canonical bytes and the hash that stands beside them.
    void addEvent(const QByteArray &body, const QByteArray &hash);
    /// A checkpoint that stands in the log here.
    void addCheckpoint(const SignedCheckpoint &checkpoint);
    /// Something stands here that is neither; `why` is without a place.
    void addUnreadable(const QString &why);
    /// An event is not what it should be, for a reason that shows elsewhere.
    void noteChanged(qint64 seq, const QString &problem);

    qint64 lastSeq() const { return m_last.seq; }
    /// Whether something was found already.
    bool isBroken() const { return m_isChanged || m_isMissing || !m_gaps.isEmpty(); }

    /// What was found, the log being over. To be asked once.
    LogVerdict verdict();

private:
    struct Seen
    {
        qint64 seq = 0;
        QByteArray hash = QByteArray(32, '\0');     ///< as stated
        QByteArray computed = QByteArray(32, '\0'); ///< of its bytes
    };

    void checkPlace(qint64 seq);
    void checkPrevious(const Seen &event, const QByteArray &previous);
    void settleDoubt(const QByteArray *previous);
    void compare(const SignedCheckpoint &checkpoint);
    bool isVouched(const Seen &event) const;
    void missing(qint64 seq, const QString &problem);
    void note(qint64 seq, const QString &problem);

    QByteArray m_publicKey;
    QString m_chain;
    QMultiMap<qint64, SignedCheckpoint> m_known; ///< by the last event they cover; those ahead
    MerkleTree m_tree;
    Seen m_last; ///< the one with the greatest number so far
    std::optional<Seen> m_doubted; ///< the event before m_last, when one of the two must be wrong
    QMap<qint64, qint64> m_gaps;   ///< first missing event -> last
    bool m_isTreeWhole = true;     ///< no event was missing or out of place so far
    qint64 m_lastMoved = 0; ///< of a run of events that stand later than they should, the newest
    QString m_firstProblem; ///< about the first bad event
    bool m_isChanged = false;
    bool m_isMissing = false;
    LogVerdict m_verdict;
};

} // namespace cloister::audit
