#pragma once

#include "engine/search/Int8Gemm.h"

#include <QList>
#include <QStringView>

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace cloister::search {

/// Words of general English with their meanings as vectors: finds the terms of a tenant's vocabulary that mean nearly
/// the same as a term of the query. Never changes once loaded, so any thread may read it.
class WordVectors
{
public:
    /// Reads the words of a model file; the table keeps the file's bytes alive. Integrity when they are damaged.
    static Result<std::shared_ptr<const WordVectors>> load(std::shared_ptr<const ModelFile> file);

    int size() const { return int(m_words.size()); }

    /// The number of a word (0 is the most frequent one), or -1 when the table does not have it. Words are lower case.
    int find(QStringView lowerCaseWord) const;

    /// Cosine of two words, -1 to 1. Both numbers must come from find().
    float cosine(int a, int b) const;

    /// Those of `among` whose cosine with `word` is over `threshold`, best first and at most `most`; ties by number.
    /// `word` itself and negative numbers in `among` are passed over, so find()'s results may be given as they are.
    QList<std::pair<int, float>> nearest(int word, std::span<const int> among, float threshold, int most) const;

private:
    WordVectors() = default;

    std::string_view word(int number) const { return m_words[size_t(number)]; }

    std::shared_ptr<const ModelFile> m_file;   ///< m_words and m_table point into it
    std::vector<std::string_view> m_words;     ///< most frequent first
    std::vector<int> m_byName;                 ///< numbers of the words in the order of their bytes
    Int8Table m_table;
    std::vector<float> m_inverseLengths;       ///< of the rows as they are stored
    const KernelFunctions *m_kernel = nullptr;
};

} // namespace cloister::search
