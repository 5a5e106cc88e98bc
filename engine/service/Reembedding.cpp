#include "engine/service/Reembedding.h"

#include "engine/base/JsonWriter.h"
#include "engine/base/Logging.h"
#include "engine/service/NamespaceService.h"
#include "engine/service/ProjectService.h"
#include "engine/service/SearchService.h"

#include <thread>

namespace cloister {

static constexpr int kMostServerFailures = 9;

static Result<void> embeddingCancelled()
{
    return fail(ErrorCode::Conflict, QStringLiteral("the embedding was cancelled"));
}

Result<QByteArray> Reembedding::run(JobProgress &progress)
{
    CLOISTER_TRY(eachPartition(progress, [&](const Partition &partition) -> Result<void> {
        CLOISTER_ASSIGN(const IndexStatus status, m_search.status(partition));
        progress.total += status.waiting;
        return {};
    }));
    CLOISTER_TRY(eachPartition(progress, [&](const Partition &partition) { return embedAll(partition, progress); }));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("records"), progress.done.load());
    json.endObject();
    return json.take();
}

Result<void> Reembedding::eachPartition(const JobProgress &progress, const Visit &visit)
{
    CLOISTER_ASSIGN(const QList<Project> projects, ProjectService(m_workspace).list());
    for (const Project &project : projects) {
        Caller caller;
        caller.actor = {ActorKind::System, QStringLiteral("search")};
        caller.requestId = QStringLiteral("background");
        caller.projectId = project.id;
        const Result<void> visited = visitProject(caller, progress, visit);
        if (progress.isCancelled)
            return embeddingCancelled();
        const bool isOfProject = !visited
            && (visited.error().code == ErrorCode::Integrity || visited.error().code == ErrorCode::ProjectNotFound
                || visited.error().code == ErrorCode::StorageUnavailable);
        if (isOfProject)
            qCWarning(lcSearch).noquote() << "project" << project.id << "is not embedded:" << visited.error().detail;
        else
            CLOISTER_TRY(visited);
    }
    return {};
}

Result<void> Reembedding::visitProject(const Caller &caller, const JobProgress &progress, const Visit &visit)
{
    const NamespaceService namespaces(m_workspace);
    NamespaceQuery query;
    do {
        CLOISTER_ASSIGN(const NamespacePage page, namespaces.list(caller, query));
        for (const NamespaceInfo &info : page.items) {
            if (progress.isCancelled)
                return embeddingCancelled();
            const auto partition = m_mint.open(caller, info.nameSpace, PartitionMint::Access::Existing);
            if (!partition)
                return partition.unexpected();
            CLOISTER_TRY(visit(*partition));
        }
        query.next = page.next;
    } while (!query.next.isEmpty());
    return {};
}

Result<void> Reembedding::embedAll(const Partition &partition, JobProgress &progress) const
{
    int failures = 0;
    while (!progress.isCancelled) {
        const Result<int> looked = m_search.embed(partition);
        if (looked && *looked == 0)
            return {};
        if (looked) {
            failures = 0;
            progress.done += *looked;
            continue;
        }
        // Stopped by a change of embedder, or by the end of the program, which cancels the job.
        const bool isWorthRetrying
            = looked.error().code == ErrorCode::Overloaded || looked.error().code == ErrorCode::ShuttingDown;
        if (!isWorthRetrying || ++failures > kMostServerFailures)
            return looked.unexpected();
        CLOISTER_TRY(pause(failures, progress));
    }
    return embeddingCancelled();
}

Result<void> Reembedding::pause(int failures, const JobProgress &progress)
{
    constexpr std::chrono::milliseconds kLook{50};
    constexpr std::chrono::milliseconds kLongest{60'000};
    const auto wait = std::min(kLongest, std::chrono::milliseconds(1000) * (1 << (failures - 1)));
    for (std::chrono::milliseconds waited{0}; waited < wait; waited += kLook) {
        if (progress.isCancelled)
            return embeddingCancelled();
        std::this_thread::sleep_for(kLook);
    }
    return {};
}

} // namespace cloister
