#pragma once

#include "engine/base/Future.h"
#include "engine/base/Page.h"
#include "engine/model/Summary.h"
#include "engine/partition/Partition.h"
#include "engine/search/Embedder.h"
#include "engine/service/ListQuery.h"
#include "engine/service/PartitionQueue.h"

#include <QHash>

#include <mutex>

namespace cloister {

/// Summaries of dialogues, made behind the requests out of the dialogue's own sentences; no text leaves the process.
/// What a stop of the program has left unfinished goes on when it is read. Owned by Engine; any thread.
class SummaryService
{
public:
    /// `mint` outlives it.
    SummaryService(PartitionMint &mint, std::shared_ptr<search::Embedder> embedder);

    /// Stores a summary in processing. DialogueNotFound; MessageNotFound for a startId or endId that the dialogue does
    /// not have; InvalidParameter for an unknown template; DuplicateId.
    Future<Result<Summary>> create(const Partition &partition, const NewSummary &asked);

    /// SummaryNotFound for a miss.
    Result<Summary> get(const Partition &partition, const QString &id);
    /// Those of a dialogue; DialogueNotFound for a miss.
    Result<Page<Summary>> list(const Partition &partition, const QString &dialogueId, const ListQuery &query) const;

private:
    Result<bool> step(const Partition &partition);
    void want(const PartitionKey &key, const QString &id);
    QString takeWanted(const PartitionKey &key);

    std::shared_ptr<search::Embedder> m_embedder;
    std::mutex m_mutex; ///< guards m_wanted
    QHash<QByteArray, QStringList> m_wanted; ///< ids in processing, by partition key
    PartitionQueue m_queue; ///< last: ends before what it uses
};

} // namespace cloister
