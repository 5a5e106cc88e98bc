#pragma once

#include "engine/search/WordVectors.h"

#include <QList>
#include <QStringView>

#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace cloister::search {

/// What the lexical index asks of WordVectors: numbers of words, and which of them mean nearly the same. Both empty:
/// words match themselves only. The functions may be called from any thread.
struct WordTable
{
    std::function<int(QStringView lowerCaseWord)> find;
    std::function<QList<std::pair<int, float>>(int word, std::span<const int> among, float threshold, int most)> nearest;
};

inline WordTable wordTableOf(std::shared_ptr<const WordVectors> words)
{
    if (!words)
        return {};
    return {[words](QStringView word) { return words->find(word); },
            [words](int word, std::span<const int> among, float threshold, int most) {
                return words->nearest(word, among, threshold, most);
            }};
}

} // namespace cloister::search
