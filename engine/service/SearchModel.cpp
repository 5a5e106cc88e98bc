#include "engine/service/SearchModel.h"

#include "engine/search/NgramEmbedder.h"
#include "engine/search/SentenceEncoder.h"

#include <QFileInfo>

namespace cloister {

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
    model.words = search::wordTableOf(words);
    model.source = SearchModel::Source::Model;
    return model;
}

SearchModel SearchModel::choose()
{
    SearchModel fallback;
    fallback.embedder = std::make_shared<search::NgramEmbedder>();
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

} // namespace cloister
