#pragma once

#include "engine/search/Int8Gemm.h"

#include <span>
#include <string_view>
#include <vector>

namespace cloister::search {

/// The encoder's network: piece ids in, one vector a text out. Pre-norm transformer layers with a dense projection on
/// the first residual, a mean over the tokens and a tanh layer. Never changes once loaded: any thread may use it.
class Transformer
{
public:
    /// Integrity when a table is missing or its shape does not fit the others.
    static Result<Transformer> load(const ModelFile &file, Kernel kernel);

    /// What passes between the layers; kept from one run to the next, it saves the allocations. One thread at a time.
    struct Workspace
    {
        int tokens = 0;
        std::vector<float> x;          ///< a layer's input, then its output
        std::vector<float> residual;
        std::vector<float> normal;
        std::vector<float> qkv;
        std::vector<float> context;
        std::vector<float> wide;
        std::vector<float> scratch;
        ByteRows bytes;
    };

    /// One unit vector a text; a text without tokens gives zeros. Ids are below `vocabulary()`, and no text has more
    /// than maxTokens of them. A text's vector does not depend on the texts beside it.
    std::vector<std::vector<float>> run(std::span<const std::vector<int>> texts, Workspace &work) const;

    int vocabulary() const { return m_embedding.rows; }
    int dimensions() const { return m_dimensions; }

private:
    struct Linear
    {
        Int8Matrix weights;
        std::vector<float> bias;
    };
    struct Norm
    {
        std::vector<float> gain;
        std::vector<float> bias;
    };
    struct Layer
    {
        Norm attentionNorm;
        Linear qkv;
        Linear output;
        Norm feedNorm;
        Linear widen;
        Linear narrow;
    };

    Result<void> readLayer(const ModelFile &file, int number);
    static Result<Linear> readLinear(const ModelFile &file, const std::string &name, int rows, int columns);
    static Result<Norm> readNorm(const ModelFile &file, const std::string &name, int columns);

    void embedTokens(std::span<const std::vector<int>> texts, std::vector<float> &x) const;
    void apply(const Linear &linear, const std::vector<float> &x, Finish finish, ByteRows &bytes, std::vector<float> &y) const;
    void runLayer(const Layer &layer, std::span<const std::vector<int>> texts, Workspace &work) const;
    std::vector<std::vector<float>> pool(std::span<const std::vector<int>> texts, Workspace &work) const;

    const KernelFunctions *m_kernel = nullptr;
    int m_width = 0;        ///< of a token's embedding
    int m_dimensions = 0;   ///< of the layers and of the result
    int m_heads = 0;
    Int8Table m_embedding;
    std::vector<float> m_positions;   ///< maxTokens × width
    Linear m_project;
    std::vector<Layer> m_layers;
    Linear m_final;
};

} // namespace cloister::search
