#include "engine/search/Passages.h"

#include <algorithm>

namespace cloister::search {

/// What stands around a piece's text.
struct PassageFrame
{
    QString before;
    QString after;

    QString around(const QString &text) const { return before + text + after; }
};

static PassageFrame saidBy(const QString &name)
{
    constexpr qsizetype kLongestName = 64;
    return {name.left(kLongestName).simplified() + QLatin1String(" said, \""), QStringLiteral("\"")};
}

/// The last words of the previous message, followed by a space.
static QString tailOf(const Utterance &previous)
{
    constexpr qsizetype kTailWords = 20;
    // Twenty words of a language are shorter; without this a long line of code would leave the message no room.
    constexpr qsizetype kTailCharacters = 240;
    const QString end = previous.text.right(kTailCharacters).simplified();
    if (end.isEmpty())
        return {};
    const QString said = saidBy(previous.name).around(end);
    const QStringList words = said.split(QLatin1Char(' '));
    return words.mid(std::max<qsizetype>(0, words.size() - kTailWords)).join(QLatin1Char(' ')).right(kTailCharacters)
        + QLatin1Char(' ');
}

/// Words of the text; those too long to be read at once are cut into parts that surely can.
static QStringList piecesOfWords(const Embedder &embedder, const QString &text, int budget)
{
    QStringList result;
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (word.size() <= budget || embedder.countTokens(word) <= budget) {
            result.append(word);
            continue;
        }
        // A character is at most about one token.
        for (qsizetype at = 0; at < word.size();) {
            qsizetype length = std::min<qsizetype>(budget, word.size() - at);
            if (at + length < word.size() && length > 1 && word.at(at + length).isLowSurrogate())
                --length;
            result.append(word.mid(at, length));
            at += length;
        }
    }
    return result;
}

static QStringList splitIntoPieces(const Embedder &embedder, const PassageFrame &frame, const QString &text)
{
    const int budget = std::max(8, embedder.maxTokens() - embedder.countTokens(frame.around(QString())) - 1);
    QStringList pieces;
    QStringList together;
    int tokens = 0;
    const auto finishPiece = [&] {
        if (!together.isEmpty())
            pieces.append(frame.around(together.join(QLatin1Char(' '))));
        together.clear();
        tokens = 0;
    };
    const QStringList words = piecesOfWords(embedder, text, budget);
    for (const QString &word : words) {
        const int count = embedder.countTokens(word);
        if (tokens + count > budget)
            finishPiece();
        together.append(word);
        tokens += count;
    }
    finishPiece();
    return pieces;
}

static QStringList framedPassages(const Embedder &embedder, const QString &tail, const PassageFrame &frame,
                                  const QString &text)
{
    const QString plain = text.left(kMostPassageCharacters).simplified();
    if (plain.isEmpty())
        return {};
    QStringList passages{tail + frame.around(plain)};
    if (embedder.countTokens(passages.first()) > embedder.maxTokens())
        passages += splitIntoPieces(embedder, frame, plain).mid(0, kMostPassages - 1);
    return passages;
}

QStringList messagePassages(const Embedder &embedder, const Utterance &previous, const Utterance &message)
{
    return framedPassages(embedder, tailOf(previous), saidBy(message.name), message.text);
}

QStringList textPassages(const Embedder &embedder, const QString &text)
{
    return framedPassages(embedder, QString(), PassageFrame(), text);
}

} // namespace cloister::search
