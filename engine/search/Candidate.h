#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace cloister::search {

/// A slot of a shelf with its score in one list of candidates.
struct Candidate
{
    int slot = 0;
    float score = 0;

    bool operator==(const Candidate &) const = default;
};

using Candidates = std::vector<Candidate>;

/// Whether the record in the first slot comes before that in the second when their scores are equal. It looks at the
/// records alone, so that answers do not depend on which slots they happen to have.
using SlotOrder = std::function<bool(int, int)>;

/// The best score of each slot among `scored`, best first, at most `count` of them.
Candidates bestOf(Candidates scored, size_t count, const SlotOrder &before);

} // namespace cloister::search
