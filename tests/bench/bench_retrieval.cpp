// bench_retrieval CONVERSATIONS.jsonl QUESTIONS.jsonl [--model FILE]
// Recall, reciprocal rank and nDCG of the built-in ranking, in per cent, without a server: each namespace is one
// PartitionIndex. A conversation line is {namespace, id, messages: [{id, name, content}]}, a question line
// {namespace, query, relevant: [message ids]}.
#include "engine/search/EntryText.h"
#include "engine/search/ModelFile.h"
#include "engine/search/PartitionIndex.h"
#include "engine/search/Passages.h"
#include "engine/search/SentenceEncoder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <cmath>
#include <cstdio>
#include <map>
#include <memory>

using namespace cloister;
using namespace cloister::search;

namespace {

constexpr int kDepth = 100;

struct Question
{
    QString nameSpace;
    QString text;
    QSet<QString> relevant;
};

struct Figures
{
    std::map<int, double> recall = {{1, 0}, {5, 0}, {10, 0}, {20, 0}};
    double reciprocalRank = 0;
    double ndcg = 0;
};

QList<QJsonObject> readLines(const char *path)
{
    QFile file(QString::fromLocal8Bit(path));
    QList<QJsonObject> lines;
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    while (!file.atEnd())
        lines.append(QJsonDocument::fromJson(file.readLine()).object());
    return lines;
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

using Indexes = std::map<QString, std::unique_ptr<PartitionIndex>>;

/// The model's parts; both empty without one.
struct Model
{
    std::shared_ptr<SentenceEncoder> encoder;
    WordTable words;
};

Result<Model> loadModel(const QString &path)
{
    CLOISTER_ASSIGN(const auto file, ModelFile::open(path));
    CLOISTER_ASSIGN(const auto encoder, SentenceEncoder::load(file));
    CLOISTER_ASSIGN(const auto words, WordVectors::load(file));
    return Model{encoder, wordTableOf(words)};
}

void embed(const Model &model, const Utterance &previous, const Utterance &spoken, IndexEntry &entry)
{
    const auto vectors = model.encoder->embed(messagePassages(*model.encoder, previous, spoken));
    if (!vectors)
        return;
    entry.embedder = model.encoder->id();
    for (const auto &vector : *vectors)
        entry.vectors.push_back(quantise(vector));
}

Indexes buildIndexes(const QList<QJsonObject> &conversations, const Model &model)
{
    std::map<QString, IndexChange> changes;
    for (const QJsonObject &conversation : conversations) {
        qint64 seq = 0;
        Utterance previous;
        for (const QJsonValue &value : conversation.value(QLatin1String("messages")).toArray()) {
            const QJsonObject object = value.toObject();
            const Utterance spoken{text(object, "name"), text(object, "content")};
            IndexEntry entry;
            entry.key = {SearchObject::Message, text(conversation, "id"), text(object, "id")};
            entry.seq = ++seq;
            static_cast<WordCounts &>(entry) = countWords(spoken.name + QLatin1String(": ") + spoken.text);
            if (model.encoder)
                embed(model, previous, spoken, entry);
            previous = spoken;
            changes[text(conversation, "namespace")].upserts.push_back(std::move(entry));
        }
    }
    Indexes indexes;
    const EmbedderId space = model.encoder ? model.encoder->id() : EmbedderId();
    for (const auto &[nameSpace, change] : changes) {
        indexes[nameSpace] = std::make_unique<PartitionIndex>(PartitionIndex::Options{model.words, space, {}});
        indexes[nameSpace]->apply(change);
    }
    return indexes;
}

void judge(const QList<SearchHit> &hits, const QSet<QString> &relevant, Figures &figures)
{
    int found = 0;
    double gain = 0;
    double ideal = 0;
    for (int rank = 1; rank <= kDepth; ++rank) {
        if (rank <= 10 && rank <= relevant.size())
            ideal += 1 / std::log2(rank + 1);
        if (rank <= hits.size() && relevant.contains(hits.at(rank - 1).key.id)) {
            if (found++ == 0)
                figures.reciprocalRank += 1.0 / rank;
            if (rank <= 10)
                gain += 1 / std::log2(rank + 1);
        }
        if (const auto at = figures.recall.find(rank); at != figures.recall.end())
            at->second += static_cast<double>(found) / static_cast<double>(relevant.size());
    }
    figures.ndcg += gain / ideal;
}

/// Milliseconds include the embedding of the query.
int measure(const char *name, SearchMode mode, const Indexes &indexes, const QList<Question> &questions, const Model &model)
{
    Figures figures;
    QElapsedTimer timer;
    timer.start();
    for (const Question &question : questions) {
        SearchQuery query;
        query.query = question.text;
        query.limit = kDepth;
        query.mode = mode;
        std::vector<float> vector;
        if (model.encoder && mode != SearchMode::Keyword)
            vector = model.encoder->embed({question.text})->front();
        const auto answer = indexes.at(question.nameSpace)->search(query, vector, 0);
        if (!answer) {
            std::fprintf(stderr, "%s\n", qPrintable(answer.error().detail));
            return 1;
        }
        judge(answer->hits, question.relevant, figures);
    }
    const double perQuery = static_cast<double>(timer.nsecsElapsed()) / 1e6 / static_cast<double>(questions.size());
    const double scale = 100.0 / static_cast<double>(questions.size());
    std::printf("%-8s R@1 %5.1f  R@5 %5.1f  R@10 %5.1f  R@20 %5.1f  MRR %5.1f  nDCG@10 %5.1f  %.3f ms\n", name,
                figures.recall[1] * scale, figures.recall[5] * scale, figures.recall[10] * scale,
                figures.recall[20] * scale, figures.reciprocalRank * scale, figures.ndcg * scale, perQuery);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3 && !(argc == 5 && qstrcmp(argv[3], "--model") == 0)) {
        std::fprintf(stderr, "usage: bench_retrieval CONVERSATIONS.jsonl QUESTIONS.jsonl [--model FILE]\n");
        return 2;
    }
    Model model;
    if (argc == 5) {
        const auto loaded = loadModel(QString::fromLocal8Bit(argv[4]));
        if (!loaded) {
            std::fprintf(stderr, "%s\n", qPrintable(loaded.error().detail));
            return 1;
        }
        model = *loaded;
    }
    const Indexes indexes = buildIndexes(readLines(argv[1]), model);
    QList<Question> questions;
    for (const QJsonObject &line : readLines(argv[2])) {
        Question question{text(line, "namespace"), text(line, "query"), {}};
        for (const QJsonValue &id : line.value(QLatin1String("relevant")).toArray())
            question.relevant.insert(id.toString());
        if (!question.relevant.isEmpty() && indexes.contains(question.nameSpace))
            questions.append(question);
    }
    if (questions.isEmpty()) {
        std::fprintf(stderr, "no question belongs to a conversation\n");
        return 1;
    }
    int failed = measure("words", SearchMode::Keyword, indexes, questions, model);
    if (model.encoder) {
        failed |= measure("meaning", SearchMode::Semantic, indexes, questions, model);
        failed |= measure("both", SearchMode::Hybrid, indexes, questions, model);
    }
    return failed;
}
