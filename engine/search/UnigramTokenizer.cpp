#include "engine/search/UnigramTokenizer.h"

#include <algorithm>

namespace cloister::search {

/// U+2581, which stands for the space before a word.
static constexpr std::string_view kWordMark = "\xE2\x96\x81";

/// Longer runs without a space are cut here. The time and memory that a word takes stay bounded; no word of a language
/// is as long.
static constexpr qsizetype kLongestWord = 512;

/// Bytes of the UTF-8 character that starts with this byte.
static size_t characterBytes(char first)
{
    const auto byte = static_cast<uint8_t>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

static bool isBetweenWords(QChar character)
{
    return character.isSpace() || character.category() == QChar::Other_Control;
}

Result<UnigramTokenizer> UnigramTokenizer::load(const ModelFile &file)
{
    CLOISTER_ASSIGN(const std::vector<std::string_view> pieces, file.strings("pieces"));
    CLOISTER_ASSIGN(const std::vector<float> scores, file.floats("piece.scores", int(pieces.size()), 1));
    UnigramTokenizer tokenizer;
    tokenizer.m_size = int(pieces.size());
    for (size_t id = kReservedIds; id < pieces.size(); ++id)
        tokenizer.add(pieces[id], int(id), scores[id]);
    return tokenizer;
}

void UnigramTokenizer::add(std::string_view piece, int id, float score)
{
    // Edges are 24 bits of node and 8 of byte; a vocabulary that large is not one.
    constexpr size_t kMostNodes = size_t(1) << 24;
    if (piece.empty() || m_nodes.size() + piece.size() >= kMostNodes)
        return;
    uint32_t node = 0;
    for (const char byte : piece) {
        const auto [next, isNew] = m_edges.try_emplace(edge(node, byte), uint32_t(m_nodes.size()));
        if (isNew)
            m_nodes.emplace_back();
        node = next->second;
    }
    m_nodes[node] = {id, score};
}

std::vector<int> UnigramTokenizer::encode(const QString &text, int most) const
{
    const QString normal = text.normalized(QString::NormalizationForm_KC);
    std::vector<int> ids;
    const auto limit = size_t(std::max(most, 0));
    qsizetype at = 0;
    while (at < normal.size() && ids.size() < limit) {
        if (isBetweenWords(normal.at(at))) {
            ++at;
            continue;
        }
        qsizetype end = at;
        while (end < normal.size() && end - at < kLongestWord && !isBetweenWords(normal.at(end)))
            ++end;
        if (end < normal.size() && end - at > 1 && normal.at(end).isLowSurrogate())
            --end;
        const bool isStart = at == 0 || isBetweenWords(normal.at(at - 1));
        std::string word(isStart ? kWordMark : std::string_view());
        const QByteArray bytes = QStringView(normal).mid(at, end - at).toUtf8();
        word.append(bytes.constData(), size_t(bytes.size()));
        encodeWord(word, ids);
        at = end;
    }
    if (ids.size() > limit)
        ids.resize(limit);
    return ids;
}

void UnigramTokenizer::encodeWord(std::string_view word, std::vector<int> &ids) const
{
    struct Step
    {
        float score = std::numeric_limits<float>::lowest();
        int id = 0;
        size_t from = 0;
    };
    // Worse than any piece, so that a word is spelled out wherever that is possible.
    constexpr float kUnknownScore = -20;
    std::vector<Step> best(word.size() + 1);
    best[0].score = 0;
    const auto offer = [&best](size_t from, size_t to, float score, int id) {
        const float total = best[from].score + score;
        if (total >= best[to].score)
            best[to] = {total, id, from};
    };
    for (size_t start = 0; start < word.size(); start += std::min(characterBytes(word[start]), word.size() - start)) {
        if (best[start].score == std::numeric_limits<float>::lowest())
            continue;
        bool isKnown = false;
        uint32_t node = 0;
        for (size_t end = start; end < word.size();) {
            const auto next = m_edges.find(edge(node, word[end]));
            if (next == m_edges.end())
                break;
            node = next->second;
            ++end;
            if (m_nodes[node].id != 0) {
                isKnown = true;
                offer(start, end, m_nodes[node].score, m_nodes[node].id);
            }
        }
        if (!isKnown)
            offer(start, std::min(start + characterBytes(word[start]), word.size()), kUnknownScore, 0);
    }
    std::vector<int> backwards;
    for (size_t end = word.size(); end > 0; end = best[end].from)
        backwards.push_back(best[end].id);
    for (auto id = backwards.rbegin(); id != backwards.rend(); ++id) {
        if (*id != 0 || ids.empty() || ids.back() != 0)
            ids.push_back(*id);
    }
}

} // namespace cloister::search
