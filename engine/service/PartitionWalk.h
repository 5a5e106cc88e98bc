#pragma once

#include "engine/partition/PartitionSession.h"
#include "engine/service/JobService.h"

#include <QStringList>

namespace cloister {

/// Opens every sealed value of one partition, inside one snapshot, for a check. Borrows both; one thread.
class PartitionWalk
{
public:
    PartitionWalk(PartitionSession &session, JobProgress &progress) : m_session(session), m_progress(progress) {}

    /// What does not fit: counters that differ from the records, records without a search entry. Integrity for the first value that does not open,
    /// Conflict once the progress is cancelled.
    Result<QStringList> run();

private:
    Result<void> walkDialogues();
    Result<void> walkMessages(const QString &dialogueId);
    Result<void> walkMemories();
    Result<QStringList> walkSearch();
    Result<void> count(qint64 &counter, qint64 by);

    PartitionSession &m_session;
    JobProgress &m_progress;
    qint64 m_dialogues = 0;
    qint64 m_messages = 0;
    qint64 m_memories = 0;
};

} // namespace cloister
