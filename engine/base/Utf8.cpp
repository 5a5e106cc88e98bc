#include "engine/base/Utf8.h"

#include <algorithm>

namespace cloister {

int utf8SequenceLength(const char *at, const char *end)
{
    const auto byte = [at](int i) { return static_cast<unsigned char>(at[i]); };
    if (at == end)
        return 0;
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    const int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || end - at < length)
        return 0;
    // The second byte's range is what keeps out overlong forms, surrogates and values above U+10FFFF.
    const unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < low || byte(1) > high)
        return 0;
    for (int i = 2; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

bool isUtf8(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        const int length = utf8SequenceLength(at, end);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

QString fromUtf8(QByteArrayView bytes)
{
    static constexpr QByteArrayView kMark("\xef\xbb\xbf");
    QString marks;
    for (; bytes.startsWith(kMark); bytes = bytes.sliced(kMark.size()))
        marks += QChar(QChar::ByteOrderMark);
    return marks + QString::fromUtf8(bytes);
}

qsizetype codePointCount(QStringView text)
{
    qsizetype count = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        ++count;
    }
    return count;
}

bool isNfc(QStringView text)
{
    const bool simple = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x300; });
    return simple || text.toString().normalized(QString::NormalizationForm_C) == text;
}

bool hasControl(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool hasOuterSpace(QStringView text)
{
    return !text.isEmpty() && (text.front().isSpace() || text.back().isSpace());
}

bool hasLoneSurrogate(QStringView text)
{
    return !text.isValidUtf16();
}

} // namespace cloister
