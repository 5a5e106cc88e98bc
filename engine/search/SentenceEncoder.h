#pragma once

#include "engine/search/Embedder.h"
#include "engine/search/Transformer.h"
#include "engine/search/UnigramTokenizer.h"

#include <memory>

namespace cloister::search {

/// The built-in embedder: a small transformer for English, run on one core of the calling thread. Two processors may
/// give a text vectors that differ in the third decimal; one processor always gives the same.
class SentenceEncoder final : public Embedder
{
public:
    /// Reads the encoder of a model file. Integrity when the file holds none, or one that does not fit together.
    /// `kernel` must be supported by this processor.
    static Result<std::shared_ptr<SentenceEncoder>> load(std::shared_ptr<const ModelFile> file,
                                                         Kernel kernel = bestKernel());

    EmbedderId id() const override;
    Result<QList<std::vector<float>>> embed(const QStringList &texts) override;
    int maxTokens() const override;
    int countTokens(const QString &text) const override;

private:
    SentenceEncoder(std::shared_ptr<const ModelFile> file, UnigramTokenizer tokenizer, Transformer transformer);

    const std::shared_ptr<const ModelFile> m_file;   ///< the network's embedding table points into it
    const UnigramTokenizer m_tokenizer;
    const Transformer m_transformer;
};

} // namespace cloister::search
