#include "engine/storage/Authorizer.h"

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace cloister::storage {

namespace {

constexpr std::array<std::string_view, 14> kFunctions = {
    "abs", "coalesce", "count", "ifnull", "instr", "length", "lower", "max", "min", "nullif", "substr", "sum", "total",
    "upper",
};

bool isKnownFunction(const char *name)
{
    return name && std::find(kFunctions.begin(), kFunctions.end(), std::string_view(name)) != kFunctions.end();
}

} // namespace

Authorizer::~Authorizer()
{
    if (m_handle)
        sqlite3_set_authorizer(m_handle, nullptr, nullptr);
}

void Authorizer::install(sqlite3 *handle)
{
    m_handle = handle;
    sqlite3_set_authorizer(handle, &Authorizer::decide, this);
}

int Authorizer::decide(void *self, int action, const char *first, const char *second, const char *database,
                       const char *)
{
    const auto *authorizer = static_cast<const Authorizer *>(self);
    return authorizer->m_isBypassed || authorizer->allows(action, first, second, database) ? SQLITE_OK : SQLITE_DENY;
}

bool Authorizer::allows(int action, const char *first, const char *second, const char *database) const
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return true;
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return knowsTable(first, database);
    case SQLITE_FUNCTION:
        return isKnownFunction(second);
    default:
        return false;
    }
}

bool Authorizer::knowsTable(const char *table, const char *database) const
{
    return table && database && std::string_view(database) == "main" && m_tables.contains(std::string_view(table));
}

Authorizer::Bypass::Bypass(Authorizer *authorizer) : m_authorizer(authorizer)
{
    if (m_authorizer) {
        m_before = m_authorizer->m_isBypassed;
        m_authorizer->m_isBypassed = true;
    }
}

Authorizer::Bypass::~Bypass()
{
    if (m_authorizer)
        m_authorizer->m_isBypassed = m_before;
}

} // namespace cloister::storage
