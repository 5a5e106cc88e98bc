#pragma once

#include "engine/tables/EventTable.h"

#include <QByteArray>
#include <QString>

namespace cloister::audit {

/// Checks a log event by event, from the first on: that each is the next in order, that its hash is that of its bytes,
/// that it carries the hash of the one before, and that the columns it is found by say what its bytes say. One thread.
class ChainCheck
{
public:
    /// What is wrong with the next event; empty when nothing is. After a problem the chain is taken up again from this
    /// event on, so that later ones are not blamed for it.
    QString add(const tables::EventRow &row);

    qint64 checked() const { return m_checked; }

private:
    QString problemOf(const tables::EventRow &row) const;

    qint64 m_checked = 0;
    qint64 m_lastSeq = 0;
    QByteArray m_lastHash = QByteArray(32, '\0');
};

} // namespace cloister::audit
