#pragma once

#include "engine/base/Future.h"
#include "engine/base/Page.h"
#include "engine/model/Summary.h"
#include "engine/partition/Partition.h"
#include "engine/search/ChatClient.h"
#include "engine/search/Embedder.h"
#include "engine/search/Passages.h"
#include "engine/service/ListQuery.h"
#include "engine/service/ModelServers.h"
#include "engine/service/PartitionQueue.h"

#include <QHash>

#include <mutex>

namespace cloister {

/// Summaries of dialogues, made behind the requests out of the dialogue's own sentences; no text leaves the process
/// unless use() was told of a server, which then writes them. Of a very long dialogue the first five million characters are
/// read; the messages after them count as skipped. What a stop of the program has left unfinished goes on when it is read.
/// Owned by Engine; any thread.
class SummaryService
{
public:
    /// `mint` outlives it.
    SummaryService(PartitionMint &mint, std::shared_ptr<search::Embedder> embedder);

    /// Has summaries written by a server from the next one on, or made in this process again. One that a server fails to
    /// write is failed; why stands in the log.
    void use(const std::optional<ModelServer> &server);

    /// Ends a call of a server that is under way, and later ones: that summary stays in processing.
    void stop();

    /// Stores a summary in processing. DialogueNotFound; MessageNotFound for a startId or endId that the dialogue does
    /// not have; InvalidParameter for an unknown template; DuplicateId.
    Future<Result<Summary>> create(const Partition &partition, const NewSummary &asked);

    /// SummaryNotFound for a miss.
    Result<Summary> get(const Partition &partition, const QString &id);
    /// Those of a dialogue; DialogueNotFound for a miss.
    Result<Page<Summary>> list(const Partition &partition, const QString &dialogueId, const ListQuery &query) const;

private:
    Result<bool> step(const Partition &partition);
    std::shared_ptr<search::ChatClient> chat() const;
    Result<void> write(const QList<search::Utterance> &said, Summary &summary) const;
    void want(const PartitionKey &key, const QString &id);
    QString takeWanted(const PartitionKey &key);

    std::shared_ptr<search::Embedder> m_embedder;
    mutable std::mutex m_mutex; ///< guards m_wanted and m_chat
    std::shared_ptr<search::ChatClient> m_chat; ///< null: none is in use
    QHash<QByteArray, QStringList> m_wanted; ///< ids in processing, by partition key
    PartitionQueue m_queue; ///< last: ends before what it uses
};

} // namespace cloister
