#include "engine/search/Candidate.h"

#include <algorithm>
#include <unordered_set>

namespace cloister::search {

Candidates bestOf(Candidates scored, size_t count, const SlotOrder &before)
{
    const auto better = [&before](const Candidate &a, const Candidate &b) {
        return a.score != b.score ? a.score > b.score : a.slot != b.slot && before(a.slot, b.slot);
    };
    std::sort(scored.begin(), scored.end(), better);
    std::unordered_set<int> seen;
    Candidates best;
    for (const Candidate &candidate : scored) {
        if (best.size() == count)
            break;
        if (seen.insert(candidate.slot).second)
            best.push_back(candidate);
    }
    return best;
}

} // namespace cloister::search
