#pragma once

#include "engine/tables/TenantScope.h"

namespace cloister::tables {

/// Table `summary` of one partition. Borrowed scope; one thread.
class SummaryTable
{
public:
    explicit SummaryTable(const TenantScope &scope) : m_scope(scope) {}

    /// Removes the summaries of a dialogue; the number removed.
    Result<qint64> removeAll(const QString &dialogueId);

private:
    const TenantScope &m_scope;
};

} // namespace cloister::tables
