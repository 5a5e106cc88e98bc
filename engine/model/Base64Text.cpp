#include "engine/model/Base64Text.h"

namespace cloister {

/// 0 to 63, or -1 for what is no base64 digit.
static int base64Digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

Base64Form base64Form(QByteArrayView text)
{
    qsizetype digits = 0;
    qsizetype padding = 0;
    bool hasSpace = false;
    int last = 0;
    for (const char c : text) {
        const int digit = base64Digit(c);
        if (digit >= 0 && padding == 0) {
            last = digit;
            ++digits;
        } else if (c == '=' && padding < 2) {
            ++padding;
        } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            hasSpace = true;
        } else {
            return Base64Form::Invalid;
        }
    }
    const qsizetype rest = digits % 4;
    if (digits == 0 || rest == 1 || (rest == 0 && padding > 0))
        return Base64Form::Invalid;
    const bool isPadded = (digits + padding) % 4 == 0;
    const int strayBits = rest == 2 ? last & 15 : rest == 3 ? last & 3 : 0;
    return isPadded && !hasSpace && strayBits == 0 ? Base64Form::Canonical : Base64Form::Loose;
}

} // namespace cloister
