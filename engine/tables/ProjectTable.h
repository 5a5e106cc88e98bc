#pragma once

#include "engine/base/Result.h"
#include "engine/model/Project.h"
#include "engine/storage/Connection.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace cloister::tables {

/// Tables `project` and `unfinished_project` of the control database. Borrowed connection; one thread.
class ProjectTable
{
public:
    explicit ProjectTable(storage::Connection &connection) : m_connection(connection) {}

    Result<std::optional<Project>> find(const QString &id) const;
    Result<std::optional<Project>> findByName(const QString &name) const;
    /// Oldest first.
    Result<QList<Project>> list() const;

    /// `format` says how the project's files are encrypted and laid out.
    Result<void> insert(const Project &project, const QString &format);
    Result<void> remove(const QString &id);
    /// Stores the switches of `project`.
    Result<void> updateSwitches(const Project &project);

    /// Projects whose creation or removal was begun and not finished.
    Result<QStringList> unfinished() const;
    Result<void> markUnfinished(const QString &id);
    Result<void> clearUnfinished(const QString &id);

private:
    Result<std::optional<Project>> findBy(QByteArrayView sql, const QString &value) const;
    Result<void> runWith(QByteArrayView sql, const QString &id);

    storage::Connection &m_connection;
};

} // namespace cloister::tables
