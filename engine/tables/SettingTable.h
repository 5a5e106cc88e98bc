#pragma once

#include "engine/base/Result.h"
#include "engine/storage/Connection.h"

#include <QString>

#include <optional>

namespace cloister::tables {

/// Table `setting` of the control database: names and texts, whose meaning is the services'. Borrowed connection; one
/// thread.
class SettingTable
{
public:
    explicit SettingTable(storage::Connection &connection) : m_connection(connection) {}

    /// nullopt for one that was never set.
    Result<std::optional<QString>> find(const QString &name) const;
    Result<void> set(const QString &name, const QString &value);

private:
    storage::Connection &m_connection;
};

} // namespace cloister::tables
