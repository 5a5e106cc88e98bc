#include "tests/mutation/Mutator.h"

#include "engine/tables/TenantScope.h"

#include <atomic>
#include <deque>
#include <memory>

// The names that the linker's --wrap makes of TenantScope::prepare(const TenantSql &) const.
#define PREPARE "_ZNK8cloister6tables11TenantScope7prepareERKNS0_9TenantSqlE"
cloister::tables::TenantStatement preparedByProgram(
    const cloister::tables::TenantScope *scope, const cloister::tables::TenantSql &sql) __asm__("__real_" PREPARE);
cloister::tables::TenantStatement preparedByTest(
    const cloister::tables::TenantScope *scope, const cloister::tables::TenantSql &sql) __asm__("__wrap_" PREPARE);

namespace cloister::test {

using tables::TenantSql;

struct ActiveMutant
{
    std::atomic<const TenantSql *> original = nullptr;
    std::atomic<const TenantSql *> replacement = nullptr;
    std::atomic<int> uses = 0;
};

static ActiveMutant activeMutant;

static constexpr QByteArrayView kPredicate("pk = ?1");

bool Mutator::applies(const TenantSql &statement, Mutation mutation)
{
    const QByteArrayView text(statement.text());
    return mutation == Mutation::OtherKey ? text.contains("?1") : text.contains(kPredicate);
}

QByteArray Mutator::mutated(const TenantSql &statement, Mutation mutation, const QByteArray &otherKey)
{
    QByteArray text(statement.text());
    switch (mutation) {
    case Mutation::Dropped: return text.replace(kPredicate, "?1 = ?1");
    case Mutation::Swapped: return text.replace(kPredicate, "pk <> ?1");
    case Mutation::OtherKey: break;
    }
    // Not in ?10 and the like. The parameter stays in the statement, so that binding it goes on working.
    QByteArray changed;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPk = text.mid(i, 2) == "?1" && !(i + 2 < text.size() && text.at(i + 2) >= '0' && text.at(i + 2) <= '9');
        changed += isPk ? "ifnull('" + otherKey + "', ?1)" : text.mid(i, 1);
        i += isPk ? 1 : 0;
    }
    return changed;
}

void Mutator::activate(const TenantSql &statement, Mutation mutation, const QByteArray &otherKey)
{
    // Both stay for the life of the program: its list of statements holds them.
    static std::deque<QByteArray> texts;
    static std::deque<std::unique_ptr<TenantSql>> statements;
    texts.push_back(mutated(statement, mutation, otherKey));
    statements.push_back(std::make_unique<TenantSql>(texts.back().constData(), statement.holds()));
    activeMutant.uses = 0;
    activeMutant.replacement = statements.back().get();
    activeMutant.original = &statement;
}

void Mutator::deactivate()
{
    activeMutant.original = nullptr;
}

int Mutator::uses()
{
    return activeMutant.uses;
}

static const TenantSql &chosen(const TenantSql &sql)
{
    if (activeMutant.original != &sql)
        return sql;
    ++activeMutant.uses;
    return *activeMutant.replacement;
}

} // namespace cloister::test

cloister::tables::TenantStatement preparedByTest(
    const cloister::tables::TenantScope *scope, const cloister::tables::TenantSql &sql)
{
    return preparedByProgram(scope, cloister::test::chosen(sql));
}
