#pragma once

#include "engine/tables/TenantSql.h"

#include <QByteArray>

namespace cloister::test {

/// Ways in which a statement can miss its tenant.
enum class Mutation {
    Dropped,  ///< the partition key is not asked for
    Swapped,  ///< every partition but the caller's is meant
    OtherKey, ///< another partition's key is bound
};

/// Puts changed text in the place of one tenant statement of this program, for every thread, until it is told otherwise.
/// The linker leads TenantScope::prepare() here (see tests/CMakeLists.txt).
class Mutator
{
public:
    /// Whether a statement has the place that the mutation changes.
    static bool applies(const tables::TenantSql &statement, Mutation mutation);
    /// The changed text; `otherKey` is the partition key that OtherKey binds.
    static QByteArray mutated(const tables::TenantSql &statement, Mutation mutation, const QByteArray &otherKey);

    static void activate(const tables::TenantSql &statement, Mutation mutation, const QByteArray &otherKey);
    static void deactivate();
    /// How often the active mutant was prepared since it was activated.
    static int uses();
};

} // namespace cloister::test
