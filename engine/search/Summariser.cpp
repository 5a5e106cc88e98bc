#include "engine/search/Summariser.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cloister::search {

namespace {

constexpr qsizetype kMostSentences = 2000;
constexpr qsizetype kLongestSentence = 400;
constexpr int kWordsOfWeight = 6; ///< a shorter sentence says less
constexpr float kRepetition = 0.6f; ///< what nearness to a chosen sentence costs

struct Sentence
{
    QString name;
    QString text;
    std::vector<float> vector;
    float weight = 0;
};

void addSentences(const Utterance &said, std::vector<Sentence> &sentences)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, said.text);
    qsizetype start = 0;
    while (finder.toNextBoundary() >= 0) {
        const QString text = said.text.mid(start, finder.position() - start).simplified();
        start = finder.position();
        if (!text.isEmpty())
            sentences.push_back({said.name, text.left(kLongestSentence), {}, 0});
    }
}

std::vector<Sentence> sentencesOf(const QList<Utterance> &conversation)
{
    std::vector<Sentence> sentences;
    for (const Utterance &said : conversation)
        addSentences(said, sentences);
    const auto all = static_cast<qsizetype>(sentences.size());
    if (all <= kMostSentences)
        return sentences;
    std::vector<Sentence> sample;
    for (qsizetype i = 0; i < kMostSentences; ++i)
        sample.push_back(std::move(sentences[static_cast<size_t>(i * all / kMostSentences)]));
    return sample;
}

float dot(const std::vector<float> &a, const std::vector<float> &b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0f);
}

Result<void> embedAll(Embedder &embedder, std::vector<Sentence> &sentences)
{
    constexpr size_t kBatch = 64;
    for (size_t first = 0; first < sentences.size(); first += kBatch) {
        const size_t last = std::min(sentences.size(), first + kBatch);
        QStringList texts;
        for (size_t i = first; i < last; ++i)
            texts.append(sentences[i].text);
        CLOISTER_ASSIGN(QList<std::vector<float>> vectors, embedder.embed(texts));
        for (size_t i = first; i < last; ++i)
            sentences[i].vector = std::move(vectors[static_cast<qsizetype>(i - first)]);
    }
    return {};
}

// How near each sentence is to the middle of all of them.
void weigh(std::vector<Sentence> &sentences)
{
    std::vector<float> middle(sentences.front().vector.size(), 0.0f);
    for (const Sentence &one : sentences) {
        for (size_t i = 0; i < middle.size(); ++i)
            middle[i] += one.vector[i];
    }
    const float length = std::sqrt(dot(middle, middle));
    for (Sentence &one : sentences) {
        const auto words = static_cast<int>(one.text.count(QLatin1Char(' ')) + 1);
        const float fullness = static_cast<float>(std::min(words, kWordsOfWeight)) / static_cast<float>(kWordsOfWeight);
        one.weight = length > 0 ? fullness * dot(one.vector, middle) / length : fullness;
    }
}

// The best each time, less what it repeats of those chosen before. Places in the conversation's order.
std::vector<size_t> choose(const std::vector<Sentence> &sentences, size_t count)
{
    std::vector<size_t> chosen;
    std::vector<float> repeats(sentences.size(), 0.0f);
    std::vector<bool> isTaken(sentences.size(), false);
    while (chosen.size() < std::min(count, sentences.size())) {
        size_t best = sentences.size();
        const auto worth = [&](size_t i) { return sentences[i].weight - kRepetition * repeats[i]; };
        for (size_t i = 0; i < sentences.size(); ++i) {
            if (!isTaken[i] && (best == sentences.size() || worth(i) > worth(best)))
                best = i;
        }
        isTaken[best] = true;
        chosen.push_back(best);
        for (size_t i = 0; i < sentences.size(); ++i)
            repeats[i] = std::max(repeats[i], dot(sentences[i].vector, sentences[best].vector));
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

} // namespace

Result<QString> summarise(Embedder &embedder, const QList<Utterance> &conversation, const SummaryLength &length)
{
    std::vector<Sentence> sentences = sentencesOf(conversation);
    if (sentences.empty())
        return QString();
    CLOISTER_TRY(embedAll(embedder, sentences));
    weigh(sentences);
    const int wanted = std::clamp(static_cast<int>(conversation.size()) / length.messagesASentence,
        length.leastSentences, length.mostSentences);
    QStringList lines;
    for (const size_t place : choose(sentences, static_cast<size_t>(wanted)))
        lines.append(sentences[place].name + QLatin1String(": ") + sentences[place].text);
    return lines.join(QLatin1Char('\n'));
}

} // namespace cloister::search
