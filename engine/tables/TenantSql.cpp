#include "engine/tables/TenantSql.h"

namespace cloister::tables {

static std::vector<const TenantSql *> &registry()
{
    static std::vector<const TenantSql *> statements;
    return statements;
}

TenantSql::TenantSql(const char *text, Holds holds) :
    m_text(text),
    m_holds(holds)
{
    registry().push_back(this);
}

const std::vector<const TenantSql *> &TenantSql::all()
{
    return registry();
}

} // namespace cloister::tables
