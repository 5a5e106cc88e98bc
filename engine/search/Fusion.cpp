#include "engine/search/Fusion.h"

#include <algorithm>
#include <unordered_map>

namespace cloister::search {

Candidates bestScores(const SlotScores &scores, size_t count, const Bitmap &allowed, const SlotOrder &before)
{
    Candidates all;
    all.reserve(scores.touched.size());
    for (const int slot : scores.touched) {
        if (allowed.has(static_cast<size_t>(slot)))
            all.push_back({slot, scores.of[static_cast<size_t>(slot)]});
    }
    const size_t keep = std::min(count, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<ptrdiff_t>(keep), all.end(),
                      [&before](const Candidate &a, const Candidate &b) {
                          return a.score != b.score ? a.score > b.score : a.slot != b.slot && before(a.slot, b.slot);
                      });
    all.resize(keep);
    return all;
}

Candidates fused(const Candidates &lexical, float possible, const Candidates &vectors, const SlotOrder &before)
{
    if (vectors.empty())
        return byWords(lexical);
    if (lexical.empty())
        return byMeaning(vectors, {}, before);
    std::unordered_map<int, float> scores;
    for (const Candidate &candidate : lexical)
        scores[candidate.slot] = candidate.score / std::max(lexical.front().score, kExpectedShare * possible);
    const float low = vectors.back().score;
    const float range = vectors.front().score - low;
    for (const Candidate &candidate : vectors)
        scores[candidate.slot] += kVectorWeight * (range > 0 ? (candidate.score - low) / range : 1.0f);
    Candidates all;
    all.reserve(scores.size());
    for (const auto &[slot, score] : scores)
        all.push_back({slot, score / (1 + kVectorWeight)});
    return bestOf(std::move(all), scores.size(), before);
}

Candidates byMeaning(const Candidates &vectors, const Candidates &waiting, const SlotOrder &before)
{
    Candidates all;
    for (const Candidate &candidate : vectors)
        all.push_back({candidate.slot, std::clamp(candidate.score, 0.0f, 1.0f)});
    for (const Candidate &candidate : waiting)
        all.push_back({candidate.slot, kVectorWeight * candidate.score / waiting.front().score});
    const size_t count = all.size();
    return bestOf(std::move(all), count, before);
}

Candidates byWords(const Candidates &lexical)
{
    Candidates all = lexical;
    for (Candidate &candidate : all)
        candidate.score /= lexical.front().score;
    return all;
}

} // namespace cloister::search
