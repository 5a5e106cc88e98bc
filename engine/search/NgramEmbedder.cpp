#include "engine/search/NgramEmbedder.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace cloister::search {

static constexpr int kBuckets = 512;

static constexpr std::array<uint32_t, 256> makeCrcTable()
{
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < table.size(); ++i) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = value >> 1 ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
        table[i] = value;
    }
    return table;
}

static uint32_t crcOf(QByteArrayView bytes)
{
    static constexpr std::array<uint32_t, 256> kTable = makeCrcTable();
    uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes)
        crc = crc >> 8 ^ kTable[(crc ^ static_cast<uint8_t>(byte)) & 0xFF];
    return ~crc;
}

static bool isWithoutSpaces(char32_t character)
{
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

/// Compatible forms folded, accents taken off, lower case.
static QList<uint> foldedCharacters(const QString &text)
{
    QString folded;
    const QString apart = text.normalized(QString::NormalizationForm_KD);
    for (const QChar character : apart) {
        if (character.category() != QChar::Mark_NonSpacing)
            folded += character;
    }
    return folded.normalized(QString::NormalizationForm_KC).toLower().toUcs4();
}

using Word = std::span<const uint>;

/// Calls `use` with each run of letters and digits of one kind of script, until it has seen `most` of them.
static int forEachWord(const QList<uint> &characters, int most, const std::function<void(Word)> &use)
{
    int count = 0;
    qsizetype at = 0;
    while (at < characters.size() && count < most) {
        const auto isWordPart = [](uint character) { return QChar::isLetterOrNumber(character) || QChar::isMark(character); };
        if (!isWordPart(characters.at(at))) {
            ++at;
            continue;
        }
        const bool hasNoSpaces = isWithoutSpaces(characters.at(at));
        qsizetype end = at + 1;
        while (end < characters.size() && isWordPart(characters.at(end))
               && (isWithoutSpaces(characters.at(end)) == hasNoSpaces || QChar::isMark(characters.at(end))))
            ++end;
        use(Word(characters.constData() + at, size_t(end - at)));
        ++count;
        at = end;
    }
    return count;
}

static void addRun(Word run, std::vector<float> &buckets)
{
    const QByteArray bytes = QString::fromUcs4(reinterpret_cast<const char32_t *>(run.data()), qsizetype(run.size())).toUtf8();
    const uint32_t hash = crcOf(bytes);
    buckets[hash % kBuckets] += (hash >> 31) != 0 ? 1.0F : -1.0F;
}

static float lengthOf(const std::vector<float> &values)
{
    float squares = 0;
    for (const float value : values)
        squares += value * value;
    return std::sqrt(squares);
}

/// Adds the sum of the runs of a word to `sum`, scaled to unit length.
static void addWord(Word word, std::vector<float> &sum)
{
    const bool hasNoSpaces = isWithoutSpaces(word.front());
    const size_t shortest = hasNoSpaces ? 1 : 3;
    const size_t longest = hasNoSpaces ? 2 : 5;
    std::vector<float> buckets(kBuckets, 0.0F);
    // The ends of a word count as characters, so that its beginning differs from the same letters inside another.
    std::vector<uint> marked(word.begin(), word.end());
    if (!hasNoSpaces) {
        addRun(word, buckets);
        marked.insert(marked.begin(), U'<');
        marked.push_back(U'>');
    }
    for (size_t length = shortest; length <= longest; ++length) {
        for (size_t start = 0; start + length <= marked.size(); ++start)
            addRun(Word(marked).subspan(start, length), buckets);
    }
    const float length = lengthOf(buckets);
    if (length == 0)
        return;
    // A run of a script without spaces is several words, about two characters each.
    const float weight = hasNoSpaces ? std::sqrt(float((word.size() + 1) / 2)) : 1.0F;
    for (size_t i = 0; i < sum.size(); ++i)
        sum[i] += buckets[i] * weight / length;
}

EmbedderId NgramEmbedder::id() const
{
    return {QStringLiteral("ngrams"), 1, kBuckets};
}

int NgramEmbedder::countTokens(const QString &text) const
{
    return forEachWord(foldedCharacters(text), std::numeric_limits<int>::max(), [](Word) {});
}

Result<QList<std::vector<float>>> NgramEmbedder::embed(const QStringList &texts)
{
    QList<std::vector<float>> result;
    result.reserve(texts.size());
    for (const QString &text : texts) {
        std::vector<float> sum(kBuckets, 0.0F);
        forEachWord(foldedCharacters(text), maxTokens(), [&sum](Word word) { addWord(word, sum); });
        if (const float length = lengthOf(sum); length > 0)
            std::for_each(sum.begin(), sum.end(), [length](float &value) { value /= length; });
        result.append(std::move(sum));
    }
    return result;
}

} // namespace cloister::search
