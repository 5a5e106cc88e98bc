#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Connection.h"
#include "engine/tables/NamespaceTable.h"

#include <QList>

#include <optional>

namespace cloister::tables {

enum class NamespaceSort { Name, Dialogues, Messages, Memories, Bytes, LastActivity };

struct NamespaceListQuery
{
    QByteArray pkFrom = {}; ///< inclusive start of a partition key range
    QByteArray pkTo = {};   ///< exclusive end
    NamespaceSort sort = NamespaceSort::Name;
    bool isDescending = false;
    int limit = 100;
    int offset = 0;
    QByteArray afterPk = {}; ///< by name only: start after this key instead of an offset
};

struct ProjectTotals
{
    qint64 namespaces = 0;
    qint64 dialogues = 0;
    qint64 messages = 0;
    qint64 memories = 0;
    qint64 bytes = 0;
};

/// The only statements of the program that span partitions. They count and list whole partitions, return no content,
/// and are for admins (and for what a key may see of its own project's namespaces). Borrowed connection; one thread.
class Maintenance
{
public:
    explicit Maintenance(storage::Connection &connection) : m_connection(connection) {}

    Result<QList<NamespaceRow>> namespaces(const NamespaceListQuery &query) const;
    /// How many namespaces stand in a partition key range: from `pkFrom` up to and without `pkTo`.
    Result<qint64> countNamespaces(const QByteArray &pkFrom, const QByteArray &pkTo) const;
    Result<ProjectTotals> totals() const;
    /// Partition keys that own rows and have no namespace row: what nobody could reach. Reads every index of the file.
    Result<QList<QByteArray>> strayPartitions() const;

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
