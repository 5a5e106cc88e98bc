#pragma once

#include "engine/model/Caller.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace cloister {

/// One record of the audit log, before it is chained. Never content, never a secret: what belongs to a tenant is a
/// keyed tag, reference or digest that means nothing once the namespace's key is gone.
struct AuditEvent
{
    qint64 time = 0; ///< milliseconds since the epoch, UTC
    Actor actor;
    QString address; ///< empty for the in-process console and the system
    QString requestId;
    QString action;  ///< "object.verb", such as message.create
    QString outcome = QStringLiteral("ok"); ///< or the error code that refused it
    QString nameSpace;  ///< the namespace's keyed tag; empty when it concerns none
    QString entityKind; ///< dialogue, message, memory, key, project, ...
    QString entity;     ///< keyed reference for tenant entities, the plain id for projects, keys, accounts
    QByteArray before;  ///< keyed digest, hex; empty when there was nothing
    QByteArray after;   ///< keyed digest, hex; empty when nothing is left
    qint64 count = 0;   ///< how many records, where it was more than the one
    QMap<QString, qint64> counts = {}; ///< of what kind, where that matters
};

} // namespace cloister
