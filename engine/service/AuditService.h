#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/AuditEvent.h"
#include "engine/tables/EventTable.h"

#include <QList>

namespace cloister {

class Workspace;

/// What the audit log is asked for. Namespace and entity are plain names here; the service looks for their keyed forms.
struct AuditQuery
{
    qint64 after = 0;             ///< events with a greater seq, oldest first
    std::optional<qint64> before; ///< events with a smaller seq, newest first
    qint64 from = 0;
    std::optional<qint64> to;
    std::optional<QString> nameSpace;
    std::optional<QStringList> visible; ///< what the asking key is bound to: only events of these; nullopt = all
    QString action;
    QString entityKind; ///< with entity
    QString entity;     ///< of a tenant's kind (dialogue, message, memory, ...): with nameSpace
    QString actor;
    QString outcome;
    QString address;
    int limit = 100;
};

/// One event as read: the canonical bytes and what can still be resolved of its keyed names.
struct AuditRecord
{
    qint64 seq = 0;
    QByteArray body; ///< canonical JSON
    QByteArray hash; ///< 32 bytes
    std::optional<QString> nameSpace; ///< nullopt: none, or its key is gone
    QString entity;  ///< empty when it cannot be resolved
};

/// Reading the record, and writing events that belong to no change. Any thread.
class AuditService
{
public:
    explicit AuditService(Workspace &workspace) : m_workspace(workspace) {}

    /// Events of a project; with an empty project id the workspace's own. A namespace or entity without a key (never
    /// written to, or erased) has no events that could be found. InvalidParameter for an entity without its kind, or
    /// of a tenant's kind without its namespace.
    Result<QList<AuditRecord>> list(const QString &projectId, const AuditQuery &query) const;

    /// Rows of a project's log, or with an empty project id of the workspace's, with what can be resolved of their names.
    Result<QList<AuditRecord>> resolved(const QString &projectId, const QList<tables::EventRow> &rows) const;

    /// Appends one event (an admin reading content, a refusal) to the project's log, or with an empty project id to
    /// the workspace's. Resolves when it is durable. A namespace given by name is stored as its tag, and the event's
    /// entity, given by its id, as the reference that goes with it; both are left out when the namespace has no key.
    Future<Result<void>> record(const QString &projectId, AuditEvent event, const std::optional<QString> &nameSpace) const;

private:
    Workspace &m_workspace;
};

} // namespace cloister
