// cloister-model: makes the model file from the published sentence encoder and word vectors.
//   cloister-model ENCODER-FOLDER WORDS.json OUTPUT
#include "engine/search/ModelWriter.h"
#include "installer/model/GraphReader.h"
#include "installer/model/WordReader.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <cstdio>

namespace cloister::conversion {

using search::EntryKind;
using search::ModelWriter;

static const QLatin1String kVariables("module/Encoder_en/KonaTransformer/Encode/");
static const QLatin1String kFolded("module_apply_default/Encoder_en/KonaTransformer/Encode/");
static constexpr int kLayers = 2;

static search::ModelHeader header()
{
    search::ModelHeader header;
    header.id = {QStringLiteral("use-lite-en"), 1, 512};
    header.maxTokens = 128;
    header.layers = kLayers;
    header.heads = 4;
    return header;
}

static Result<void> addFloats(const GraphReader &graph, const QString &from, const std::string &to, ModelWriter &writer)
{
    CLOISTER_ASSIGN(const Tensor tensor, graph.tensor(from));
    writer.addFloats(to, tensor.rows, tensor.columns, tensor.values);
    return {};
}

static Result<void> addLinear(const GraphReader &graph, const QString &weights, const QString &bias, const std::string &to,
                              ModelWriter &writer)
{
    CLOISTER_ASSIGN(const Tensor tensor, graph.tensor(weights));
    writer.addInt8(to, EntryKind::ColumnScaled, tensor.rows, tensor.columns, tensor.values);
    CLOISTER_ASSIGN(const Tensor added, graph.tensor(bias));
    writer.addFloats(to + ".bias", 1, added.columns, added.values);
    return {};
}

static Result<void> addNorm(const GraphReader &graph, const QString &from, const std::string &to, ModelWriter &writer)
{
    const QString norm = from + QLatin1String("layer_prepostprocess/layer_norm/layer_norm_%1/ConcatPartitions/concat");
    CLOISTER_TRY(addFloats(graph, norm.arg(QLatin1String("scale")), to + ".gain", writer));
    return addFloats(graph, norm.arg(QLatin1String("bias")), to + ".bias", writer);
}

static Result<void> addLayer(const GraphReader &graph, int number, ModelWriter &writer)
{
    const QString layer = QStringLiteral("Layer_%1/TransformerLayer/").arg(number);
    const std::string to = "layer" + std::to_string(number) + ".";
    const QString attention = layer + QLatin1String("MultiheadAttention/%1_transform_single/");
    const auto addAttention = [&](QLatin1String from, const char *name) {
        return addLinear(graph, kVariables + attention.arg(from) + QLatin1String("kernel/part_0"),
                         kFolded + attention.arg(from) + QLatin1String("bias/ConcatPartitions/concat"), to + name, writer);
    };
    const QString feed = layer + QLatin1String("FFN/%1/");
    const auto addFeed = [&](QLatin1String from, const char *name) {
        return addLinear(graph, kFolded + QLatin1String("TransformerStack/") + feed.arg(from) + QLatin1String("Tensordot/Reshape_1"),
                         kFolded + feed.arg(from) + QLatin1String("bias/ConcatPartitions/concat"), to + name, writer);
    };
    CLOISTER_TRY(addNorm(graph, kFolded + layer, to + "norm1", writer));
    CLOISTER_TRY(addAttention(QLatin1String("qkv"), "qkv"));
    CLOISTER_TRY(addAttention(QLatin1String("output"), "output"));
    CLOISTER_TRY(addNorm(graph, kFolded + layer + QLatin1String("FFN/"), to + "norm2", writer));
    CLOISTER_TRY(addFeed(QLatin1String("conv1"), "widen"));
    return addFeed(QLatin1String("conv2"), "narrow");
}

static Result<void> addEncoder(const QString &folder, ModelWriter &writer)
{
    CLOISTER_ASSIGN(const GraphReader graph, GraphReader::open(folder));
    std::vector<std::string> pieces;
    std::vector<float> scores;
    for (const Piece &piece : graph.pieces()) {
        pieces.push_back(piece.text);
        scores.push_back(piece.score);
    }
    writer.addStrings("pieces", pieces);
    writer.addFloats("piece.scores", int(scores.size()), 1, scores);
    CLOISTER_ASSIGN(const Tensor embedding, graph.tensor(QStringLiteral("module/Embeddings_en")));
    writer.addInt8("embedding", EntryKind::RowScaled, embedding.rows, embedding.columns, embedding.values);
    CLOISTER_TRY(addFloats(graph, kFolded + QLatin1String("TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1"),
                           "timing", writer));
    const QString dense = kFolded + QLatin1String("Layer_0/TransformerLayer/dense/%1/ConcatPartitions/concat");
    CLOISTER_TRY(addLinear(graph, dense.arg(QLatin1String("kernel")), dense.arg(QLatin1String("bias")), "project", writer));
    for (int number = 0; number < kLayers; ++number)
        CLOISTER_TRY(addLayer(graph, number, writer));
    const QString last = QStringLiteral("module/Encoder_en/hidden_layers/tanh_layer_0/");
    return addLinear(graph, last + QLatin1String("weights"), last + QLatin1String("bias"), "final", writer);
}

static Result<void> addWords(const QString &path, ModelWriter &writer)
{
    // The most frequent words of general English; more of them gain nothing measurable in search.
    constexpr int kMostWords = 50'000;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("%1: %2").arg(path, file.errorString()));
    CLOISTER_ASSIGN(const Words words, WordReader(file).read(kMostWords));
    writer.addStrings("words", words.names);
    writer.addInt8("word.vectors", EntryKind::RowScaled, int(words.names.size()), words.dimensions, words.values);
    return {};
}

static Result<void> convert(const QStringList &arguments)
{
    if (arguments.size() != 4)
        return fail(ErrorCode::MissingParameter, QStringLiteral("usage: cloister-model ENCODER-FOLDER WORDS.json OUTPUT"));
    ModelWriter writer(header());
    CLOISTER_TRY(addEncoder(arguments.at(1), writer));
    CLOISTER_TRY(addWords(arguments.at(2), writer));
    QSaveFile output(arguments.at(3));
    if (!output.open(QIODevice::WriteOnly) || output.write(writer.finish()) < 0 || !output.commit())
        return fail(ErrorCode::StorageUnavailable, QStringLiteral("%1: %2").arg(arguments.at(3), output.errorString()));
    return {};
}

} // namespace cloister::conversion

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto result = cloister::conversion::convert(QCoreApplication::arguments());
    if (!result)
        std::fprintf(stderr, "cloister-model: %s\n", qPrintable(result.error().detail));
    return result ? 0 : 1;
}
