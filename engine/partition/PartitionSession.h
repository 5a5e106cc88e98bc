#pragma once

#include "engine/model/AuditEvent.h"
#include "engine/partition/EventWriter.h"
#include "engine/partition/SealedValues.h"
#include "engine/partition/Sealer.h"
#include "engine/search/PartitionIndex.h"
#include "engine/storage/WriteQueue.h"
#include "engine/tables/NamespaceTable.h"
#include "engine/tables/TenantScope.h"

#include <functional>

namespace cloister {

/// What a change was, for its audit event. Content goes in as it is and comes out as a keyed digest.
struct Change
{
    QString action; ///< "object.verb"
    QLatin1String entityKind;
    QString entityId;
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
    qint64 count = 0;
    QMap<QString, qint64> counts = {};
};

/// One partition inside one snapshot (reading) or one group member (writing). Made by Partition alone and gone when
/// the job that got it returns. One thread.
class PartitionSession
{
public:
    const tables::TenantScope &scope() const { return m_scope; }
    const Sealer &sealer() const { return m_sealer; }
    SealedValues values() const { return SealedValues(m_scope, m_sealer); }
    const Caller &caller() const { return m_caller; }
    /// The time of this request, milliseconds since the epoch; the same throughout the session.
    qint64 now() const { return m_now; }

    /// What a miss says: the same for an id that never existed and for one of another namespace.
    QString missText(const QString &id) const;

    /// The rest is for writing sessions.

    /// The partition's counters; saved when the job succeeds.
    tables::NamespaceRow &row() { return m_row; }
    /// A new id, greater than every one this partition made before.
    QString newId();
    qint64 newSeq() { return m_row.nextSeq++; }
    /// Notes a change. Every job that changes anything must note at least one, or it fails and nothing is kept.
    void note(const Change &change);
    /// Notes that the job answers with records as they are: an event when the caller is an admin, whose reads all leave
    /// one. Unlike changes it is kept when the job changes nothing. `count` where it is more than the one.
    void noteRead(QLatin1String entityKind, const QString &entityId, qint64 count = 0);
    /// For SearchStore: what the partition's index takes over once the change is durable.
    void indexed(const search::IndexEntry &entry) { m_indexChange.upserts.push_back(entry); }
    void unindexed(const search::EntryKey &key);
    /// Runs on the writer thread once the change is durable.
    void afterCommit(std::function<void()> action) { m_context->afterCommit(std::move(action)); }

private:
    friend class Partition;
    PartitionSession(tables::TenantScope scope, QString nameSpace, Sealer sealer, Caller caller, qint64 now);

    Result<void> beginWriting(storage::WriteContext &context, const EventWriter &log, bool mayCreate);
    /// Begins a session that may change derived data alone, in any state of the namespace.
    Result<void> beginDeriving(storage::WriteContext &context);
    Result<void> finishWriting();
    Result<void> log(const QList<AuditEvent> &events);
    AuditEvent eventOf(const Change &change) const;

    tables::TenantScope m_scope;
    QString m_nameSpace;
    Sealer m_sealer;
    Caller m_caller;
    qint64 m_now;
    storage::WriteContext *m_context = nullptr;
    const EventWriter *m_log = nullptr;
    tables::NamespaceRow m_row;
    bool m_isNew = false;
    bool m_isDeriving = false;
    QList<AuditEvent> m_events; ///< of changes
    QList<AuditEvent> m_reads;
    search::IndexChange m_indexChange;
};

} // namespace cloister
