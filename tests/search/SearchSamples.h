#pragma once

#include "engine/search/IndexEntry.h"
#include "engine/search/PartitionIndex.h"

#include <cmath>
#include <random>

namespace cloister::test {

inline const search::EmbedderId kTestSpace{QStringLiteral("test"), 1, 32};

/// A random vector of unit length near one of `clusters` centres; the same numbers for the same state of `random`.
inline std::vector<float> clusteredVector(std::mt19937 &random, int dimensions, int clusters, float spread = 0.5f)
{
    std::normal_distribution<float> normal;
    std::mt19937 centre(static_cast<uint32_t>(random() % static_cast<uint32_t>(clusters)));
    std::vector<float> vector(static_cast<size_t>(dimensions));
    float norm = 0;
    for (float &value : vector) {
        std::normal_distribution<float> fresh;
        value = fresh(centre) + spread * normal(random);
        norm += value * value;
    }
    for (float &value : vector)
        value /= std::sqrt(norm);
    return vector;
}

inline search::IndexEntry messageEntry(const QString &dialogue, const QString &id, qint64 seq, const QString &text)
{
    search::IndexEntry entry;
    entry.key = {SearchObject::Message, dialogue, id};
    entry.seq = seq;
    entry.created = 1'000 * seq;
    entry.modified = entry.created;
    entry.role = QStringLiteral("user");
    static_cast<search::WordCounts &>(entry) = search::countWords(text);
    return entry;
}

inline void setVector(search::IndexEntry &entry, const std::vector<float> &vector)
{
    entry.vectors = {search::quantise(vector)};
    entry.embedder = {kTestSpace.name, kTestSpace.version, static_cast<int>(vector.size())};
}

/// A few words out of a small vocabulary, so that texts share terms.
inline QString randomText(std::mt19937 &random, int words)
{
    static const QStringList vocabulary = QStringLiteral(
        "camping mountain river invoice order coffee tea garden guitar piano school teacher doctor train flight ticket "
        "birthday present dinner recipe running marathon painting museum beach summer winter puppy kitten book library "
        "the a is was it you i we they with").split(QLatin1Char(' '));
    QStringList text;
    for (int i = 0; i < words; ++i)
        text.append(vocabulary.at(static_cast<qsizetype>(random() % static_cast<uint32_t>(vocabulary.size()))));
    return text.join(QLatin1Char(' '));
}

} // namespace cloister::test
