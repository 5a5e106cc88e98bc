#pragma once

#include "engine/search/Embedder.h"

namespace cloister::search {

/// The embedder for when there is no model, and for languages that the model does not know: finds forms and spellings,
/// not meanings. Each word gives its hashed runs of 3 to 5 characters and itself; scripts without spaces give single
/// characters and pairs. Needs no data; any thread.
class NgramEmbedder final : public Embedder
{
public:
    EmbedderId id() const override;
    Result<QList<std::vector<float>>> embed(const QStringList &texts) override;

    /// Words, not pieces of words.
    int maxTokens() const override { return 4096; }
    int countTokens(const QString &text) const override;
};

} // namespace cloister::search
