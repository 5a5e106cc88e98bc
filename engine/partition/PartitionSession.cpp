#include "engine/partition/PartitionSession.h"

#include "engine/base/Random.h"
#include "engine/base/Ulid.h"

namespace cloister {

PartitionSession::PartitionSession(
    tables::TenantScope scope, QString nameSpace, Sealer sealer, Caller caller, qint64 now) :
    m_scope(std::move(scope)),
    m_nameSpace(std::move(nameSpace)),
    m_sealer(std::move(sealer)),
    m_caller(std::move(caller)),
    m_now(now)
{
}

QString PartitionSession::missText(const QString &id) const
{
    return QStringLiteral("\"%1\" not found in namespace '%2'")
        .arg(id, m_nameSpace.isEmpty() ? QStringLiteral("default") : m_nameSpace);
}

QString PartitionSession::newId()
{
    SystemRandom random;
    m_row.lastUlid = nextUlid(m_row.lastUlid, m_now, random);
    return m_row.lastUlid;
}

void PartitionSession::note(const Change &change)
{
    m_events.append(eventOf(change));
}

void PartitionSession::noteRead(QLatin1String entityKind, const QString &entityId, qint64 count)
{
    if (m_caller.isAdmin())
        m_reads.append(eventOf({QStringLiteral("admin.read"), entityKind, entityId, {}, {}, count}));
}

void PartitionSession::unindexed(const search::EntryKey &key)
{
    const bool isDialogue = key.object == SearchObject::Dialogue;
    std::erase_if(m_indexChange.upserts, [&](const search::IndexEntry &entry) {
        return entry.key == key || (isDialogue && entry.key.dialogueId == key.id);
    });
    m_indexChange.removes.push_back(key);
}

AuditEvent PartitionSession::eventOf(const Change &change) const
{
    AuditEvent event;
    event.time = m_now;
    event.actor = m_caller.actor;
    event.address = m_caller.address.isNull() ? QString() : m_caller.address.toString();
    event.requestId = m_caller.requestId;
    event.action = change.action;
    event.nameSpace = m_sealer.tag();
    event.entityKind = change.entityKind;
    event.entity = change.entityId.isEmpty() ? QString() : m_sealer.hide(change.entityKind, change.entityId);
    if (change.before)
        event.before = m_sealer.digest(*change.before);
    if (change.after)
        event.after = m_sealer.digest(*change.after);
    event.count = change.count;
    event.counts = change.counts;
    return event;
}

Result<void> PartitionSession::beginWriting(storage::WriteContext &context, const EventWriter &log, bool mayCreate)
{
    m_log = &log;
    m_context = &context;
    CLOISTER_ASSIGN(const std::optional<tables::NamespaceRow> row, tables::NamespaceTable(m_scope).find());
    if (row) {
        m_row = *row;
        if (m_row.state == NamespaceState::ReadOnly || m_row.state == NamespaceState::Archived)
            return fail(ErrorCode::NamespaceReadOnly, QStringLiteral("the namespace is read-only"));
        if (m_row.state == NamespaceState::Suspended)
            return fail(ErrorCode::NamespaceSuspended, QStringLiteral("the namespace is suspended"));
        return {};
    }
    m_isNew = mayCreate;
    m_row.name = m_nameSpace;
    m_row.created = m_now;
    m_row.generation = m_sealer.generation();
    return {};
}

Result<void> PartitionSession::beginDeriving(storage::WriteContext &context)
{
    m_context = &context;
    m_isDeriving = true;
    return {};
}

Result<void> PartitionSession::finishWriting()
{
    if (m_scope.changes() == 0)
        return log(m_reads);
    if (m_isDeriving)
        return fail(ErrorCode::Internal, QStringLiteral("a change of records was refused: only derived data may change"));
    if (m_events.isEmpty())
        return fail(ErrorCode::Internal, QStringLiteral("a change without an audit event was refused"));
    m_row.lastActivity = m_now;
    tables::NamespaceTable table(m_scope);
    if (m_isNew) {
        CLOISTER_TRY(table.insert(m_row));
        m_events.prepend(eventOf({QStringLiteral("namespace.create"), QLatin1String("namespace"), {}, {}, {}, 0}));
    } else {
        CLOISTER_TRY(table.update(m_row));
    }
    return log(m_events + m_reads);
}

Result<void> PartitionSession::log(const QList<AuditEvent> &events)
{
    for (const AuditEvent &event : events)
        CLOISTER_TRY(m_log->append(*m_context, event));
    return {};
}

} // namespace cloister
