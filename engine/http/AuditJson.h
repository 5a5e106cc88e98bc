#pragma once

#include "engine/base/JsonWriter.h"
#include "engine/http/Query.h"
#include "engine/service/AuditService.h"

namespace cloister::http {

/// Writes one event: the canonical bytes as they are under `event`, their `hash`, and what can be resolved of its
/// keyed names.
void write(JsonWriter &json, const AuditRecord &record);

/// A page of events: {"items": [...], "next"?}; `next` is the seq to go on after (or before).
QByteArray eventsJson(const QList<AuditRecord> &records, const AuditQuery &query);

/// after, before (newest first; so is order=desc), limit, namespace, action, entity (`kind:id`), actor, outcome, address, from and to.
Result<AuditQuery> auditQuery(const Query &query);

/// The names that auditQuery() knows.
QStringList auditParameters();

} // namespace cloister::http
