#pragma once

#include "engine/search/Embedder.h"
#include "engine/search/JsonPost.h"

#include <memory>

namespace cloister::search {

/// A server on the customer's network that speaks `POST /v1/embeddings`.
struct HttpEmbedderOptions
{
    QUrl baseUrl;            ///< http or https; `/v1/embeddings` is added, or `/embeddings` when it ends in `/v1`
    QString model;           ///< the server's name for it; also the name under which vectors are stored
    int dimensions = 0;      ///< of its vectors; 0: the server is asked for one
    int batchSize = 32;      ///< texts a request
    int maxTokens = 512;     ///< what the model reads of a text; longer messages are embedded in passages
    JsonPostOptions post;
};

/// Embeds by asking an OpenAI-compatible server. Texts leave the process: used only where an admin set it up. Calls block
/// until the answer is there or given up; any thread, several at the same time.
class HttpEmbedder final : public Embedder
{
public:
    /// Without dimensions among the options it asks the server for one vector to learn them, which blocks.
    /// InvalidParameter for options that cannot be used, otherwise as embed().
    static Result<std::shared_ptr<HttpEmbedder>> connect(const HttpEmbedderOptions &options);

    EmbedderId id() const override;

    /// Overloaded when the server cannot be reached, is too slow or too busy; Internal when it refuses the texts or
    /// answers something else than vectors of the dimensions it had at first; ShuttingDown after stop().
    Result<QList<std::vector<float>>> embed(const QStringList &texts) override;

    int maxTokens() const override { return m_options.maxTokens; }

    /// An estimate, rather too high: a token for three bytes.
    int countTokens(const QString &text) const override;

    void stop() override { m_post.stop(); }

private:
    HttpEmbedder(const HttpEmbedderOptions &options, const QUrl &url);

    Result<QList<std::vector<float>>> embedBatch(const QStringList &texts);

    const HttpEmbedderOptions m_options;
    int m_dimensions;          ///< 0 until connect() has learned it
    JsonPost m_post;
};

} // namespace cloister::search
