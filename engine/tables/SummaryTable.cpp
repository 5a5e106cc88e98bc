#include "engine/tables/SummaryTable.h"

namespace cloister::tables {

static const TenantSql kRemoveAll("DELETE FROM summary WHERE pk = ?1 AND dialogue_id = ?2");

Result<qint64> SummaryTable::removeAll(const QString &dialogueId)
{
    auto statement = m_scope.prepare(kRemoveAll);
    statement << dialogueId;
    return statement.run();
}

} // namespace cloister::tables
