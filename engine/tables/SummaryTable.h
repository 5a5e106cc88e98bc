#pragma once

#include "engine/model/Summary.h"
#include "engine/tables/Position.h"
#include "engine/tables/TenantScope.h"

#include <QList>

namespace cloister::tables {

/// A summary as stored: what lists need in columns, the rest sealed.
struct SummaryRow
{
    QString id;
    QString dialogueId;
    qint64 seq = 0;
    SummaryStatus status = SummaryStatus::Processing;
    qint64 created = 0;
    qint64 modified = 0;
    QStringList tags;
    QByteArray body;
};

/// Table `summary` of one partition. Borrowed scope; one thread.
class SummaryTable
{
public:
    explicit SummaryTable(const TenantScope &scope) : m_scope(scope) {}

    Result<std::optional<SummaryRow>> find(const QString &id) const;
    /// Those of a dialogue in list order.
    Result<QList<SummaryRow>> list(const QString &dialogueId, const Range &range) const;
    Result<void> insert(const SummaryRow &row);
    /// Writes status, modified and body.
    Result<void> update(const SummaryRow &row);
    /// Removes the summaries of a dialogue; the number removed.
    Result<qint64> removeAll(const QString &dialogueId);

private:
    static SummaryRow read(TenantStatement &statement);

    const TenantScope &m_scope;
};

} // namespace cloister::tables
