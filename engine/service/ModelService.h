#pragma once

#include "engine/base/Future.h"
#include "engine/model/Caller.h"
#include "engine/service/JobService.h"
#include "engine/service/ModelServers.h"
#include "engine/service/PartitionMint.h"

#include <mutex>

namespace cloister {

class SearchService;
class SummaryService;
class Workspace;

/// A server as it is shown: without its key.
struct ModelServerInfo
{
    QUrl url;
    QString model;
    int dimensions = 0;
    bool hasKey = false;
};

struct ModelSettings
{
    std::optional<ModelServerInfo> embedding; ///< nullopt: embedded in this process
    std::optional<ModelServerInfo> summaries; ///< nullopt: made of the dialogue's own sentences
    QString jobId; ///< of the embedding that a change has begun; empty otherwise
};

/// A server to be used from now on.
struct ModelServerChange
{
    QString url;
    QString model;
    std::optional<QByteArray> key; ///< left out: the one that is kept for this very address; empty: none
};

/// What is to change: a server, or nullopt for none.
struct ModelChange
{
    ModelPurpose purpose = ModelPurpose::Embedding;
    std::optional<ModelServerChange> server;
};

/// Which servers of the customer's network embed and summarise. None unless an owner sets one up: from then on the texts
/// of all tenants go there. Owned by Engine; any thread.
class ModelService
{
public:
    /// All outlive it. Has `search` and `summaries` use what is stored.
    ModelService(Workspace &workspace, PartitionMint &mint, SearchService &search, SummaryService &summaries, JobService &jobs);

    Result<ModelSettings> get() const;

    /// Holds from the next request on; one event for each purpose. An embedding server is asked for a vector first, for
    /// 10 s at most. A change of embedder starts a job that embeds everything anew, in the place of one that is under
    /// way; searches are answered by words meanwhile. InvalidParameter, and nothing changed, for an address or name that
    /// cannot be used, and for an embedding server that does not answer with vectors.
    Future<Result<ModelSettings>> change(const Caller &caller, const QList<ModelChange> &asked);

    /// Starts the job that embeds what waits for vectors since an earlier run of the program, be it because it was stopped or
    /// because it had another model. To be called when serving begins.
    void resumeEmbedding();

private:
    Result<ModelSettings> changeNow(const Caller &caller, const QList<ModelChange> &asked);
    Result<std::optional<ModelServer>> checked(const ModelChange &asked, const std::optional<ModelServer> &now) const;
    Result<void> store(const Caller &caller, ModelPurpose purpose, const std::optional<ModelServer> &before,
        const std::optional<ModelServer> &server) const;
    QString beginEmbedding();

    Workspace &m_workspace;
    PartitionMint &m_mint;
    SearchService &m_search;
    SummaryService &m_summaries;
    JobService &m_jobs;
    ModelServerStore m_store;
    std::mutex m_mutex;
    QString m_job; ///< the last embedding; guarded by m_mutex
};

} // namespace cloister
