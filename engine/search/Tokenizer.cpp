#include "engine/search/Tokenizer.h"

#include <QString>

#include <array>
#include <unordered_map>

namespace cloister::search {

namespace {

constexpr qsizetype kMaxWord = 64;
constexpr qsizetype kMaxParts = 512;

enum class CharClass { Other, Word, Unspaced, Symbol };

/// Scripts written without spaces between words: bigrams find what no word break can.
bool isUnspaced(QChar::Script script)
{
    switch (script) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

CharClass classify(char32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? CharClass::Word
                                                                                         : CharClass::Other;
    const QChar::Category category = QChar::category(c);
    if (category == QChar::Symbol_Other)
        return CharClass::Symbol;
    const bool isLetter = QChar::isLetterOrNumber(c);
    if (!isLetter && category != QChar::Mark_NonSpacing && category != QChar::Mark_SpacingCombining)
        return CharClass::Other;
    return isUnspaced(QChar::script(c)) ? CharClass::Unspaced : CharClass::Word;
}

bool isApostrophe(char32_t c)
{
    return c == U'\'' || c == U'\u2019' || c == U'\u02BC';
}

/// Joins the parts of an identifier when it stands between two word characters.
bool isJoiner(char32_t c)
{
    return c == '-' || c == '_' || c == '.' || c == '@' || c == '/' || c == ':' || c == '+' || c == '#'
        || c == U'\u2010' || c == U'\u2011';
}

/// Accents go only where they are ornaments of a Latin or Greek letter; elsewhere marks are vowels or letters.
QString foldAccents(const QString &text)
{
    const QString decomposed = text.normalized(QString::NormalizationForm_KD);
    QString out;
    out.reserve(decomposed.size());
    bool isOrnamental = false;
    for (qsizetype i = 0; i < decomposed.size(); ++i) {
        const QChar c = decomposed.at(i);
        if (c.category() == QChar::Mark_NonSpacing && c.unicode() >= 0x300 && c.unicode() <= 0x36f) {
            if (isOrnamental)
                continue;
        } else if (c.unicode() >= 0x64b && c.unicode() <= 0x652) {
            continue; // Arabic vowel points, which most texts leave out
        } else if (c.unicode() == 0x640) {
            continue; // Arabic stretching
        } else {
            const QChar::Script script = c.script();
            isOrnamental = script == QChar::Script_Latin || script == QChar::Script_Greek;
        }
        out += c;
    }
    // Letters that have no decomposition, as people type them without their keyboard.
    static const std::array<std::pair<char16_t, const char *>, 7> spelt = {{{u'ß', "ss"}, {u'æ', "ae"}, {u'œ', "oe"},
        {u'ø', "o"}, {u'ł', "l"}, {u'đ', "d"}, {u'\u2010', "-"}}};
    for (const auto &[letter, plain] : spelt)
        out.replace(QChar(letter), QLatin1String(plain));
    return out.normalized(QString::NormalizationForm_C);
}

class TokenCollector
{
public:
    explicit TokenCollector(Language language) : m_language(language) {}

    std::vector<Token> run(QStringView text);

private:
    /// A word between two joiners: [begin, end) of the text.
    struct Part
    {
        qsizetype begin;
        qsizetype end;
    };

    char32_t at(QStringView text, qsizetype index, qsizetype &next) const;
    qsizetype readCompound(QStringView text, qsizetype begin);
    qsizetype readUnspaced(QStringView text, qsizetype begin);
    qsizetype wordEnd(QStringView text, qsizetype begin) const;
    void addPart(QStringView word, bool &isCompound);
    void addWord(QStringView word);
    void add(std::string form, bool isWhole, bool isStemmed);

    Language m_language;
    std::vector<Token> m_tokens;
    std::unordered_map<std::string, std::pair<std::string, bool>> m_known; ///< form to stem and stop word
};

char32_t TokenCollector::at(QStringView text, qsizetype index, qsizetype &next) const
{
    const QChar high = text[index];
    next = index + 1;
    if (high.isHighSurrogate() && next < text.size() && text[next].isLowSurrogate())
        return QChar::surrogateToUcs4(high, text[next++]);
    return high.unicode();
}

void TokenCollector::add(std::string form, bool isWhole, bool isStemmed)
{
    if (form.empty())
        return;
    Token token;
    token.isWhole = isWhole;
    if (isStemmed) {
        auto known = m_known.find(form);
        if (known == m_known.end())
            known = m_known.emplace(form, std::pair{stem(form, m_language), search::isStopWord(form, m_language)}).first;
        token.stem = known->second.first;
        token.isStopWord = known->second.second;
    } else {
        token.stem = form;
    }
    token.form = std::move(form);
    m_tokens.push_back(std::move(token));
}

/// One word without joiners. l'homme gives l and homme; don't gives dont; Anna's gives anna.
void TokenCollector::addWord(QStringView word)
{
    qsizetype apostrophe = -1;
    for (qsizetype i = 0; i < word.size() && apostrophe < 0; ++i) {
        if (isApostrophe(word[i].unicode()))
            apostrophe = i;
    }
    if (apostrophe < 0) {
        add(foldWord(word), false, true);
        return;
    }
    const QStringView before = word.left(apostrophe);
    const QStringView after = word.sliced(apostrophe + 1);
    if (after.size() == 1 && before.size() > 2 && after[0].toLower() == QLatin1Char('s')) {
        add(foldWord(before), false, true);
    } else if (before.size() <= 2 && after.size() >= 3) {
        add(foldWord(before), false, true);
        addWord(after);
    } else {
        add(foldWord(before.toString() + after.toString()), false, true);
    }
}

/// One part of a compound, itself split where its capitals show words (getState, HTTPServer).
void TokenCollector::addPart(QStringView uncut, bool &isCompound)
{
    const QStringView word = uncut.left(kMaxWord);
    std::vector<Part> humps;
    qsizetype begin = 0;
    for (qsizetype i = 1; i < word.size(); ++i) {
        const bool rises = word[i].isUpper() && word[i - 1].isLower();
        const bool ends = i + 1 < word.size() && word[i].isUpper() && word[i - 1].isUpper() && word[i + 1].isLower();
        if (rises || ends) {
            humps.push_back({begin, i});
            begin = i;
        }
    }
    if (humps.empty()) {
        addWord(word);
        return;
    }
    humps.push_back({begin, word.size()});
    isCompound = true;
    for (const Part &hump : humps)
        addWord(word.sliced(hump.begin, hump.end - hump.begin));
}

/// The end of the word at `begin`: word characters and single apostrophes inside it.
qsizetype TokenCollector::wordEnd(QStringView text, qsizetype begin) const
{
    qsizetype i = begin;
    while (i < text.size()) {
        qsizetype next = 0;
        const char32_t c = at(text, i, next);
        if (classify(c) == CharClass::Word) {
            i = next;
            continue;
        }
        qsizetype after = 0;
        const bool isInside = isApostrophe(c) && i > begin && next < text.size()
            && classify(at(text, next, after)) == CharClass::Word;
        if (!isInside)
            break;
        i = next;
    }
    return i;
}

qsizetype TokenCollector::readCompound(QStringView text, qsizetype begin)
{
    qsizetype partBegin = begin;
    qsizetype end = begin;
    bool isCompound = false;
    for (qsizetype parts = 0; parts < kMaxParts; ++parts) {
        end = wordEnd(text, partBegin);
        addPart(text.sliced(partBegin, end - partBegin), isCompound);
        qsizetype after = 0;
        if (end + 1 >= text.size() || !isJoiner(text[end].unicode())
            || classify(at(text, end + 1, after)) != CharClass::Word)
            break;
        isCompound = true;
        partBegin = end + 1;
    }
    if (isCompound && end - begin <= kMaxWord)
        add(foldWord(text.sliced(begin, end - begin)), true, false);
    return end;
}

/// A run of a script without spaces: each pair of neighbours, or the single character that stands alone. Marks stay
/// with the character before them.
qsizetype TokenCollector::readUnspaced(QStringView text, qsizetype begin)
{
    qsizetype first = -1; // where the pair begins, and its second character
    qsizetype second = begin;
    qsizetype end = begin;
    while (end < text.size()) {
        qsizetype next = 0;
        const char32_t c = at(text, end, next);
        if (classify(c) != CharClass::Unspaced)
            break;
        if (end > begin && QChar::isLetterOrNumber(c)) {
            if (first >= 0)
                add(foldWord(text.sliced(first, end - first)), false, false);
            first = second;
            second = end;
        }
        end = next;
    }
    const qsizetype last = first >= 0 ? first : second;
    add(foldWord(text.sliced(last, end - last)), false, false);
    return end;
}

std::vector<Token> TokenCollector::run(QStringView text)
{
    qsizetype i = 0;
    while (i < text.size()) {
        qsizetype next = 0;
        switch (classify(at(text, i, next))) {
        case CharClass::Word:
            next = readCompound(text, i);
            break;
        case CharClass::Unspaced:
            next = readUnspaced(text, i);
            break;
        case CharClass::Symbol:
            add(text.sliced(i, next - i).toUtf8().toStdString(), false, false);
            break;
        case CharClass::Other:
            break;
        }
        i = next;
    }
    return std::move(m_tokens);
}

} // namespace

std::string foldWord(QStringView word)
{
    QStringView cut = word.left(kMaxWord);
    if (cut.size() < word.size() && cut.back().isHighSurrogate())
        cut.chop(1);
    std::string ascii;
    ascii.reserve(static_cast<size_t>(cut.size()));
    for (const QChar c : cut) {
        if (c.unicode() >= 0x80)
            return foldAccents(cut.toString().toCaseFolded()).toCaseFolded().toUtf8().toStdString();
        ascii += static_cast<char>(c.unicode() >= 'A' && c.unicode() <= 'Z' ? c.unicode() + 32 : c.unicode());
    }
    return ascii;
}

std::vector<Token> tokenize(QStringView text, Language language)
{
    return TokenCollector(language).run(text);
}

} // namespace cloister::search
