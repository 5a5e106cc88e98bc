#pragma once

#include "engine/search/ConversationOrder.h"
#include "engine/search/IndexEntry.h"
#include "engine/search/WordTable.h"

#include <QStringView>

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

namespace cloister::search {

/// A score for each slot of a collection; slots that match nothing have none.
struct SlotScores
{
    std::vector<float> of;    ///< by slot
    std::vector<int> touched; ///< the slots with a score above zero, in no order
    float possible = 0;       ///< the rarity of the query's words, known here or not, summed up
};

/// BM25 (k1 0.9, b 0.4) over one collection. A term of the query also matches its nearest words of this collection's
/// own vocabulary, at a lower weight. Statistics are always those of the records that are in it: scores are the same,
/// bit by bit, as if a removed record had never been there. Not synchronised: reads may run at the same time.
class LexicalIndex
{
public:
    explicit LexicalIndex(WordTable words);

    /// `slot` must be free.
    void add(int slot, const IndexEntry &entry);
    /// Forgets the record and every term that only it had.
    void remove(int slot);

    SlotScores score(QStringView query) const;

    size_t terms() const { return m_termOf.size(); }
    size_t memoryBytes() const;

private:
    struct Posting
    {
        int slot;
        quint32 count;
    };
    /// A word form of a term; `uses` is in how many records it stands.
    struct Form
    {
        std::string text;
        quint32 uses = 0;
    };
    struct Term
    {
        std::string text;
        std::vector<Posting> postings; ///< by slot
        std::vector<Form> forms;
    };
    struct DocumentTerm
    {
        int term;
        int form;
    };
    struct Document
    {
        std::vector<DocumentTerm> terms;
        quint32 length = 0;
        Language language = Language::English;
        bool isLive = false;
    };
    /// A word of the word table that stands in this collection, and the terms it belongs to.
    struct KnownWord
    {
        size_t place = 0; ///< in m_words
        std::unordered_map<int, quint32> terms; ///< term and how many forms of it are this word
    };
    struct Weighted
    {
        int term;
        float weight;
    };

    int termNumber(const std::string &text);
    int useForm(int term, const std::string &form);
    void releaseForm(int term, int form);
    int wordNumber(const std::string &form) const;
    void learnWord(int term, const std::string &form);
    void forgetWord(int term, const std::string &form);
    float idf(size_t documents) const;
    std::vector<Weighted> matchesOf(const std::string &form, bool isWhole, bool isExpanded, float &rarity) const;
    void addNeighbours(const std::string &form, float ownIdf, std::vector<Weighted> &matches) const;
    void addScores(const std::vector<Weighted> &matches, std::vector<float> &best, SlotScores &total) const;

    WordTable m_table;
    std::vector<Term> m_terms;
    std::vector<int> m_freeTerms;
    std::unordered_map<std::string, int> m_termOf;
    std::vector<Document> m_documents;
    std::unordered_map<int, KnownWord> m_known; ///< by the word's number
    std::vector<int> m_words;                   ///< the keys of m_known, for the scan
    std::array<size_t, kLanguages> m_languages = {};
    size_t m_live = 0;
    quint64 m_length = 0;
    size_t m_postings = 0;
};

/// Each message also earns a part of the scores of the message before it and of the one after it: answers stand next
/// to questions.
SlotScores smoothed(const SlotScores &scores, const ConversationOrder &order);

} // namespace cloister::search
