#pragma once

#include "engine/base/Result.h"
#include "engine/model/AuditEvent.h"
#include "engine/tables/EventTable.h"

namespace cloister::audit {

/// The hash chain over a log: each event's canonical bytes carry the hash of the event before it, and its own hash is
/// SHA-256 of those bytes. Whoever has the bytes can check them without any key.
class EventChain
{
public:
    /// Appends `event` to the log of `connection`, inside the caller's transaction, so that it is kept exactly when
    /// the change it tells of is. Writer thread of that file.
    static Result<tables::EventRow> append(storage::Connection &connection, const AuditEvent &event);

    /// The canonical bytes: one JSON object with its members in fixed order and without white space. `previous` is
    /// the 32-byte hash of the event before, or 32 zero bytes for the first.
    static QByteArray canonical(const AuditEvent &event, qint64 seq, const QByteArray &previous);

    /// The hash that the first event carries as its previous one.
    static QByteArray genesis() { return QByteArray(32, '\0'); }
};

} // namespace cloister::audit
