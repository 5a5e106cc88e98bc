#pragma once

#include "engine/search/Language.h"

#include <QStringView>

#include <string>
#include <vector>

namespace cloister::search {

/// One searchable piece of a text. All texts are UTF-8.
struct Token
{
    std::string form; ///< case and accents folded, as it stood in the text
    std::string stem; ///< what is indexed
    bool isStopWord = false;
    bool isWhole = false; ///< a compound such as ORD-1234 that also came in parts; does not count as length
};

/// The words of a text in order: Unicode letters, digits and marks; case and accents folded; light stemming;
/// characters of scripts written without spaces as bigrams; identifiers (ORD-1234, user_id, getState, a@b.example)
/// whole and in parts; pictographs each for itself. Words are cut at 64 characters and at 512 parts, so time and
/// memory are linear in the text whatever it holds. The same text always gives the same tokens. Any thread.
std::vector<Token> tokenize(QStringView text, Language language);

/// Lower case without accents: what `form` holds for a single word. Words over 64 characters are cut.
std::string foldWord(QStringView word);

} // namespace cloister::search
