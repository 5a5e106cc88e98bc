#pragma once

#include "engine/audit/proof/Checkpoint.h"
#include "engine/base/Result.h"
#include "engine/crypto/SigningKey.h"
#include "engine/model/AuditEvent.h"
#include "engine/tables/CheckpointTable.h"

#include <optional>

namespace cloister::audit {

/// The log of one file, as its writer thread adds to it: events, each chained to the one before, and a signed
/// checkpoint in the transaction of every 1,000th.
class EventLog
{
public:
    static constexpr qint64 kCheckpointEvery = 1000;

    /// `chain` names the log in its checkpoints. Without a key (tools, tests) none are made; it outlives the log.
    EventLog(QString chain, const crypto::SigningKey *key) : m_chain(std::move(chain)), m_key(key) {}

    const QString &chain() const { return m_chain; }

    /// What adding an event has led to.
    struct Appended
    {
        qint64 seq = 0;
        std::optional<SignedCheckpoint> checkpoint = {};
    };
    /// Inside the caller's transaction, so that the event is kept exactly when the change it tells of is.
    Result<Appended> append(storage::Connection &connection, const AuditEvent &event) const;

    /// A checkpoint over everything so far, inside the caller's transaction; nullopt when the newest covers it all.
    Result<std::optional<SignedCheckpoint>> seal(
        storage::Connection &connection, qint64 timeMs, const QString &reason) const;

private:
    QString m_chain;
    const crypto::SigningKey *m_key;
};

} // namespace cloister::audit
