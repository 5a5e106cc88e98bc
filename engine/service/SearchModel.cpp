#include "engine/service/SearchModel.h"

#include "engine/search/HttpEmbedder.h"
#include "engine/search/NgramEmbedder.h"
#include "engine/search/SentenceEncoder.h"

#include <QFileInfo>

namespace cloister {

using namespace std::chrono_literals;

static QStringList modelPaths()
{
    const QString asked = qEnvironmentVariable("CLOISTER_MODEL");
    if (!asked.isEmpty())
        return {asked};
    return {search::ModelFile::installedPath(), QStringLiteral("/usr/share/cloister/cloister-en.model")};
}

static Result<SearchModel> loadModel(const QString &path)
{
    SearchModel model;
    CLOISTER_ASSIGN(const auto file, search::ModelFile::open(path));
    CLOISTER_ASSIGN(model.embedder, search::SentenceEncoder::load(file));
    CLOISTER_ASSIGN(const auto words, search::WordVectors::load(file));
    model.queries = model.local = model.embedder;
    model.words = search::wordTableOf(words);
    model.source = SearchModel::Source::Model;
    return model;
}

SearchModel SearchModel::choose()
{
    SearchModel fallback;
    fallback.embedder = std::make_shared<search::NgramEmbedder>();
    fallback.queries = fallback.local = fallback.embedder;
    const QStringList paths = modelPaths();
    for (const QString &path : paths) {
        const bool isNamed = paths.size() == 1;
        if (!isNamed && !QFileInfo::exists(path))
            continue;
        Result<SearchModel> loaded = loadModel(path);
        if (loaded)
            return std::move(*loaded);
        fallback.problem = QStringLiteral("the model file was refused: %1").arg(loaded.error().detail);
        break;
    }
    return fallback;
}

SearchModel SearchModel::with(const ModelServer &server) const
{
    search::HttpEmbedderOptions options;
    options.baseUrl = server.url;
    options.model = server.model;
    options.dimensions = server.dimensions;
    options.post.key = server.key;
    SearchModel model = *this;
    const auto stored = search::HttpEmbedder::connect(options);
    // Who searches waits for it: one try, and after three that failed the words alone for half a minute.
    options.post.timeout = 1500ms;
    options.post.attempts = 1;
    options.post.failuresToPause = 3;
    const auto asked = search::HttpEmbedder::connect(options);
    if (!stored || !asked) {
        const Error &reason = stored ? asked.error() : stored.error();
        model.problem = QStringLiteral("the embedding server is not used: %1").arg(reason.detail);
        return model;
    }
    model.embedder = *stored;
    model.queries = *asked;
    model.source = Source::Server;
    return model;
}

void SearchModel::stop() const
{
    embedder->stop();
    queries->stop();
}

} // namespace cloister
