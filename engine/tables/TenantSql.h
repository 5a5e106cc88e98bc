#pragma once

#include <vector>

namespace cloister::tables {

/// One statement over tenant tables. All of them are static objects, so the list of everything that can ever be run
/// against tenant data exists and is tested: each must search every table it names by `pk = ?1`, and each SELECT must
/// return pk as its first column.
class TenantSql
{
public:
    /// Whether a statement writes records, or what is derived from them and can be made again: the search's tables.
    enum class Holds { Records, DerivedData };

    /// `text` is a literal; it outlives the program's statements.
    explicit TenantSql(const char *text, Holds holds = Holds::Records);
    TenantSql(const TenantSql &) = delete;
    TenantSql &operator=(const TenantSql &) = delete;

    const char *text() const { return m_text; }
    Holds holds() const { return m_holds; }

    /// Every statement of the program, in no particular order.
    static const std::vector<const TenantSql *> &all();

private:
    const char *m_text;
    Holds m_holds;
};

} // namespace cloister::tables
