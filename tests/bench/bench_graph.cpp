// bench_graph [CONVERSATIONS.jsonl --model FILE]
// The graph against the exact scan, at the size where it takes over and at 100,000 vectors: time of building, of a search
// for 100 candidates one way and the other, and the recall of the best 10 and of the 100. With a model the vectors are
// mixtures of the conversations' own and the queries messages of them; else they are random, in 2,000 clusters of 512
// dimensions. A conversation line is {namespace, id, messages: [{id, name, content}]}.
#include "engine/search/ModelFile.h"
#include "engine/search/Passages.h"
#include "engine/search/SentenceEncoder.h"
#include "engine/search/VectorIndex.h"
#include "tests/search/SearchSamples.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <set>

using namespace cloister;
using namespace cloister::search;

namespace {

constexpr int kDimensions = 512;
constexpr size_t kCandidates = 100;
constexpr int kQueries = 200;

using Vectors = std::vector<std::vector<float>>;

QString text(const QJsonValue &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

Vectors readVectors(const char *conversations, const char *modelPath)
{
    const auto file = ModelFile::open(QString::fromLocal8Bit(modelPath));
    const auto encoder = file ? SentenceEncoder::load(*file) : Result<std::shared_ptr<SentenceEncoder>>(file.unexpected());
    QFile lines(QString::fromLocal8Bit(conversations));
    if (!encoder || !lines.open(QIODevice::ReadOnly))
        return {};
    Vectors vectors;
    while (!lines.atEnd()) {
        Utterance previous;
        const QJsonObject conversation = QJsonDocument::fromJson(lines.readLine()).object();
        for (const QJsonValue &message : conversation.value(QLatin1String("messages")).toArray()) {
            const Utterance said{text(message, "name"), text(message, "content")};
            const auto made = (*encoder)->embed(messagePassages(**encoder, previous, said));
            if (made && !made->isEmpty())
                vectors.push_back(made->first());
            previous = said;
        }
    }
    return vectors;
}

/// A vector as another message might have it: between two of those there are.
std::vector<float> mixture(const Vectors &seen, std::mt19937 &random)
{
    if (seen.empty())
        return test::clusteredVector(random, kDimensions, 2'000);
    const std::vector<float> &one = seen[random() % seen.size()];
    const std::vector<float> &two = seen[random() % seen.size()];
    std::normal_distribution<float> noise(0.0f, 0.01f);
    std::vector<float> mixed(one.size());
    float norm = 0;
    for (size_t i = 0; i < mixed.size(); ++i) {
        mixed[i] = 0.7f * one[i] + 0.3f * two[i] + noise(random);
        norm += mixed[i] * mixed[i];
    }
    for (float &value : mixed)
        value /= std::sqrt(norm);
    return mixed;
}

double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

struct Answers
{
    std::vector<Candidates> found;
    double each = 0; ///< ms
};

Answers ask(const VectorIndex &index, const Vectors &queries, size_t size)
{
    Bitmap everything(size);
    for (size_t i = 0; i < size; ++i)
        everything.set(i);
    const SlotOrder before = [](int a, int b) { return a < b; };
    Answers answers;
    QElapsedTimer timer;
    timer.start();
    for (const std::vector<float> &query : queries)
        answers.found.push_back(index.search(query, kCandidates, everything, size, before));
    answers.each = milliseconds(timer) / static_cast<double>(queries.size());
    return answers;
}

double recall(const Answers &exact, const Answers &graph, size_t depth)
{
    size_t common = 0;
    for (size_t i = 0; i < exact.found.size(); ++i) {
        std::set<int> wanted;
        for (size_t rank = 0; rank < depth; ++rank)
            wanted.insert(exact.found[i][rank].slot);
        for (size_t rank = 0; rank < std::min(depth, graph.found[i].size()); ++rank)
            common += wanted.count(graph.found[i][rank].slot);
    }
    return static_cast<double>(common) / static_cast<double>(depth * exact.found.size());
}

int measure(size_t size, const Vectors &seen)
{
    std::mt19937 random(static_cast<uint32_t>(size));
    VectorIndex index(seen.empty() ? kDimensions : static_cast<int>(seen.front().size()), 100, {});
    for (size_t i = 0; i < size; ++i)
        index.set(static_cast<int>(i), {quantise(mixture(seen, random))});
    Vectors queries;
    for (int i = 0; i < kQueries; ++i)
        queries.push_back(seen.empty() ? mixture(seen, random) : seen[random() % seen.size()]);
    const Answers exact = ask(index, queries, size);
    QElapsedTimer timer;
    timer.start();
    auto job = index.plan(VectorIndex::Purge::WhenWorthIt);
    if (!job || !job->run())
        return 1;
    index.adopt(std::move(*job));
    const double building = milliseconds(timer);
    const Answers graph = ask(index, queries, size);
    std::printf("%7zu vectors: built in %.1f s, exact %.2f ms, graph %.2f ms, recall@10 %.4f, recall@100 %.4f, %.0f MiB\n", size,
        building / 1e3, exact.each, graph.each, recall(exact, graph, 10), recall(exact, graph, 100),
        static_cast<double>(index.memoryBytes()) / (1024 * 1024));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    Vectors seen;
    if (argc == 4)
        seen = readVectors(argv[1], argv[3]);
    if (argc != 1 && seen.empty()) {
        std::fprintf(stderr, "usage: bench_graph [CONVERSATIONS.jsonl --model FILE]\n");
        return 2;
    }
    return measure(12'001, seen) + measure(100'000, seen);
}
