#include "engine/audit/EventLog.h"

#include "engine/audit/EventChain.h"
#include "engine/audit/proof/MerkleTree.h"
#include "engine/base/Time.h"
#include "engine/tables/EventTable.h"

#include <QLoggingCategory>

#include <algorithm>

namespace cloister::audit {

Q_LOGGING_CATEGORY(lcEventLog, "cloister.audit")

Result<EventLog::Appended> EventLog::append(storage::Connection &connection, const AuditEvent &event) const
{
    tables::EventTable table(connection);
    CLOISTER_ASSIGN(const std::optional<tables::EventTable::Head> head, table.head());
    const tables::EventRow row = head ? EventChain::rowAfter(head->seq, head->hash, event)
                                      : EventChain::rowAfter(0, EventChain::genesis(), event);
    CLOISTER_TRY(table.insert(row));
    Appended appended{row.seq};
    if (row.seq % kCheckpointEvery == 0) {
        auto made = seal(connection, event.time, QStringLiteral("events"));
        if (!made && made.error().code != ErrorCode::Integrity)
            return made.unexpected();
        // A damaged log takes events all the same: it is the check that says what is wrong with it.
        if (made)
            appended.checkpoint = std::move(*made);
        else
            qCCritical(lcEventLog) << "no checkpoint for" << m_chain << ':' << made.error().detail;
    }
    return appended;
}

Result<std::optional<SignedCheckpoint>> EventLog::seal(
    storage::Connection &connection, qint64 timeMs, const QString &reason) const
{
    using Made = std::optional<SignedCheckpoint>;
    if (!m_key)
        return Made();
    tables::EventTable events(connection);
    tables::CheckpointTable checkpoints(connection);
    CLOISTER_ASSIGN(const std::optional<tables::EventTable::Head> head, events.head());
    CLOISTER_ASSIGN(const std::optional<tables::CheckpointRow> before, checkpoints.last());
    if (!head || (before && before->seq >= head->seq))
        return Made();
    MerkleTree tree;
    if (before) {
        CLOISTER_ASSIGN(tree, MerkleTree::resume(before->seq, before->frontier));
    }
    while (tree.size() < head->seq) {
        const qint64 upTo = std::min(tree.size() + kCheckpointEvery, head->seq);
        CLOISTER_ASSIGN(const QList<QByteArray> hashes, events.hashes(tree.size(), upTo));
        if (hashes.size() != upTo - tree.size())
            return fail(ErrorCode::Integrity, QStringLiteral("events are missing; the log cannot be signed"));
        for (const QByteArray &hash : hashes)
            tree.add(hash);
    }
    const SignedCheckpoint made = SignedCheckpoint::make(
        {m_chain, head->seq, head->hash, tree.root(), toIso(timeMs), reason}, *m_key);
    CLOISTER_TRY(checkpoints.insert({head->seq, made.body, made.signature, tree.frontier()}));
    return Made(made);
}

} // namespace cloister::audit
