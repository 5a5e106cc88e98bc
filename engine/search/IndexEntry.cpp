#include "engine/search/IndexEntry.h"

#include "engine/search/Tokenizer.h"

#include <QHash>

#include <map>

namespace cloister::search {

size_t qHash(const EntryKey &key, size_t seed)
{
    return qHashMulti(seed, static_cast<int>(key.object), key.dialogueId, key.id);
}

WordCounts countWords(QStringView text)
{
    WordCounts words;
    words.language = guessLanguage(text);
    std::map<std::pair<std::string, std::string>, quint32> counts;
    for (Token &token : tokenize(text, words.language)) {
        if (!token.isStopWord && !token.isWhole)
            ++words.length;
        std::pair term(std::move(token.stem), std::move(token.form));
        if (const auto known = counts.find(term); known != counts.end())
            ++known->second;
        else if (counts.size() < kMostDifferentWords)
            counts.emplace(std::move(term), 1);
    }
    words.terms.reserve(counts.size());
    for (const auto &[term, count] : counts)
        words.terms.push_back({term.first, term.second, count});
    return words;
}

} // namespace cloister::search
