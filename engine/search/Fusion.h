#pragma once

#include "engine/search/Bitmap.h"
#include "engine/search/Candidate.h"
#include "engine/search/LexicalIndex.h"

namespace cloister::search {

/// Candidates taken from each list.
inline constexpr size_t kCandidates = 100;
/// What the best vector is worth beside the best lexical score.
inline constexpr float kVectorWeight = 0.4f;

/// The best of a list of lexical scores among the allowed slots, best first.
Candidates bestScores(const SlotScores &scores, size_t count, const Bitmap &allowed, const SlotOrder &before);

/// One ranking out of two lists, each best first: lexical score / its maximum + 0.4 × the cosine scaled so that the
/// list's best is 1 and its last 0; a slot missing from a list has 0 there. Scores are divided by what the best
/// possible would be, so they are 0 to 1; best first.
Candidates fused(const Candidates &lexical, const Candidates &vectors, const SlotOrder &before);

/// A ranking by the vectors alone: the cosine, 0 to 1. `waiting` are lexical candidates that have no vector yet; they
/// are worth 0.4 × lexical score / its maximum.
Candidates byMeaning(const Candidates &vectors, const Candidates &waiting, const SlotOrder &before);

/// A ranking by the words alone: lexical score / its maximum.
Candidates byWords(const Candidates &lexical);

} // namespace cloister::search
