#include "engine/base/JsonText.h"

#include "engine/base/Utf8.h"

#include <cstring>

namespace cloister {

static char16_t escapedCharacter(char c)
{
    switch (c) {
    case 'b': return u'\b';
    case 'f': return u'\f';
    case 'n': return u'\n';
    case 'r': return u'\r';
    case 't': return u'\t';
    default: return static_cast<char16_t>(c); // quote, backslash, slash
    }
}

static char16_t hexUnit(const char *at)
{
    unsigned unit = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = at[i];
        unit = unit * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return static_cast<char16_t>(unit);
}

/// The UTF-16 unit that the escape at `at` (a backslash) stands for; `at` moves behind it.
static char16_t takeEscape(const char *&at)
{
    const bool isUnit = at[1] == 'u';
    const char16_t unit = isUnit ? hexUnit(at + 2) : escapedCharacter(at[1]);
    at += isUnit ? 6 : 2;
    return unit;
}

/// The first backslash at or after `at`, or `end`.
static const char *nextEscape(const char *at, const char *end)
{
    const auto *slash = static_cast<const char *>(std::memchr(at, '\\', static_cast<size_t>(end - at)));
    return slash == nullptr ? end : slash;
}

QString decodeJsonText(QByteArrayView inner)
{
    const char *at = inner.data();
    const char *const end = at + inner.size();
    QString out;
    while (at != end) {
        const char *const stop = nextEscape(at, end);
        if (stop != at)
            out += fromUtf8({at, stop - at});
        at = stop;
        if (at != end)
            out += QChar(takeEscape(at));
    }
    return out;
}

static void appendCodePoint(QByteArray &out, char32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    static constexpr unsigned char kLead[] = {0, 0xc0, 0xe0, 0xf0};
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    out += static_cast<char>(kLead[more] | (c >> (6 * more)));
    for (int shift = 6 * (more - 1); shift >= 0; shift -= 6)
        out += static_cast<char>(0x80 | ((c >> shift) & 0x3f));
}

void appendDecodedJsonKey(QByteArray &out, QByteArrayView inner)
{
    const char *at = inner.data();
    const char *const end = at + inner.size();
    while (at != end) {
        const char *const stop = nextEscape(at, end);
        out.append(at, stop - at);
        at = stop;
        if (at == end)
            return;
        char32_t c = takeEscape(at);
        // Both halves of a pair are always escapes: UTF-8 cannot hold half of one.
        if (QChar::isHighSurrogate(c) && end - at >= 6 && at[0] == '\\' && at[1] == 'u' && QChar::isLowSurrogate(hexUnit(at + 2)))
            c = QChar::surrogateToUcs4(static_cast<char16_t>(c), takeEscape(at));
        appendCodePoint(out, c);
    }
}

bool isJsonText(QByteArrayView inner, QLatin1String text)
{
    const char *at = inner.data();
    const char *const end = at + inner.size();
    for (const char wanted : text) {
        if (at == end)
            return false;
        const char16_t unit = *at == '\\' ? takeEscape(at) : static_cast<unsigned char>(*at++);
        if (unit != static_cast<unsigned char>(wanted))
            return false;
    }
    return at == end;
}

const char *skipJsonString(const char *at, const char *end)
{
    const char *from = at + 1;
    for (;;) {
        const auto *quote = static_cast<const char *>(std::memchr(from, '"', static_cast<size_t>(end - from)));
        if (quote == nullptr)
            return end;
        // A quote is escaped when an odd number of backslashes stands before it.
        const char *slash = quote;
        while (slash != from && slash[-1] == '\\')
            --slash;
        from = quote + 1;
        if ((quote - slash) % 2 == 0)
            return from;
    }
}

static const char *skipJsonScalar(const char *at, const char *end)
{
    while (at != end && std::strchr(",]} \t\n\r", *at) == nullptr)
        ++at;
    return at;
}

const char *skipJsonValue(const char *at, const char *end)
{
    if (*at == '"')
        return skipJsonString(at, end);
    if (*at != '{' && *at != '[')
        return skipJsonScalar(at, end);
    qsizetype depth = 0;
    while (at != end) {
        if (*at == '"') {
            at = skipJsonString(at, end);
            continue;
        }
        if (*at == '{' || *at == '[')
            ++depth;
        else if ((*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
        ++at;
    }
    return end;
}

const char *skipJsonSpace(const char *at, const char *end)
{
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        ++at;
    return at;
}

} // namespace cloister
