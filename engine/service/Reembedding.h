#pragma once

#include "engine/model/Caller.h"
#include "engine/service/JobService.h"
#include "engine/service/PartitionMint.h"

#include <functional>

namespace cloister {

class SearchService;
class Workspace;

/// Makes the vectors of every record of the workspace that waits for one, namespace after namespace: the task of a job
/// when serving begins and after a change of embedder. One thread.
class Reembedding
{
public:
    /// All outlive it.
    Reembedding(Workspace &workspace, PartitionMint &mint, const SearchService &search) :
        m_workspace(workspace),
        m_mint(mint),
        m_search(search)
    {
    }

    /// {"records": how many were embedded}. Progress counts records. A server that fails is asked again, less and less
    /// often, and given up after about five minutes: its error. Conflict when the job is cancelled. A damaged project
    /// or namespace is left out.
    Result<QByteArray> run(JobProgress &progress);

private:
    using Visit = std::function<Result<void>(const Partition &, qint64 waiting)>;

    Result<void> eachWaiting(const JobProgress &progress, const Visit &visit);
    Result<void> visitProject(const Caller &caller, const JobProgress &progress, const Visit &visit);
    Result<void> visitNamespace(const Partition &partition, const Visit &visit) const;
    Result<void> embedAll(const Partition &partition, JobProgress &progress) const;
    static Result<void> pause(int failures, const JobProgress &progress);

    Workspace &m_workspace;
    PartitionMint &m_mint;
    const SearchService &m_search;
};

} // namespace cloister
