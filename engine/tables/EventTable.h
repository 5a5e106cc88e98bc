#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Connection.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace cloister::tables {

/// One audit event as stored: the canonical bytes, their hash, and the columns that filters need.
struct EventRow
{
    qint64 seq = 0;
    qint64 time = 0;
    QString action;
    QString outcome;
    QString actor;
    QString address;
    QString nameSpace; ///< keyed tag, empty when the event has no namespace
    QString entity;    ///< keyed reference, empty when the event has none
    QByteArray body;   ///< canonical JSON
    QByteArray hash;   ///< SHA-256 of body
};

/// Which events to read, oldest first. Empty members match everything.
struct EventFilter
{
    qint64 after = 0; ///< only events with a greater seq
    std::optional<qint64> before = {}; ///< only events with a smaller seq, newest first
    qint64 from = 0;
    std::optional<qint64> to = {};
    QString nameSpace = {};
    QString action = {};
    QString entity = {};
    QString actor = {};
    QString outcome = {};
    QString address = {};
    int limit = 100;
};

/// Table `event` of a project or of the workspace: the audit chain, the one project-wide table. Events are only ever
/// added. Borrowed connection; one thread.
class EventTable
{
public:
    explicit EventTable(storage::Connection &connection) : m_connection(connection) {}

    /// Number and hash of the newest event; nullopt in an empty log.
    struct Head
    {
        qint64 seq = 0;
        QByteArray hash;
    };
    Result<std::optional<Head>> head() const;
    /// The hash of one event; empty when there is none of that number.
    Result<QByteArray> hashOf(qint64 seq) const;
    /// The hashes of the events after `after` up to and with `last`, in order.
    Result<QList<QByteArray>> hashes(qint64 after, qint64 last) const;
    Result<QList<EventRow>> list(const EventFilter &filter) const;
    /// The statement of list(): it searches the index of one filtered column, or goes through the log by seq.
    static QByteArray listSql(const EventFilter &filter);
    Result<qint64> count() const;
    Result<void> insert(const EventRow &row);

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
