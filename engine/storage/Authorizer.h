#pragma once

#include <set>
#include <string>

struct sqlite3;

namespace cloister::storage {

/// Denies by default what a statement of a request may do: it may select from, insert into, update and delete from
/// the tables that existed when it was switched on, call a few functions, and use transactions and savepoints. There
/// is no ATTACH, PRAGMA, DDL, temporary object, schema table or recursive query.
///
/// It is a second lock behind a static registry of statements, not the boundary between tenants: SQLite does not ask
/// about a bare `count(*)`, and a CTE may take a table's name. Owned by its Connection and used on its thread.
class Authorizer
{
public:
    explicit Authorizer(std::set<std::string, std::less<>> tables) : m_tables(std::move(tables)) {}
    ~Authorizer();
    Authorizer(const Authorizer &) = delete;
    Authorizer &operator=(const Authorizer &) = delete;

    /// Starts asking this object about every statement compiled on `handle`, which must outlive it.
    void install(sqlite3 *handle);

    /// Lets the connection's own statements pass for a scope; `authorizer` may be null.
    class Bypass
    {
    public:
        explicit Bypass(Authorizer *authorizer);
        ~Bypass();
        Bypass(const Bypass &) = delete;
        Bypass &operator=(const Bypass &) = delete;

    private:
        Authorizer *m_authorizer;
        bool m_before = false;
    };

private:
    static int decide(void *self, int action, const char *first, const char *second, const char *database,
                      const char *trigger);
    bool allows(int action, const char *first, const char *second, const char *database) const;
    bool knowsTable(const char *table, const char *database) const;

    sqlite3 *m_handle = nullptr;
    std::set<std::string, std::less<>> m_tables;
    bool m_isBypassed = false;
};

} // namespace cloister::storage
