#pragma once

#include "engine/search/ModelFile.h"

#include <QString>

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cloister::search {

/// Cuts text into the pieces of a vocabulary so that the sum of their scores is largest. Never changes once made: any
/// thread may use it.
class UnigramTokenizer
{
public:
    /// The first ids stand for things that are not text; 0 is the unknown piece.
    static constexpr int kReservedIds = 6;

    /// Integrity when the vocabulary is damaged.
    static Result<UnigramTokenizer> load(const ModelFile &file);

    /// Ids of the first `most` pieces. The text is brought into Unicode form NFKC, white space and control characters
    /// count as one space each run, case is kept. What the vocabulary cannot spell becomes one id 0 a run.
    std::vector<int> encode(const QString &text, int most = std::numeric_limits<int>::max()) const;

    /// Number of pieces, the reserved ones included.
    int size() const { return m_size; }

private:
    struct Piece
    {
        int id = 0;        ///< 0: a piece starts so, but none ends here
        float score = 0;
    };

    void add(std::string_view piece, int id, float score);
    void encodeWord(std::string_view word, std::vector<int> &ids) const;

    static uint32_t edge(uint32_t node, char byte) { return node << 8 | static_cast<uint8_t>(byte); }

    /// A tree over the pieces' bytes: (node, byte) to node; node 0 is the root.
    std::unordered_map<uint32_t, uint32_t> m_edges;
    std::vector<Piece> m_nodes{1};
    int m_size = 0;
};

} // namespace cloister::search
