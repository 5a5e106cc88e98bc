#include "engine/search/LexicalIndex.h"

#include "engine/search/Tokenizer.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace cloister::search {

static constexpr float kK1 = 0.9f;
static constexpr float kB = 0.4f;
static constexpr float kNeighbourThreshold = 0.6f;
static constexpr float kNeighbourWeight = 0.4f;
static constexpr int kNeighbours = 30;
static constexpr float kSmoothing = 0.3f;
/// Bounds for hostile queries; a question has some ten terms.
static constexpr size_t kMostTerms = 256;
static constexpr size_t kMostExpanded = 32;

LexicalIndex::LexicalIndex(WordTable words) : m_table(std::move(words))
{
}

int LexicalIndex::termNumber(const std::string &text)
{
    const auto [found, isNew] = m_termOf.try_emplace(text, static_cast<int>(m_terms.size()));
    if (!isNew)
        return found->second;
    if (m_freeTerms.empty()) {
        m_terms.emplace_back();
    } else {
        found->second = m_freeTerms.back();
        m_freeTerms.pop_back();
    }
    m_terms[static_cast<size_t>(found->second)].text = text;
    return found->second;
}

int LexicalIndex::useForm(int term, const std::string &form)
{
    std::vector<Form> &forms = m_terms[static_cast<size_t>(term)].forms;
    auto place = std::find_if(forms.begin(), forms.end(), [&form](const Form &known) { return known.text == form; });
    if (place == forms.end()) {
        place = std::find_if(forms.begin(), forms.end(), [](const Form &known) { return known.uses == 0; });
        if (place == forms.end())
            place = forms.emplace(forms.end());
        place->text = form;
        learnWord(term, form);
    }
    ++place->uses;
    return static_cast<int>(place - forms.begin());
}

void LexicalIndex::releaseForm(int term, int form)
{
    Form &used = m_terms[static_cast<size_t>(term)].forms[static_cast<size_t>(form)];
    if (--used.uses > 0)
        return;
    forgetWord(term, used.text);
    used.text.clear();
}

/// The number of a word in the word table, which is English; its function words are near to everything and say nothing.
int LexicalIndex::wordNumber(const std::string &form) const
{
    return m_table.find && !isStopWord(form, Language::English) ? m_table.find(QString::fromStdString(form)) : -1;
}

void LexicalIndex::learnWord(int term, const std::string &form)
{
    const int word = wordNumber(form);
    if (word < 0)
        return;
    const auto [known, isNew] = m_known.try_emplace(word);
    if (isNew) {
        known->second.place = m_words.size();
        m_words.push_back(word);
    }
    ++known->second.terms[term];
}

void LexicalIndex::forgetWord(int term, const std::string &form)
{
    const int word = wordNumber(form);
    const auto known = m_known.find(word);
    if (known == m_known.end())
        return;
    if (--known->second.terms[term] == 0)
        known->second.terms.erase(term);
    if (!known->second.terms.empty())
        return;
    const size_t place = known->second.place;
    m_words[place] = m_words.back();
    m_known[m_words[place]].place = place;
    m_words.pop_back();
    m_known.erase(word);
}

void LexicalIndex::add(int slot, const IndexEntry &entry)
{
    if (m_documents.size() <= static_cast<size_t>(slot))
        m_documents.resize(static_cast<size_t>(slot) + 1);
    Document &document = m_documents[static_cast<size_t>(slot)];
    document = {{}, entry.length, entry.language, true};
    for (const TermCount &counted : entry.terms) {
        const int term = termNumber(counted.stem);
        document.terms.push_back({term, useForm(term, counted.form)});
        std::vector<Posting> &postings = m_terms[static_cast<size_t>(term)].postings;
        const auto place = std::lower_bound(postings.begin(), postings.end(), slot,
                                            [](const Posting &posting, int wanted) { return posting.slot < wanted; });
        if (place != postings.end() && place->slot == slot) {
            place->count += counted.count;
            continue;
        }
        postings.insert(place, {slot, counted.count});
        ++m_postings;
    }
    ++m_live;
    ++m_languages[static_cast<size_t>(entry.language)];
    m_length += entry.length;
}

void LexicalIndex::remove(int slot)
{
    Document &document = m_documents[static_cast<size_t>(slot)];
    for (const DocumentTerm &used : document.terms) {
        releaseForm(used.term, used.form);
        Term &term = m_terms[static_cast<size_t>(used.term)];
        const auto place = std::lower_bound(term.postings.begin(), term.postings.end(), slot,
                                            [](const Posting &posting, int wanted) { return posting.slot < wanted; });
        if (place == term.postings.end() || place->slot != slot)
            continue; // another form of the same term has taken it out
        term.postings.erase(place);
        --m_postings;
    }
    for (const DocumentTerm &used : document.terms) {
        Term &term = m_terms[static_cast<size_t>(used.term)];
        if (!term.postings.empty() || term.forms.empty())
            continue;
        m_termOf.erase(term.text);
        m_freeTerms.push_back(used.term);
        term = {};
    }
    --m_live;
    --m_languages[static_cast<size_t>(document.language)];
    m_length -= document.length;
    document = {};
}

float LexicalIndex::idf(size_t documents) const
{
    const double in = static_cast<double>(documents);
    return static_cast<float>(std::log(1.0 + (static_cast<double>(m_live) - in + 0.5) / (in + 0.5)));
}

/// The terms a word of the query stands for: its stem in each language of the collection, and its neighbours.
std::vector<LexicalIndex::Weighted> LexicalIndex::matchesOf(const std::string &form, bool isWhole, bool isExpanded, float &rarity) const
{
    std::set<std::string> stems;
    if (isWhole)
        stems.insert(form);
    for (size_t language = 0; language < m_languages.size() && !isWhole; ++language) {
        if (m_languages[language] > 0)
            stems.insert(stem(form, static_cast<Language>(language)));
    }
    std::vector<Weighted> matches;
    float ownIdf = idf(0);
    for (const std::string &text : stems) {
        const auto found = m_termOf.find(text);
        if (found == m_termOf.end())
            continue;
        const float weight = idf(m_terms[static_cast<size_t>(found->second)].postings.size());
        ownIdf = std::min(ownIdf, weight);
        matches.push_back({found->second, weight});
    }
    rarity += ownIdf;
    if (isExpanded && !isWhole)
        addNeighbours(form, ownIdf, matches);
    return matches;
}

void LexicalIndex::addNeighbours(const std::string &form, float ownIdf, std::vector<Weighted> &matches) const
{
    const int word = wordNumber(form);
    if (word < 0)
        return;
    // Forms of one term share its place among the nearest, so a few more are asked for.
    std::set<int> taken;
    for (const Weighted &own : matches)
        taken.insert(own.term);
    const size_t most = taken.size() + static_cast<size_t>(kNeighbours);
    for (const auto &[near, cosine] : m_table.nearest(word, m_words, kNeighbourThreshold, 2 * kNeighbours)) {
        if (taken.size() >= most)
            return;
        for (const auto &[term, uses] : m_known.at(near).terms) {
            if (!taken.insert(term).second)
                continue;
            const float other = idf(m_terms[static_cast<size_t>(term)].postings.size());
            matches.push_back({term, kNeighbourWeight * cosine * std::min(ownIdf, other)});
        }
    }
}

/// Adds to each slot the best of the matches it has; `best` is all zeros before and after.
void LexicalIndex::addScores(const std::vector<Weighted> &matches, std::vector<float> &best, SlotScores &total) const
{
    const float average = std::max(1.0f, static_cast<float>(static_cast<double>(m_length) / static_cast<double>(m_live)));
    std::vector<int> met;
    for (const Weighted &match : matches) {
        for (const Posting &posting : m_terms[static_cast<size_t>(match.term)].postings) {
            const auto slot = static_cast<size_t>(posting.slot);
            const auto count = static_cast<float>(posting.count);
            const float norm = kK1 * (1 - kB + kB * static_cast<float>(m_documents[slot].length) / average);
            const float score = match.weight * count * (kK1 + 1) / (count + norm);
            if (best[slot] == 0)
                met.push_back(posting.slot);
            best[slot] = std::max(best[slot], score);
        }
    }
    for (const int slot : met) {
        float &sum = total.of[static_cast<size_t>(slot)];
        if (sum == 0)
            total.touched.push_back(slot);
        sum += std::exchange(best[static_cast<size_t>(slot)], 0.0f);
    }
}

SlotScores LexicalIndex::score(QStringView query) const
{
    SlotScores total;
    total.of.resize(m_documents.size());
    if (m_live == 0)
        return total;
    const std::vector<Token> tokens = tokenize(query, guessLanguage(query));
    const bool hasContent = std::any_of(tokens.begin(), tokens.end(), [](const Token &token) { return !token.isStopWord; });
    std::set<std::string> seen;
    std::vector<float> best(m_documents.size());
    for (const Token &token : tokens) {
        if ((token.isStopWord && hasContent) || !seen.insert(token.stem).second)
            continue;
        if (seen.size() > kMostTerms)
            break;
        addScores(matchesOf(token.form, token.isWhole, seen.size() <= kMostExpanded, total.possible), best, total);
    }
    return total;
}

size_t LexicalIndex::memoryBytes() const
{
    constexpr size_t kPerTerm = sizeof(Term) + sizeof(Form) + 96; // with its place in the map
    constexpr size_t kPerPosting = sizeof(Posting) + sizeof(DocumentTerm);
    return m_terms.size() * kPerTerm + m_postings * kPerPosting * 5 / 4 + m_documents.size() * sizeof(Document)
        + m_known.size() * 128;
}

SlotScores smoothed(const SlotScores &scores, const ConversationOrder &order)
{
    SlotScores out;
    out.possible = scores.possible;
    out.of.resize(scores.of.size());
    const auto scoreOf = [&scores](int slot) { return slot < 0 ? 0.0f : scores.of[static_cast<size_t>(slot)]; };
    const auto fill = [&](int slot) {
        if (slot < 0 || out.of[static_cast<size_t>(slot)] != 0)
            return;
        out.of[static_cast<size_t>(slot)] =
            scoreOf(slot) + kSmoothing * (scoreOf(order.previous(slot)) + scoreOf(order.next(slot)));
        out.touched.push_back(slot);
    };
    for (const int slot : scores.touched) {
        fill(order.previous(slot));
        fill(slot);
        fill(order.next(slot));
    }
    return out;
}

} // namespace cloister::search
