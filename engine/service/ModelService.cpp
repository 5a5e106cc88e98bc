#include "engine/service/ModelService.h"

#include "engine/base/Logging.h"
#include "engine/model/Fields.h"
#include "engine/search/ChatClient.h"
#include "engine/search/HttpEmbedder.h"
#include "engine/service/ControlFile.h"
#include "engine/service/Reembedding.h"
#include "engine/service/SearchService.h"
#include "engine/service/SummaryService.h"
#include "engine/service/Workspace.h"

namespace cloister {

static constexpr qsizetype kLongestUrl = 2048;
static constexpr qsizetype kLongestModel = 256;
static constexpr qsizetype kLongestKey = 4096;

ModelService::ModelService(Workspace &workspace, PartitionMint &mint, SearchService &search, SummaryService &summaries,
    JobService &jobs) :
    m_workspace(workspace),
    m_mint(mint),
    m_search(search),
    m_summaries(summaries),
    m_jobs(jobs),
    m_store(workspace)
{
    const Result<ModelServers> servers = m_store.read();
    if (!servers) {
        qCWarning(lcSearch).noquote() << "the model servers could not be read:" << servers.error().detail;
        return;
    }
    m_search.use(servers->embedding);
    m_summaries.use(servers->summaries);
}

static std::optional<ModelServerInfo> shown(const std::optional<ModelServer> &server)
{
    if (!server)
        return std::nullopt;
    return ModelServerInfo{server->url, server->model, server->dimensions, !server->key.isEmpty()};
}

Result<ModelSettings> ModelService::get() const
{
    CLOISTER_ASSIGN(const ModelServers servers, m_store.read());
    return ModelSettings{shown(servers.embedding), shown(servers.summaries), {}};
}

Future<Result<ModelSettings>> ModelService::change(const Caller &caller, const QList<ModelChange> &asked)
{
    return m_workspace.runTask<ModelSettings>([this, caller, asked] { return changeNow(caller, asked); });
}

Result<ModelSettings> ModelService::changeNow(const Caller &caller, const QList<ModelChange> &asked)
{
    CLOISTER_ASSIGN(ModelServers servers, m_store.read());
    const ModelServers before = servers;
    const auto in = [](auto &all, ModelPurpose purpose) -> auto & {
        return purpose == ModelPurpose::Embedding ? all.embedding : all.summaries;
    };
    // All of it is looked at before any of it is kept.
    for (const ModelChange &one : asked) {
        CLOISTER_ASSIGN(in(servers, one.purpose), checked(one, in(servers, one.purpose)));
    }
    QString job;
    for (const ModelChange &one : asked) {
        const std::optional<ModelServer> &server = in(servers, one.purpose);
        CLOISTER_TRY(store(caller, one.purpose, in(before, one.purpose), server));
        if (one.purpose == ModelPurpose::Summaries)
            m_summaries.use(server);
        else if (m_search.use(server))
            job = beginEmbedding();
    }
    return ModelSettings{shown(servers.embedding), shown(servers.summaries), job};
}

static Result<ModelServer> serverOf(const ModelChange &asked, const std::optional<ModelServer> &now)
{
    const QString name = ModelServerStore::nameOf(asked.purpose);
    ModelServer server;
    server.url = QUrl(asked.server->url, QUrl::StrictMode);
    server.model = asked.server->model;
    const bool isPlain = server.url.userInfo().isEmpty() && !server.url.hasQuery() && !server.url.hasFragment();
    if (asked.server->url.size() > kLongestUrl || !search::JsonPost::address(server.url, "models") || !isPlain) {
        return invalidField(name + QLatin1String(".url"),
            QStringLiteral("must be an http or https URL without user, query and fragment"));
    }
    const auto isControl = [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; };
    if (server.model.trimmed().isEmpty() || server.model.size() > kLongestModel
        || std::any_of(server.model.cbegin(), server.model.cend(), isControl))
        return invalidField(name + QLatin1String(".model"), QStringLiteral("must be 1 to 256 visible characters"));
    const bool isSameAddress = now && now->url == server.url;
    server.key = asked.server->key.value_or(isSameAddress ? now->key : QByteArray());
    const auto isVisible = [](char c) { return c > 0x20 && c < 0x7f; };
    if (server.key.size() > kLongestKey || !std::all_of(server.key.cbegin(), server.key.cend(), isVisible))
        return invalidField(name + QLatin1String(".key"), QStringLiteral("must be at most 4,096 visible ASCII characters"));
    return server;
}

Result<std::optional<ModelServer>> ModelService::checked(
    const ModelChange &asked, const std::optional<ModelServer> &now) const
{
    if (!asked.server)
        return std::optional<ModelServer>();
    CLOISTER_ASSIGN(ModelServer server, serverOf(asked, now));
    if (asked.purpose == ModelPurpose::Summaries)
        return std::optional(server);
    search::HttpEmbedderOptions options;
    options.baseUrl = server.url;
    options.model = server.model;
    options.post.key = server.key;
    options.post.timeout = std::chrono::seconds(10);
    options.post.attempts = 1;
    const auto embedder = search::HttpEmbedder::connect(options);
    if (!embedder)
        return invalidField(QStringLiteral("embedding"), embedder.error().detail);
    server.dimensions = (*embedder)->id().dimensions;
    return std::optional(server);
}

// The key goes first, so that no server is in use without it; where the rest cannot be stored the one before comes back.
Result<void> ModelService::store(const Caller &caller, ModelPurpose purpose, const std::optional<ModelServer> &before,
    const std::optional<ModelServer> &server) const
{
    CLOISTER_TRY(m_store.keepKey(purpose, server));
    const AuditEvent event = ControlFile::eventBy(caller, m_workspace.clock().nowMs(), QStringLiteral("setting.change"),
        QStringLiteral("setting"), ModelServerStore::nameOf(purpose));
    const auto job
        = [purpose, server](storage::WriteContext &context) { return ModelServerStore::write(context, purpose, server); };
    const Result<void> stored = m_workspace.control().change<void>(event, job).result();
    if (stored)
        return stored;
    if (const auto restored = m_store.keepKey(purpose, before); !restored)
        qCWarning(lcSearch).noquote() << "the key of a model server is lost:" << restored.error().detail;
    return stored;
}

void ModelService::resumeEmbedding()
{
    (void)beginEmbedding();
}

QString ModelService::beginEmbedding()
{
    const std::lock_guard lock(m_mutex);
    if (!m_job.isEmpty())
        (void)m_jobs.cancel(m_job); // which may be long over
    m_job = m_jobs.start(QStringLiteral("embedding"), {}, [this](JobProgress &progress) {
        return Reembedding(m_workspace, m_mint, m_search).run(progress);
    }).id;
    return m_job;
}

} // namespace cloister
