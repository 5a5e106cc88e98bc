#include "engine/search/SentenceEncoder.h"

#include <utility>

namespace cloister::search {

SentenceEncoder::SentenceEncoder(std::shared_ptr<const ModelFile> file, UnigramTokenizer tokenizer, Transformer transformer)
    : m_file(std::move(file)), m_tokenizer(std::move(tokenizer)), m_transformer(std::move(transformer))
{
}

Result<std::shared_ptr<SentenceEncoder>> SentenceEncoder::load(std::shared_ptr<const ModelFile> file, Kernel kernel)
{
    CLOISTER_ASSIGN(UnigramTokenizer tokenizer, UnigramTokenizer::load(*file));
    CLOISTER_ASSIGN(Transformer transformer, Transformer::load(*file, kernel));
    if (tokenizer.size() > transformer.vocabulary() || tokenizer.size() == 0)
        return fail(ErrorCode::Integrity, QStringLiteral("The model file's pieces have no embeddings"));
    return std::shared_ptr<SentenceEncoder>(
        new SentenceEncoder(std::move(file), std::move(tokenizer), std::move(transformer)));
}

EmbedderId SentenceEncoder::id() const
{
    return m_file->header().id;
}

int SentenceEncoder::maxTokens() const
{
    return m_file->header().maxTokens;
}

int SentenceEncoder::countTokens(const QString &text) const
{
    return int(m_tokenizer.encode(text).size());
}

Result<QList<std::vector<float>>> SentenceEncoder::embed(const QStringList &texts)
{
    // Enough tokens to read the weights seldom, few enough that what passes between the layers stays in the cache.
    constexpr size_t kTokensTogether = 192;
    QList<std::vector<float>> result;
    result.reserve(texts.size());
    Transformer::Workspace work;
    std::vector<std::vector<int>> together;
    size_t tokens = 0;
    const auto runTogether = [&] {
        for (std::vector<float> &vector : m_transformer.run(together, work))
            result.append(std::move(vector));
        together.clear();
        tokens = 0;
    };
    for (const QString &text : texts) {
        together.push_back(m_tokenizer.encode(text, maxTokens()));
        tokens += together.back().size();
        if (tokens >= kTokensTogether)
            runTogether();
    }
    runTogether();
    return result;
}

} // namespace cloister::search
