#include "tests/search/TinyModel.h"

#include "engine/search/ModelWriter.h"

#include <QCryptographicHash>

#include <random>
#include <string>

namespace cloister::test {

using search::EntryKind;
using search::ModelWriter;

static constexpr int kWidth = 32;
static constexpr int kDimensions = 64;
static constexpr int kHidden = 96;

static std::vector<float> randomFloats(int count, float range)
{
    static std::mt19937 generator;
    std::vector<float> values;
    for (int i = 0; i < count; ++i)
        values.push_back(range * (float(generator() % 20'001) / 10'000 - 1));
    return values;
}

static void addLinear(ModelWriter &writer, const std::string &name, int rows, int columns)
{
    writer.addInt8(name, EntryKind::ColumnScaled, rows, columns, randomFloats(rows * columns, 0.25F));
    writer.addFloats(name + ".bias", 1, columns, randomFloats(columns, 0.1F));
}

static void addNorm(ModelWriter &writer, const std::string &name, int columns)
{
    writer.addFloats(name + ".gain", 1, columns, std::vector<float>(size_t(columns), 1.0F));
    writer.addFloats(name + ".bias", 1, columns, randomFloats(columns, 0.1F));
}

static void addVocabulary(ModelWriter &writer)
{
    std::vector<std::string> pieces{"<unk>", "<s>", "</s>", "<1>", "<2>", "<3>"};
    std::vector<float> scores(pieces.size(), 0.0F);
    const auto add = [&](const std::string &piece, float score) {
        pieces.push_back(piece);
        scores.push_back(score);
    };
    add("\xE2\x96\x81", -4);
    for (char letter = 'a'; letter <= 'z'; ++letter)
        add(std::string(1, letter), -6);
    for (const char *word : {"the", "cat", "dog", "sat", "on", "mat"})
        add(std::string("\xE2\x96\x81") + word, -5);
    add("at", -5);
    writer.addStrings("pieces", pieces);
    writer.addFloats("piece.scores", int(pieces.size()), 1, scores);
    writer.addInt8("embedding", EntryKind::RowScaled, int(pieces.size()), kWidth,
                   randomFloats(int(pieces.size()) * kWidth, 1));
}

static void addWords(ModelWriter &writer)
{
    writer.addStrings("words", {"cat", "dog", "lion", "tax", "invoice", "nothing"});
    const std::vector<float> vectors{1, 0, 0, 0, .8F, .6F, 0, 0, .6F, .8F, 0, 0, 0, 0, 1, 0, 0, 0, .8F, .6F, 0, 0, 0, 0};
    writer.addInt8("word.vectors", EntryKind::RowScaled, 6, 4, vectors);
}

static QByteArray makeTinyModel()
{
    search::ModelHeader header;
    header.id = {QStringLiteral("tiny"), 7, kDimensions};
    header.maxTokens = 16;
    header.layers = 2;
    header.heads = 2;
    ModelWriter writer(header);
    addVocabulary(writer);
    writer.addFloats("timing", 1, kWidth / 2, randomFloats(kWidth / 2, 1));
    addLinear(writer, "project", kWidth, kDimensions);
    for (int number = 0; number < header.layers; ++number) {
        const std::string layer = "layer" + std::to_string(number) + ".";
        const int width = number == 0 ? kWidth : kDimensions;
        addNorm(writer, layer + "norm1", width);
        addLinear(writer, layer + "qkv", width, 3 * width);
        addLinear(writer, layer + "output", width, kDimensions);
        addNorm(writer, layer + "norm2", kDimensions);
        addLinear(writer, layer + "widen", kDimensions, kHidden);
        addLinear(writer, layer + "narrow", kHidden, kDimensions);
    }
    addLinear(writer, "final", kDimensions, kDimensions);
    addWords(writer);
    return writer.finish();
}

QByteArray tinyModelBytes()
{
    static const QByteArray bytes = makeTinyModel();
    return bytes;
}

std::shared_ptr<const search::ModelFile> tinyModel()
{
    return search::ModelFile::parse(tinyModelBytes()).value();
}

QByteArray withValidChecksum(QByteArray bytes)
{
    bytes.chop(32);
    return bytes + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

} // namespace cloister::test
