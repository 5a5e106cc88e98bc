#include "engine/partition/Partition.h"

#include "engine/partition/SearchImageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/tables/ErasureTable.h"
#include "engine/tables/IdempotencyTable.h"

#include <QLoggingCategory>

#include <future>

namespace cloister {

Q_LOGGING_CATEGORY(lcPartition, "cloister.partition")

Partition::Partition(std::shared_ptr<ProjectFile> file, PartitionKey key, Caller caller) :
    m_file(std::move(file)),
    m_key(std::move(key)),
    m_caller(std::move(caller))
{
}

// A snapshot of before an erasure beside the keys of after it would be taken for damage: such a one is taken again.
Result<Partition::Snapshot> Partition::takeSnapshot() const
{
    for (;;) {
        const quint64 erasures = m_file->erasureSteps();
        CLOISTER_ASSIGN(storage::ReaderPool::Lease lease, m_file->readers().lease());
        CLOISTER_ASSIGN(PartitionSession session, open(lease.connection()));
        if (m_file->erasureSteps() == erasures)
            return Snapshot{std::move(lease), std::move(session)};
    }
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
    if (intent == Intent::Derive)
        CLOISTER_TRY(session.beginDeriving(context));
    else
        CLOISTER_TRY(session.beginWriting(context, m_file->log(), intent == Intent::Create));
    // What answers repeated POSTs stays when its records go, or a repeat would make them again; but not past its day.
    if (intent == Intent::Remove)
        CLOISTER_TRY(tables::IdempotencyTable(session.scope()).removeExpired(session.now()));
    return session;
}

// A write is in the index before its future resolves, in the order of the commits.
void Partition::announce(PartitionSession &session) const
{
    if (session.m_indexChange.removes.empty() && session.m_indexChange.upserts.empty())
        return;
    session.afterCommit([hub = m_file->indexes(), key = m_key, change = std::move(session.m_indexChange)] {
        hub->committed(key, change);
    });
}

// Nothing is kept of a namespace that was never written to: made-up names would push out the indexes in use.
Result<search::IndexCache::IndexPtr> Partition::index() const
{
    CLOISTER_ASSIGN(const std::shared_ptr<const NamespaceKey> key, m_file->keys().find(m_key.bytes()));
    if (!key)
        return std::make_shared<search::PartitionIndex>(m_file->indexes()->options());
    return m_file->indexes()->cache().get(m_key.bytes(), [this] { return buildIndex(); });
}

search::IndexCache::IndexPtr Partition::loadedIndex() const
{
    return m_file->indexes()->cache().find(m_key.bytes());
}

// The saved graph is made from the entries and can be made again: a damaged one costs time, not the namespace.
Result<bool> Partition::isGraphRefused(PartitionSession &session, search::PartitionIndex &index)
{
    const Result<QByteArray> graph = SearchImageStore(session).read();
    if (!graph && graph.error().code != ErrorCode::Integrity)
        return graph.unexpected();
    if (graph && graph->isEmpty())
        return false;
    const Result<void> taken = graph ? index.restore(*graph) : Result<void>(graph.unexpected());
    if (!taken)
        qCWarning(lcPartition) << "a saved search index is refused and built again:" << taken.error().detail;
    return !taken;
}

// One snapshot. The cache keeps the writes that become durable meanwhile and adds them afterwards.
Result<search::IndexCache::IndexPtr> Partition::buildIndex() const
{
    constexpr std::size_t kBatch = 500;
    auto index = std::make_shared<search::PartitionIndex>(m_file->indexes()->options());
    bool isRefused = false;
    const Result<void> done = read<void>([&](PartitionSession &session) -> Result<void> {
        // A batch behind: taking entries over is as much work as opening them. Where no thread is to be had, get() does it.
        std::future<void> applied;
        search::IndexChange batch;
        const auto take = [&](search::IndexEntry entry) {
            batch.upserts.push_back(std::move(entry));
            if (batch.upserts.size() < kBatch)
                return;
            if (applied.valid())
                applied.get();
            applied = std::async([index, full = std::exchange(batch, {})] { index->apply(full); });
        };
        CLOISTER_TRY(SearchStore(session).each(take));
        if (applied.valid())
            applied.get();
        index->apply(batch);
        CLOISTER_ASSIGN(isRefused, isGraphRefused(session, *index));
        return {};
    });
    if (!done)
        return done.unexpected();
    if (isRefused) {
        const auto drop = [](PartitionSession &session) { return SearchImageStore(session).remove(); };
        if (const auto dropped = write<void>(Intent::Derive, drop).result(); !dropped)
            qCWarning(lcPartition) << "a refused search index stays:" << dropped.error().detail;
    }
    return index;
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

Future<Result<void>> Partition::record(const AuditEvent &event) const
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

Future<Result<ErasedCounts>> Partition::erase() const
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
        file->indexes()->cache().drop(pk);
        // Should this fail, the mark leads to another look for rows when the file is opened next.
        if (const auto ended = file->keys().endErasure(pk); !ended)
            qCWarning(lcPartition) << "the mark of an erasure stays:" << ended.error().detail;
    });
    return counts;
}

Future<Result<void>> Partition::recordRefusal(const Removal &what) const
{
    AuditEvent event = eventOf(what.action);
    event.outcome = QStringLiteral("IMMUTABLE");
    event.entityKind = what.entityKind;
    const Result<std::shared_ptr<const NamespaceKey>> key = m_file->keys().find(m_key.bytes());
    if (!key)
        return readyFuture(Result<void>(key.unexpected()));
    const Sealer sealer(m_key, *key);
    event.nameSpace = sealer.tag();
    event.entity = sealer.hide(what.entityKind, what.entityId);
    return record(event);
}

} // namespace cloister
