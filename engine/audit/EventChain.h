#pragma once

#include "engine/model/AuditEvent.h"
#include "engine/tables/EventTable.h"

namespace cloister::audit {

/// The hash chain over a log: each event's canonical bytes carry the hash of the event before it, and its own hash is
/// SHA-256 of those bytes. Whoever has the bytes can check them without any key.
class EventChain
{
public:
    /// `event` as it stands in a log after the event with that number and hash (0 and genesis() when it is the first).
    static tables::EventRow rowAfter(qint64 seq, const QByteArray &hash, const AuditEvent &event);

    /// The canonical bytes: one JSON object with its members in fixed order and without white space. `previous` is
    /// the 32-byte hash of the event before, or 32 zero bytes for the first.
    static QByteArray canonical(const AuditEvent &event, qint64 seq, const QByteArray &previous);

    /// The hash that the first event carries as its previous one.
    static QByteArray genesis() { return QByteArray(32, '\0'); }
};

} // namespace cloister::audit
