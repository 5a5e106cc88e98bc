#include "engine/service/Reembedding.h"

#include "engine/base/JsonWriter.h"
#include "engine/base/Logging.h"
#include "engine/service/NamespaceService.h"
#include "engine/service/ProjectService.h"
#include "engine/service/SearchService.h"

#include <thread>

namespace cloister {

static constexpr int kMostServerFailures = 9;

// What is wrong with one project or namespace, and not with the rest of the workspace.
static bool isOfOne(const Error &error)
{
    return error.code == ErrorCode::Integrity || error.code == ErrorCode::ProjectNotFound
        || error.code == ErrorCode::StorageUnavailable;
}

static Result<void> embeddingCancelled()
{
    return fail(ErrorCode::Conflict, QStringLiteral("the embedding was cancelled"));
}

Result<QByteArray> Reembedding::run(JobProgress &progress)
{
    CLOISTER_TRY(eachWaiting(progress, [&](const Partition &, qint64 waiting) -> Result<void> {
        progress.total += waiting;
        return {};
    }));
    if (progress.total > 0)
        CLOISTER_TRY(eachWaiting(progress, [&](const Partition &partition, qint64) { return embedAll(partition, progress); }));
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("records"), progress.done.load());
    json.endObject();
    return json.take();
}

Result<void> Reembedding::eachWaiting(const JobProgress &progress, const Visit &visit)
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
        if (!visited && isOfOne(visited.error()))
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
            CLOISTER_ASSIGN(const Partition partition, m_mint.open(caller, info.nameSpace, PartitionMint::Access::Existing));
            CLOISTER_TRY(visitNamespace(partition, visit));
        }
        query.next = page.next;
    } while (!query.next.isEmpty());
    return {};
}

// What fails to be read is wrong with the namespace alone; what fails to be written may be a full disk.
Result<void> Reembedding::visitNamespace(const Partition &partition, const Visit &visit) const
{
    const Result<qint64> waiting = m_search.waiting(partition);
    Result<void> visited;
    if (!waiting)
        visited = waiting.unexpected();
    else if (*waiting > 0)
        visited = visit(partition, *waiting);
    const bool isLeftOut = !visited && isOfOne(visited.error()) && (!waiting || visited.error().code == ErrorCode::Integrity);
    if (!isLeftOut)
        return visited;
    qCWarning(lcSearch).noquote() << "a namespace is not embedded:" << visited.error().detail;
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
