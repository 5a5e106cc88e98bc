#pragma once

#include <QStringView>

#include <string>
#include <string_view>

namespace cloister::search {

/// The languages whose words are stemmed. The numbers are stored in index entries and never change.
enum class Language : quint8 {
    English = 0, German = 1, French = 2, Spanish = 3, Italian = 4, Portuguese = 5, Dutch = 6, Swedish = 7, Russian = 8,
};
inline constexpr int kLanguages = 9;

/// A cheap guess by stop words, telling letters and script; English when nothing speaks for another language.
/// Reads the first 4,096 characters only. The same text always gives the same language. Any thread.
Language guessLanguage(QStringView text);

/// Whether a folded word (Tokenizer) carries hardly any meaning in the language. Such words are indexed, but a query
/// counts them only when it has nothing else. Any thread.
bool isStopWord(std::string_view foldedWord, Language language);

/// The stem of a folded word (UTF-8, lower case). Any thread.
std::string stem(std::string_view foldedWord, Language language);

} // namespace cloister::search
