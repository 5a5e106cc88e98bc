#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Connection.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace cloister::tables {

struct CheckpointRow
{
    qint64 seq = 0; ///< of the last event covered
    QByteArray body;
    QByteArray signature;
    QByteArray frontier;
};

/// Table `checkpoint` of a project or of the workspace: what was signed about its audit chain. Only ever added to.
/// Borrowed connection; one thread.
class CheckpointTable
{
public:
    explicit CheckpointTable(storage::Connection &connection) : m_connection(connection) {}

    /// The newest; nullopt when there is none.
    Result<std::optional<CheckpointRow>> last() const;
    /// Oldest first, those that cover more than `after` events.
    Result<QList<CheckpointRow>> list(qint64 after, int limit) const;
    Result<void> insert(const CheckpointRow &row);

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
