#include "engine/search/HttpEmbedder.h"

#include "engine/search/EmbeddingsJson.h"

namespace cloister::search {

HttpEmbedder::HttpEmbedder(const HttpEmbedderOptions &options, const QUrl &url) :
    m_options(options),
    m_dimensions(options.dimensions),
    m_post(url, options.post, QStringLiteral("embedding server"))
{
}

Result<std::shared_ptr<HttpEmbedder>> HttpEmbedder::connect(const HttpEmbedderOptions &options)
{
    CLOISTER_ASSIGN(const QUrl url, JsonPost::address(options.baseUrl, "embeddings"));
    if (options.model.isEmpty() || options.dimensions < 0 || options.batchSize < 1 || options.post.attempts < 1
        || options.maxTokens < 1)
        return fail(ErrorCode::InvalidParameter,
                    QStringLiteral("The embedding server needs a model, and a batch size, attempts and tokens of at least 1"));
    std::shared_ptr<HttpEmbedder> embedder(new HttpEmbedder(options, url));
    if (options.dimensions == 0) {
        CLOISTER_ASSIGN(const QList<std::vector<float>> vectors, embedder->embedBatch({QStringLiteral("dimensions")}));
        embedder->m_dimensions = int(vectors.first().size());
    }
    return embedder;
}

EmbedderId HttpEmbedder::id() const
{
    return {m_options.model, 1, m_dimensions};
}

int HttpEmbedder::countTokens(const QString &text) const
{
    return int((text.toUtf8().size() + 2) / 3);
}

Result<QList<std::vector<float>>> HttpEmbedder::embed(const QStringList &texts)
{
    // Servers refuse empty texts; their vector is known.
    QStringList asked;
    for (const QString &text : texts) {
        if (!text.trimmed().isEmpty())
            asked.append(text);
    }
    QList<std::vector<float>> vectors;
    for (qsizetype at = 0; at < asked.size(); at += m_options.batchSize) {
        CLOISTER_ASSIGN(const QList<std::vector<float>> batch, embedBatch(asked.mid(at, m_options.batchSize)));
        vectors += batch;
    }
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (texts.at(i).trimmed().isEmpty())
            vectors.insert(i, std::vector<float>(size_t(m_dimensions), 0.0F));
    }
    return vectors;
}

Result<QList<std::vector<float>>> HttpEmbedder::embedBatch(const QStringList &texts)
{
    CLOISTER_ASSIGN(const QByteArray body, m_post.send(embeddingsRequest(m_options.model, texts)));
    return readEmbeddingsAnswer(body, int(texts.size()), m_dimensions);
}

} // namespace cloister::search
