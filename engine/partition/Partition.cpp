#include "engine/partition/Partition.h"

#include "engine/audit/EventChain.h"

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
    CLOISTER_ASSIGN(std::shared_ptr<const NamespaceKey> key, m_file->keys().find(m_key.bytes()));
    return PartitionSession(tables::TenantScope(connection, m_key.bytes()), m_key.nameSpace(), Sealer(m_key, std::move(key)),
        m_caller, m_file->clock().nowMs());
}

Result<PartitionSession> Partition::openForWriting(storage::WriteContext &context, Intent intent) const
{
    CLOISTER_ASSIGN(PartitionSession session, open(context.connection));
    CLOISTER_TRY(session.beginWriting(context, intent == Intent::Create));
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
    m_file->writer().submit<void>([event](storage::WriteContext &context) -> Result<void> {
        CLOISTER_TRY(audit::EventChain::append(context.connection, event));
        return {};
    });
}

} // namespace cloister
