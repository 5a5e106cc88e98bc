#include "engine/partition/Partition.h"

#include "engine/tables/ErasureTable.h"

#include <QLoggingCategory>

namespace cloister {

Q_LOGGING_CATEGORY(lcPartition, "cloister.partition")

Partition::Partition(std::shared_ptr<ProjectFile> file, PartitionKey key, Caller caller) :
    m_file(std::move(file)),
    m_key(std::move(key)),
    m_caller(std::move(caller))
{
}

Result<storage::ReaderPool::Lease> Partition::lend() const
{
    return m_file->readers().lease();
}

Result<PartitionSession> Partition::open(storage::Connection &connection) const
{
    if (m_file->isQuarantined(m_key.bytes())) {
        return fail(ErrorCode::StorageUnavailable,
            QStringLiteral("this namespace is in quarantine after an integrity failure; an admin must check the project"));
    }
    if (m_file->isBeingErased(m_key.bytes()))
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("this namespace is being deleted"));
    CLOISTER_ASSIGN(std::shared_ptr<const NamespaceKey> key, m_file->keys().find(m_key.bytes()));
    return PartitionSession(tables::TenantScope(connection, m_key.bytes()), m_key.nameSpace(), Sealer(m_key, std::move(key)),
        m_caller, m_file->clock().nowMs());
}

Result<PartitionSession> Partition::openForWriting(storage::WriteContext &context, Intent intent) const
{
    CLOISTER_ASSIGN(PartitionSession session, open(context.connection));
    if (intent == Intent::Remove && m_file->isImmutable())
        return refusedAsImmutable();
    CLOISTER_TRY(session.beginWriting(context, m_file->log(), intent == Intent::Create));
    return session;
}

void Partition::report(const Error &error) const
{
    if (error.code != ErrorCode::Integrity)
        return;
    qCCritical(lcPartition) << "integrity failure in a namespace of project" << m_key.projectId() << ":"
                            << error.detail;
    m_file->quarantine(m_key.bytes());
    AuditEvent event;
    event.time = now();
    event.actor = {ActorKind::System, QStringLiteral("storage")};
    event.requestId = m_caller.requestId;
    event.action = QStringLiteral("namespace.quarantine");
    event.outcome = QStringLiteral("INTEGRITY");
    if (const auto key = m_file->keys().find(m_key.bytes()); key && *key)
        event.nameSpace = (*key)->tag;
    record(event);
}

QFuture<Result<void>> Partition::record(const AuditEvent &event) const
{
    return m_file->writer().submit<void>(
        [file = m_file.get(), event](storage::WriteContext &context) { return file->log().append(context, event); });
}

Unexpected Partition::refusedAsImmutable()
{
    return fail(ErrorCode::Immutable, QStringLiteral("the project is immutable: records can be added, not deleted"));
}

AuditEvent Partition::eventOf(const QString &action) const
{
    AuditEvent event;
    event.time = now();
    event.actor = m_caller.actor;
    event.address = m_caller.address.isNull() ? QString() : m_caller.address.toString();
    event.requestId = m_caller.requestId;
    event.action = action;
    return event;
}

QFuture<Result<ErasedCounts>> Partition::erase() const
{
    m_file->beginErasure(m_key.bytes());
    return m_file->writer()
        .submit<ErasedCounts>([self = *this](storage::WriteContext &context) { return self.eraseNow(context); }, {},
            storage::WritePurpose::FreesSpace)
        .then([self = *this](const Result<ErasedCounts> &erased) -> Result<ErasedCounts> {
            // Rows without a key must not be taken for an unused namespace.
            const auto marked = self.m_file->keys().erasures();
            if (erased || (marked && !marked->contains(self.m_key.bytes())))
                self.m_file->endErasure(self.m_key.bytes());
            return erased;
        });
}

// The key goes as soon as everything else has worked and before the rows are durably gone: whatever happens to that
// commit, no copy of them can be read from then on, and where the event cannot be written nothing has happened.
Result<ErasedCounts> Partition::eraseNow(storage::WriteContext &context) const
{
    const tables::TenantScope scope(context.connection, m_key.bytes());
    CLOISTER_ASSIGN(const std::optional<tables::NamespaceRow> row, tables::NamespaceTable(scope).find());
    CLOISTER_ASSIGN(const std::shared_ptr<const NamespaceKey> key, m_file->keys().find(m_key.bytes()));
    QString tag = key ? key->tag : QString();
    if (!key) {
        CLOISTER_ASSIGN(tag, m_file->keys().beginErasure(m_key.bytes())); // of one that was cut short
    }
    if (!row && tag.isEmpty())
        return fail(ErrorCode::NotFound, QStringLiteral("there is no such namespace"));
    ErasedCounts counts;
    if (row)
        counts = {row->dialogues, row->messages, row->memories, row->bytes};
    CLOISTER_TRY(tables::ErasureTable(scope).removeAll());
    if (row) {
        AuditEvent event = eventOf(QStringLiteral("namespace.delete"));
        event.nameSpace = tag;
        event.entityKind = QStringLiteral("namespace");
        event.counts = {{QStringLiteral("dialogues"), counts.dialogues},
            {QStringLiteral("messages"), counts.messages}, {QStringLiteral("memories"), counts.memories}};
        CLOISTER_TRY(m_file->log().append(context, event));
    }
    CLOISTER_TRY(m_file->keys().beginErasure(m_key.bytes()));
    context.afterCommit([file = m_file.get(), pk = m_key.bytes()] {
        // Should this fail, the mark leads to another look for rows when the file is opened next.
        if (const auto ended = file->keys().endErasure(pk); !ended)
            qCWarning(lcPartition) << "the mark of an erasure stays:" << ended.error().detail;
    });
    return counts;
}

QFuture<Result<void>> Partition::recordRefusal(const Removal &what) const
{
    AuditEvent event = eventOf(what.action);
    event.outcome = QStringLiteral("IMMUTABLE");
    event.entityKind = what.entityKind;
    const Result<std::shared_ptr<const NamespaceKey>> key = m_file->keys().find(m_key.bytes());
    if (!key)
        return QtFuture::makeReadyFuture(Result<void>(key.unexpected()));
    const Sealer sealer(m_key, *key);
    event.nameSpace = sealer.tag();
    event.entity = sealer.hide(what.entityKind, what.entityId);
    return record(event);
}

} // namespace cloister
