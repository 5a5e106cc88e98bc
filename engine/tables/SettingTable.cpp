#include "engine/tables/SettingTable.h"

namespace cloister::tables {

static constexpr char kSettingByName[] = "SELECT value FROM setting WHERE name = ?1";
static constexpr char kRemoveSetting[] = "DELETE FROM setting WHERE name = ?1";
static constexpr char kInsertSetting[] = "INSERT INTO setting (name, value) VALUES (?1, ?2)";

Result<std::optional<QString>> SettingTable::find(const QString &name) const
{
    auto statement = m_connection.prepare(kSettingByName);
    statement.bind(1, name);
    std::optional<QString> found;
    if (statement.next())
        found = statement.text(0);
    CLOISTER_TRY(statement.done());
    return found;
}

Result<void> SettingTable::set(const QString &name, const QString &value)
{
    {
        auto removing = m_connection.prepare(kRemoveSetting);
        removing.bind(1, name);
        CLOISTER_TRY(removing.run());
    }
    auto statement = m_connection.prepare(kInsertSetting);
    statement.bind(1, name);
    statement.bind(2, value);
    return statement.run();
}

} // namespace cloister::tables
