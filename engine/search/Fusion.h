#pragma once

#include "engine/search/Bitmap.h"
#include "engine/search/Candidate.h"
#include "engine/search/LexicalIndex.h"

namespace cloister::search {

/// Candidates taken from each list.
inline constexpr size_t kCandidates = 100;
/// What the best vector is worth beside the best lexical score.
inline constexpr float kVectorWeight = 0.4f;
/// What the lexical scores are measured against at least, as a share of the rarity of all the query's words: one common
/// word of a question says little where nobody used its others. Chosen on questions about long conversations, where it
/// costs nothing, and about short ones, where the first five answers hold a right one for 83 of 100 and not 65.
inline constexpr float kExpectedShare = 0.8f;

/// The best of a list of lexical scores among the allowed slots, best first.
Candidates bestScores(const SlotScores &scores, size_t count, const Bitmap &allowed, const SlotOrder &before);

/// One ranking out of two lists, each best first: lexical score / its maximum or, if more, 0.8 × `possible` (see
/// SlotScores) + 0.4 × the cosine scaled so that the list's best is 1 and its last 0; a slot missing from a list has 0
/// there. Scores are divided by what the best possible would be, so they are 0 to 1; best first. With one list only as
/// byWords() or byMeaning(): scaled, the best of what nothing fits would have the score of a perfect answer.
Candidates fused(const Candidates &lexical, float possible, const Candidates &vectors, const SlotOrder &before);

/// A ranking by the vectors alone: the cosine, 0 to 1. `waiting` are lexical candidates that have no vector yet; they
/// are worth 0.4 × lexical score / its maximum.
Candidates byMeaning(const Candidates &vectors, const Candidates &waiting, const SlotOrder &before);

/// A ranking by the words alone: lexical score / its maximum.
Candidates byWords(const Candidates &lexical);

} // namespace cloister::search
