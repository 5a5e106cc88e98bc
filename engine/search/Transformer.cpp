#include "engine/search/Transformer.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace cloister::search {

static Unexpected unfitModel(const char *what)
{
    return fail(ErrorCode::Integrity, QLatin1String("The model file does not hold this encoder: ") + QLatin1String(what));
}

/// Sines in the first half of a row, cosines in the second, one frequency a column.
static std::vector<float> positionSignals(int tokens, const std::vector<float> &frequencies)
{
    std::vector<float> result;
    result.reserve(size_t(tokens) * frequencies.size() * 2);
    for (int token = 0; token < tokens; ++token) {
        for (const float frequency : frequencies)
            result.push_back(std::sin(float(token) * frequency));
        for (const float frequency : frequencies)
            result.push_back(std::cos(float(token) * frequency));
    }
    return result;
}

Result<Transformer> Transformer::load(const ModelFile &file, Kernel kernel)
{
    Transformer result;
    result.m_kernel = &kernelFunctions(kernel);
    result.m_dimensions = file.header().id.dimensions;
    result.m_heads = file.header().heads;
    CLOISTER_ASSIGN(result.m_embedding, file.table("embedding", EntryKind::RowScaled, 0, 0));
    result.m_width = result.m_embedding.columns;
    const int unit = result.m_heads * Int8Matrix::kBlockColumns;
    if (result.m_width == 0 || result.m_width % unit != 0 || result.m_dimensions % unit != 0 || file.header().layers == 0)
        return unfitModel("its widths are not whole blocks");
    CLOISTER_ASSIGN(const std::vector<float> frequencies, file.floats("timing", 1, result.m_width / 2));
    result.m_positions = positionSignals(file.header().maxTokens, frequencies);
    CLOISTER_ASSIGN(result.m_project, readLinear(file, "project", result.m_width, result.m_dimensions));
    for (int number = 0; number < file.header().layers; ++number)
        CLOISTER_TRY(result.readLayer(file, number));
    CLOISTER_ASSIGN(result.m_final, readLinear(file, "final", result.m_dimensions, result.m_dimensions));
    return result;
}

Result<void> Transformer::readLayer(const ModelFile &file, int number)
{
    const std::string prefix = "layer" + std::to_string(number) + ".";
    const int width = number == 0 ? m_width : m_dimensions;
    Layer layer;
    CLOISTER_ASSIGN(layer.attentionNorm, readNorm(file, prefix + "norm1", width));
    CLOISTER_ASSIGN(layer.qkv, readLinear(file, prefix + "qkv", width, 3 * width));
    CLOISTER_ASSIGN(layer.output, readLinear(file, prefix + "output", width, m_dimensions));
    CLOISTER_ASSIGN(layer.feedNorm, readNorm(file, prefix + "norm2", m_dimensions));
    CLOISTER_ASSIGN(layer.widen, readLinear(file, prefix + "widen", m_dimensions, 0));
    CLOISTER_ASSIGN(layer.narrow, readLinear(file, prefix + "narrow", layer.widen.weights.columns(), m_dimensions));
    m_layers.push_back(std::move(layer));
    return {};
}

Result<Transformer::Linear> Transformer::readLinear(const ModelFile &file, const std::string &name, int rows, int columns)
{
    CLOISTER_ASSIGN(const Int8Table table, file.table(name, EntryKind::ColumnScaled, rows, columns));
    if (table.columns == 0 || table.columns % Int8Matrix::kBlockColumns != 0 || table.rows % Int8Matrix::kBlockColumns != 0)
        return unfitModel("its widths are not whole blocks");
    CLOISTER_ASSIGN(std::vector<float> bias, file.floats(name + ".bias", 1, table.columns));
    return Linear{Int8Matrix(table), std::move(bias)};
}

Result<Transformer::Norm> Transformer::readNorm(const ModelFile &file, const std::string &name, int columns)
{
    CLOISTER_ASSIGN(std::vector<float> gain, file.floats(name + ".gain", 1, columns));
    CLOISTER_ASSIGN(std::vector<float> bias, file.floats(name + ".bias", 1, columns));
    return Norm{std::move(gain), std::move(bias)};
}

void Transformer::embedTokens(std::span<const std::vector<int>> texts, std::vector<float> &x) const
{
    const auto width = size_t(m_width);
    float *out = x.data();
    for (const std::vector<int> &ids : texts) {
        const float *position = m_positions.data();
        for (const int id : ids) {
            // The published network adds the embedding to itself before the first layer.
            const float scale = 2 * m_embedding.scales[size_t(id)];
            const int8_t *row = m_embedding.values.data() + size_t(id) * width;
            for (size_t i = 0; i < width; ++i)
                *out++ = scale * float(row[i]) + *position++;
        }
    }
}

void Transformer::apply(const Linear &linear, const std::vector<float> &x, Finish finish, ByteRows &bytes,
                        std::vector<float> &y) const
{
    const int columns = linear.weights.rows();
    bytes.resize(int(x.size() / size_t(columns)), columns);
    m_kernel->quantise(x.data(), bytes);
    y.resize(size_t(bytes.rows) * size_t(linear.weights.columns()));
    m_kernel->multiply(bytes, linear.weights, linear.bias.data(), finish, y.data());
}

void Transformer::runLayer(const Layer &layer, std::span<const std::vector<int>> texts, Workspace &work) const
{
    const int width = layer.qkv.weights.rows();
    work.normal.resize(size_t(work.tokens) * size_t(width));
    m_kernel->normalise(work.x.data(), work.tokens, width, layer.attentionNorm.gain.data(), layer.attentionNorm.bias.data(),
                        work.normal.data());
    apply(layer.qkv, work.normal, Finish::Store, work.bytes, work.qkv);
    work.context.resize(work.normal.size());
    size_t row = 0;
    for (const std::vector<int> &ids : texts) {
        const AttentionShape shape{int(ids.size()), width, m_heads};
        if (ids.empty())
            continue;
        work.scratch.resize(std::max(work.scratch.size(), shape.scratchFloats()));
        m_kernel->attend(shape, work.qkv.data() + row * 3 * size_t(width), work.scratch.data(),
                         work.context.data() + row * size_t(width));
        row += ids.size();
    }
    apply(layer.output, work.context, Finish::Add, work.bytes, work.residual);
    work.normal.resize(work.residual.size());
    m_kernel->normalise(work.residual.data(), work.tokens, m_dimensions, layer.feedNorm.gain.data(),
                        layer.feedNorm.bias.data(), work.normal.data());
    apply(layer.widen, work.normal, Finish::Relu, work.bytes, work.wide);
    apply(layer.narrow, work.wide, Finish::Add, work.bytes, work.residual);
    work.x = work.residual;
}

std::vector<std::vector<float>> Transformer::pool(std::span<const std::vector<int>> texts, Workspace &work) const
{
    const auto width = size_t(m_dimensions);
    std::vector<float> means(texts.size() * width, 0.0F);
    const float *row = work.x.data();
    for (size_t text = 0; text < texts.size(); ++text) {
        float *mean = means.data() + text * width;
        for (size_t token = 0; token < texts[text].size(); ++token, row += width)
            std::transform(row, row + width, mean, mean, [](float a, float b) { return a + b; });
        const float factor = 1.0F / float(std::max<size_t>(1, texts[text].size()));
        std::for_each(mean, mean + width, [factor](float &value) { value *= factor; });
    }
    std::vector<float> outputs;
    apply(m_final, means, Finish::Store, work.bytes, outputs);
    std::vector<std::vector<float>> result;
    for (size_t text = 0; text < texts.size(); ++text) {
        std::vector<float> vector(width, 0.0F);
        if (!texts[text].empty()) {
            const float *output = outputs.data() + text * width;
            std::transform(output, output + width, vector.begin(), [](float value) { return std::tanh(value); });
            float squares = 0;
            for (const float value : vector)
                squares += value * value;
            const float factor = 1.0F / std::sqrt(std::max(squares, 1e-12F));
            std::for_each(vector.begin(), vector.end(), [factor](float &value) { value *= factor; });
        }
        result.push_back(std::move(vector));
    }
    return result;
}

std::vector<std::vector<float>> Transformer::run(std::span<const std::vector<int>> texts, Workspace &work) const
{
    size_t tokens = 0;
    for (const std::vector<int> &ids : texts)
        tokens += ids.size();
    if (tokens == 0)
        return std::vector<std::vector<float>>(texts.size(), std::vector<float>(size_t(m_dimensions), 0.0F));
    work.tokens = int(tokens);
    work.x.resize(tokens * size_t(m_width));
    embedTokens(texts, work.x);
    apply(m_project, work.x, Finish::Store, work.bytes, work.residual);
    for (const Layer &layer : m_layers)
        runLayer(layer, texts, work);
    return pool(texts, work);
}

} // namespace cloister::search
