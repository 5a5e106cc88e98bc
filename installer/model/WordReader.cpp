#include "installer/model/WordReader.h"

#include <QByteArrayView>
#include <QString>

#include <algorithm>
#include <unordered_map>

namespace cloister::conversion {

static Unexpected malformedWords(const char *what)
{
    return fail(ErrorCode::Integrity, QLatin1String("The word vectors are not of the expected form: ") + QLatin1String(what));
}

char WordReader::peek()
{
    if (m_at == m_block.size()) {
        constexpr qint64 kBlockBytes = 1 << 20;
        m_block = m_device.read(kBlockBytes);
        m_at = 0;
        if (m_block.isEmpty())
            return '\0';
    }
    return m_block.at(m_at);
}

char WordReader::take()
{
    const char character = peek();
    if (m_at < m_block.size())
        ++m_at;
    return character;
}

char WordReader::takeSolid()
{
    char character = take();
    while (character == ' ' || character == '\n' || character == '\r' || character == '\t')
        character = take();
    return character;
}

/// The rest of a string whose opening quote was taken.
Result<std::string> WordReader::readString()
{
    std::string text;
    for (char character = take(); character != '"'; character = take()) {
        if (character == '\0')
            return malformedWords("a string does not end");
        if (character != '\\') {
            text += character;
            continue;
        }
        const char escaped = take();
        if (escaped == 'u') {
            QByteArray digits;
            for (int i = 0; i < 4; ++i)
                digits += take();
            bool isHex = false;
            const QChar unit(digits.toUShort(&isHex, 16));
            if (!isHex || unit.isSurrogate())
                return malformedWords("an escape is not understood");
            text += QString(unit).toStdString();
        } else if (escaped == '"' || escaped == '\\' || escaped == '/') {
            text += escaped;
        } else {
            return malformedWords("an escape is not understood");
        }
    }
    return text;
}

Result<double> WordReader::readNumber()
{
    QByteArray digits(1, takeSolid());
    constexpr qsizetype kLongestNumber = 64;
    while (digits.size() < kLongestNumber && QByteArrayView("0123456789+-.eE").contains(peek()))
        digits += take();
    bool isNumber = false;
    const double number = digits.toDouble(&isNumber);
    if (!isNumber)
        return malformedWords("a number is missing");
    return number;
}

Result<void> WordReader::readNames(int most, Words &words)
{
    if (!expect('['))
        return malformedWords("the list of words is missing");
    for (;;) {
        if (!expect('"'))
            return malformedWords("a word is missing");
        CLOISTER_ASSIGN(std::string name, readString());
        if (int(words.names.size()) < most)
            words.names.push_back(std::move(name));
        const char next = takeSolid();
        if (next == ']')
            return {};
        if (next != ',')
            return malformedWords("the list of words is broken");
    }
}

Result<void> WordReader::readVector(std::vector<double> &numbers)
{
    numbers.clear();
    if (!expect(':') || !expect('['))
        return malformedWords("a vector is missing");
    for (;;) {
        CLOISTER_ASSIGN(const double number, readNumber());
        numbers.push_back(number);
        const char next = takeSolid();
        if (next == ']')
            return {};
        if (next != ',')
            return malformedWords("a vector is broken");
    }
}

Result<void> WordReader::readVectors(Words &words)
{
    std::unordered_map<std::string, size_t> places;
    for (size_t i = 0; i < words.names.size(); ++i)
        places.emplace(words.names[i], i);
    const auto dimensions = size_t(words.dimensions);
    words.values.assign(words.names.size() * dimensions, 0.0F);
    if (!expect('{'))
        return malformedWords("the vectors are missing");
    std::vector<double> numbers;
    while (!places.empty()) {
        if (!expect('"'))
            return malformedWords("the vectors end before all words had theirs");
        CLOISTER_ASSIGN(const std::string name, readString());
        CLOISTER_TRY(readVector(numbers));
        if (const auto place = places.find(name); place != places.end()) {
            if (numbers.size() < dimensions)
                return malformedWords("a vector is too short");
            std::transform(numbers.begin(), numbers.begin() + std::ptrdiff_t(dimensions),
                           words.values.begin() + std::ptrdiff_t(place->second * dimensions),
                           [](double number) { return float(number); });
            places.erase(place);
        }
        if (const char next = takeSolid(); next != ',' && !places.empty())
            return malformedWords("the vectors end before all words had theirs");
    }
    return {};
}

Result<Words> WordReader::read(int most)
{
    Words words;
    if (!expect('{'))
        return malformedWords("it does not begin with an object");
    for (;;) {
        if (!expect('"'))
            return malformedWords("the vectors are missing");
        CLOISTER_ASSIGN(const std::string member, readString());
        if (!expect(':'))
            return malformedWords("a member has no value");
        if (member == "vectors") {
            if (words.names.empty() || words.dimensions < 1 || words.dimensions > 4096)
                return malformedWords("the vectors come before the words and their dimensions");
            CLOISTER_TRY(readVectors(words));
            return words;
        }
        if (member == "words") {
            CLOISTER_TRY(readNames(most, words));
        } else {
            CLOISTER_ASSIGN(const double number, readNumber());
            if (member == "dimensions")
                words.dimensions = int(number);
        }
        if (!expect(','))
            return malformedWords("the vectors are missing");
    }
}

} // namespace cloister::conversion
