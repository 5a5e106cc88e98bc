#include "engine/search/WordVectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cloister::search {

Result<std::shared_ptr<const WordVectors>> WordVectors::load(std::shared_ptr<const ModelFile> file)
{
    std::shared_ptr<WordVectors> result(new WordVectors);
    CLOISTER_ASSIGN(result->m_words, file->strings("words"));
    CLOISTER_ASSIGN(result->m_table, file->table("word.vectors", EntryKind::RowScaled, 0, 0));
    if (size_t(result->m_table.rows) != result->m_words.size())
        return fail(ErrorCode::Integrity, QStringLiteral("The model file's words and their vectors do not match"));
    result->m_file = std::move(file);
    result->m_kernel = &kernelFunctions(bestKernel());
    result->m_byName.resize(result->m_words.size());
    std::iota(result->m_byName.begin(), result->m_byName.end(), 0);
    std::sort(result->m_byName.begin(), result->m_byName.end(),
              [&words = result->m_words](int a, int b) { return words[size_t(a)] < words[size_t(b)]; });
    const int columns = result->m_table.columns;
    for (int row = 0; row < result->m_table.rows; ++row) {
        const int8_t *values = result->m_table.values.data() + size_t(row) * size_t(columns);
        const int squares = result->m_kernel->dot(values, values, columns);
        result->m_inverseLengths.push_back(squares > 0 ? 1.0F / std::sqrt(float(squares)) : 0.0F);
    }
    return std::shared_ptr<const WordVectors>(std::move(result));
}

int WordVectors::find(QStringView lowerCaseWord) const
{
    const QByteArray bytes = lowerCaseWord.toUtf8();
    const std::string_view wanted(bytes.constData(), size_t(bytes.size()));
    const auto at = std::lower_bound(m_byName.begin(), m_byName.end(), wanted,
                                     [this](int number, std::string_view name) { return word(number) < name; });
    return at != m_byName.end() && word(*at) == wanted ? *at : -1;
}

float WordVectors::cosine(int a, int b) const
{
    const auto columns = size_t(m_table.columns);
    const int8_t *values = m_table.values.data();
    const int32_t product = m_kernel->dot(values + size_t(a) * columns, values + size_t(b) * columns, m_table.columns);
    return float(product) * m_inverseLengths[size_t(a)] * m_inverseLengths[size_t(b)];
}

QList<std::pair<int, float>> WordVectors::nearest(int word, std::span<const int> among, float threshold, int most) const
{
    QList<std::pair<int, float>> result;
    for (const int other : among) {
        if (other < 0 || other == word)
            continue;
        if (const float similarity = cosine(word, other); similarity > threshold)
            result.append({other, similarity});
    }
    std::sort(result.begin(), result.end(), [](const auto &a, const auto &b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    if (result.size() > most)
        result.resize(most);
    return result;
}

} // namespace cloister::search
