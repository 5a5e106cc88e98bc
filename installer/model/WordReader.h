#pragma once

#include "engine/base/Result.h"

#include <QIODevice>

#include <string>
#include <vector>

namespace cloister::conversion {

/// The first words of a word-vector file and their vectors, most frequent first.
struct Words
{
    std::vector<std::string> names;
    std::vector<float> values;   ///< names.size() × dimensions
    int dimensions = 0;
};

/// Reads the word vectors' JSON from front to back, a block at a time: it is far larger than what is kept of it. It
/// begins with the members `dimensions` and `words` (a list), followed by `vectors`: an object of word to list, of which
/// the first `dimensions` numbers are the vector. One thread.
class WordReader
{
public:
    explicit WordReader(QIODevice &device) : m_device(device) {}

    /// The first `most` words. Integrity when the file is not of that form or lacks a vector.
    Result<Words> read(int most);

private:
    char peek();
    char take();
    char takeSolid();   ///< the next character that is not white space
    bool expect(char character) { return takeSolid() == character; }
    Result<std::string> readString();
    Result<double> readNumber();
    Result<void> readNames(int most, Words &words);
    Result<void> readVectors(Words &words);
    Result<void> readVector(std::vector<double> &numbers);

    QIODevice &m_device;
    QByteArray m_block;
    qsizetype m_at = 0;
};

} // namespace cloister::conversion
