#include "engine/base/JsonSlice.h"

#include <limits>

namespace cloister {

/// The parts of a JSON number as written: digits without the point, and the power of ten they are times.
struct DecimalParts
{
    bool isNegative = false;
    QByteArray digits; ///< without leading and trailing zeros
    qint64 exponent = 0;
};

static qint64 boundedExponent(QByteArrayView text)
{
    // Exponents beyond this never give a 64-bit integer, however many digits a body of 36 MiB can hold.
    static constexpr qint64 kFar = qint64(1) << 40;
    const bool isNegative = text.startsWith('-');
    qint64 value = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            value = qMin(value * 10 + (c - '0'), kFar);
    }
    return isNegative ? -value : value;
}

static DecimalParts partsOf(QByteArrayView text)
{
    DecimalParts parts;
    parts.isNegative = text.startsWith('-');
    bool isFraction = false;
    for (qsizetype i = parts.isNegative ? 1 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.') {
            isFraction = true;
        } else if (c == 'e' || c == 'E') {
            parts.exponent += boundedExponent(text.sliced(i + 1));
            break;
        } else {
            if (!parts.digits.isEmpty() || c != '0')
                parts.digits += c;
            parts.exponent -= isFraction ? 1 : 0;
        }
    }
    qsizetype kept = parts.digits.size();
    while (kept > 0 && parts.digits.at(kept - 1) == '0')
        --kept;
    parts.exponent += parts.digits.size() - kept;
    parts.digits.truncate(kept);
    return parts;
}

std::optional<qint64> JsonSlice::toInteger() const
{
    static constexpr qint64 kMaxDigits = 19;
    if (kind() != JsonKind::Number)
        return std::nullopt;
    const DecimalParts parts = partsOf(raw());
    if (parts.digits.isEmpty())
        return 0;
    if (parts.exponent < 0 || parts.exponent > kMaxDigits || parts.digits.size() + parts.exponent > kMaxDigits)
        return std::nullopt;
    quint64 value = 0; // 19 digits fit into 64 unsigned bits
    for (const char c : parts.digits)
        value = value * 10 + static_cast<quint64>(c - '0');
    for (qint64 i = 0; i < parts.exponent; ++i)
        value *= 10;
    const quint64 limit = static_cast<quint64>(std::numeric_limits<qint64>::max()) + (parts.isNegative ? 1 : 0);
    if (value > limit)
        return std::nullopt;
    return static_cast<qint64>(parts.isNegative ? quint64(0) - value : value);
}

} // namespace cloister
