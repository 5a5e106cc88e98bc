#include "engine/base/JsonScanner.h"

#include "engine/base/JsonText.h"
#include "engine/base/Utf8.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string_view>

namespace cloister {

static bool isJsonDigit(char c)
{
    return c >= '0' && c <= '9';
}

static bool isJsonHexDigit(char c)
{
    return isJsonDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

JsonScanner::JsonScanner(const QByteArray &bytes, JsonLimits limits) :
    m_bytes(bytes),
    m_limits(limits),
    m_start(m_bytes.constData()),
    m_at(m_start),
    m_end(m_start + m_bytes.size())
{
}

Result<JsonSlice> JsonScanner::run()
{
    if (m_bytes.startsWith("\xef\xbb\xbf"))
        m_at += 3;
    m_at = skipJsonSpace(m_at, m_end);
    const char *const first = m_at;
    if (!scanAll())
        return fail(ErrorCode::InvalidJson, m_why);
    const char *const last = m_at;
    m_at = skipJsonSpace(m_at, m_end);
    if (m_at != m_end) {
        refuse("something follows the value");
        return fail(ErrorCode::InvalidJson, m_why);
    }
    return JsonSlice(m_bytes, first - m_start, last - first);
}

bool JsonScanner::scanAll()
{
    while (m_next != Next::Done) {
        m_at = skipJsonSpace(m_at, m_end);
        if (m_at == m_end)
            return refuse("the text ends too early");
        if (!step())
            return false;
    }
    return true;
}

bool JsonScanner::step()
{
    switch (m_next) {
    case Next::Value: return scanValue();
    case Next::ElementOrEnd: return *m_at == ']' ? close() : scanValue();
    case Next::KeyOrEnd: return *m_at == '}' ? close() : scanKey();
    case Next::Key: return scanKey();
    case Next::CommaOrEnd: return scanSeparator();
    case Next::Done: break;
    }
    return true;
}

bool JsonScanner::scanValue()
{
    if (!countToken())
        return false;
    const char c = *m_at;
    if (c == '{' || c == '[')
        return open(c == '{');
    m_next = m_open.empty() ? Next::Done : Next::CommaOrEnd;
    switch (c) {
    case '"': return scanString();
    case 't': return scanLiteral("true");
    case 'f': return scanLiteral("false");
    case 'n': return scanLiteral("null");
    default: return scanNumber();
    }
}

bool JsonScanner::scanKey()
{
    if (!countToken())
        return false;
    if (*m_at != '"')
        return refuse("a member name in quotes was expected");
    const char *const quote = m_at;
    if (!scanString())
        return false;
    rememberKey(quote, std::memchr(quote, '\\', static_cast<size_t>(m_at - quote)) != nullptr);
    m_at = skipJsonSpace(m_at, m_end);
    if (m_at == m_end || *m_at != ':')
        return refuse("a colon was expected");
    ++m_at;
    m_next = Next::Value;
    return true;
}

bool JsonScanner::scanSeparator()
{
    const bool isObject = m_open.back().isObject;
    if (*m_at == ',') {
        ++m_at;
        m_next = isObject ? Next::Key : Next::Value;
        return true;
    }
    if (*m_at == (isObject ? '}' : ']'))
        return close();
    return refuse(isObject ? "a comma or } was expected" : "a comma or ] was expected");
}

bool JsonScanner::open(bool isObject)
{
    if (static_cast<qsizetype>(m_open.size()) >= m_limits.depth)
        return refuse("values are nested too deeply");
    m_open.push_back({isObject, m_keys.size(), m_decoded.size()});
    ++m_at;
    m_next = isObject ? Next::KeyOrEnd : Next::ElementOrEnd;
    return true;
}

bool JsonScanner::close()
{
    const Container closed = m_open.back();
    if (closed.isObject && !checkKeys(closed.firstKey))
        return false;
    m_keys.resize(closed.firstKey);
    m_decoded.truncate(closed.firstDecoded);
    m_open.pop_back();
    ++m_at;
    m_next = m_open.empty() ? Next::Done : Next::CommaOrEnd;
    return true;
}

void JsonScanner::skipPlain()
{
    // Eight bytes at a time while none of them is a quote, a backslash, a control or part of a non-ASCII character.
    static constexpr quint64 kOnes = 0x0101010101010101u;
    static constexpr quint64 kHighs = 0x8080808080808080u;
    static constexpr quint64 kQuotes = kOnes * 0x22u;
    static constexpr quint64 kSlashes = kOnes * 0x5cu;
    static constexpr quint64 kSpaces = kOnes * 0x20u;
    while (m_end - m_at >= 8) {
        quint64 word = 0;
        std::memcpy(&word, m_at, 8);
        const quint64 quotes = word ^ (kQuotes);
        const quint64 slashes = word ^ (kSlashes);
        const quint64 special = word | (word - kSpaces) | ((quotes - kOnes) & ~quotes) | ((slashes - kOnes) & ~slashes);
        if ((special & kHighs) != 0)
            return;
        m_at += 8;
    }
}

bool JsonScanner::scanString()
{
    ++m_at;
    for (;;) {
        skipPlain();
        if (m_at == m_end)
            return refuse("a string does not end");
        const auto byte = static_cast<unsigned char>(*m_at);
        if (byte == '"') {
            ++m_at;
            return true;
        }
        if (byte < 0x20)
            return refuse("a string holds a raw control character");
        if (byte == '\\') {
            if (!scanEscape())
                return false;
            continue;
        }
        const int length = utf8SequenceLength(m_at, m_end);
        if (length == 0)
            return refuse("the text is not valid UTF-8");
        m_at += length;
    }
}

bool JsonScanner::scanEscape()
{
    const qsizetype left = m_end - m_at;
    if (left >= 2 && std::memchr("\"\\/bfnrt", m_at[1], 8) != nullptr) {
        m_at += 2;
        return true;
    }
    if (left >= 6 && m_at[1] == 'u' && std::all_of(m_at + 2, m_at + 6, isJsonHexDigit)) {
        m_at += 6;
        return true;
    }
    return refuse("a string holds an unknown escape");
}

bool JsonScanner::scanLiteral(QByteArrayView literal)
{
    if (!QByteArrayView(m_at, m_end).startsWith(literal))
        return refuse("a value was expected");
    m_at += literal.size();
    return true;
}

bool JsonScanner::scanDigits()
{
    if (m_at == m_end || !isJsonDigit(*m_at))
        return refuse("a digit was expected");
    while (m_at != m_end && isJsonDigit(*m_at))
        ++m_at;
    return true;
}

bool JsonScanner::scanNumber()
{
    if (*m_at != '-' && !isJsonDigit(*m_at))
        return refuse("a value was expected");
    if (*m_at == '-')
        ++m_at;
    const char *const whole = m_at;
    if (!scanDigits())
        return false;
    if (*whole == '0' && m_at - whole > 1)
        return refuseAt("a number starts with 0", whole - m_start);
    if (m_at != m_end && *m_at == '.') {
        ++m_at;
        if (!scanDigits())
            return false;
    }
    if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
        ++m_at;
        if (m_at != m_end && (*m_at == '+' || *m_at == '-'))
            ++m_at;
        return scanDigits();
    }
    return true;
}

void JsonScanner::rememberKey(const char *quote, bool hasEscapes)
{
    const QByteArrayView inner(quote + 1, m_at - 1);
    Key key{quote - m_start, inner.size(), -1};
    if (hasEscapes) {
        key.decoded = m_decoded.size();
        appendDecodedJsonKey(m_decoded, inner);
        key.size = m_decoded.size() - key.decoded;
    }
    m_keys.push_back(key);
}

QByteArrayView JsonScanner::nameOf(const Key &key) const
{
    if (key.decoded >= 0)
        return {m_decoded.constData() + key.decoded, key.size};
    return {m_start + key.at + 1, key.size};
}

bool JsonScanner::mayHoldEqualKeys(size_t firstKey)
{
    m_hashes.clear();
    for (size_t i = firstKey; i < m_keys.size(); ++i) {
        const QByteArrayView name = nameOf(m_keys[i]);
        m_hashes.push_back(std::hash<std::string_view>()({name.data(), static_cast<size_t>(name.size())}));
    }
    std::sort(m_hashes.begin(), m_hashes.end());
    return std::adjacent_find(m_hashes.begin(), m_hashes.end()) != m_hashes.end();
}

bool JsonScanner::checkKeys(size_t firstKey)
{
    if (m_keys.size() - firstKey < 2 || !mayHoldEqualKeys(firstKey))
        return true;
    // Sorted by the names themselves, so that hashes made equal on purpose cost no more than this.
    const auto begin = m_keys.begin() + static_cast<std::ptrdiff_t>(firstKey);
    std::sort(begin, m_keys.end(), [this](const Key &a, const Key &b) {
        const int order = nameOf(a).compare(nameOf(b));
        return order != 0 ? order < 0 : a.at < b.at;
    });
    qsizetype second = -1;
    for (auto it = begin; it + 1 != m_keys.end(); ++it) {
        const auto after = it + 1;
        if (nameOf(*it) == nameOf(*after) && (second < 0 || after->at < second))
            second = after->at;
    }
    return second < 0 || refuseAt("an object has the same member twice", second);
}

bool JsonScanner::countToken()
{
    return ++m_tokens <= m_limits.tokens || refuse("the text holds too many values");
}

bool JsonScanner::refuse(const char *why)
{
    return refuseAt(why, m_at - m_start);
}

bool JsonScanner::refuseAt(const char *why, qsizetype offset)
{
    m_why = QStringLiteral("%1 at byte %2").arg(QLatin1String(why)).arg(offset);
    return false;
}

Result<JsonSlice> parseJson(const QByteArray &bytes, JsonLimits limits)
{
    return JsonScanner(bytes, limits).run();
}

} // namespace cloister
