#include "engine/base/Ulid.h"

#include "engine/base/Random.h"

#include <algorithm>
#include <cstring>

namespace cloister {

static constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static constexpr qsizetype kUlidLength = 26;
static constexpr qsizetype kTimeLength = 10;

static int crockfordDigit(QChar c)
{
    const char latin = c.toLatin1();
    const char *const found = latin == '\0' ? nullptr : std::strchr(kCrockford, latin);
    return found == nullptr ? -1 : static_cast<int>(found - kCrockford);
}

bool isUlid(QStringView text)
{
    return text.size() == kUlidLength && text[0] <= u'7' &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return crockfordDigit(c) >= 0; });
}

qint64 ulidTimeMs(QStringView text)
{
    if (!isUlid(text))
        return -1;
    qint64 time = 0;
    for (const QChar c : text.first(kTimeLength))
        time = time * 32 + crockfordDigit(c);
    return time;
}

static QString freshUlid(qint64 nowMs, Random &random)
{
    QString out(kUlidLength, Qt::Uninitialized);
    qint64 time = qBound(qint64(0), nowMs, (qint64(1) << 48) - 1);
    for (qsizetype i = kTimeLength - 1; i >= 0; --i) {
        out[i] = QLatin1Char(kCrockford[time & 31]);
        time >>= 5;
    }
    // 16 characters of 5 bits: one random byte for each, of which five bits are used.
    const QByteArray noise = random.bytes(kUlidLength - kTimeLength);
    for (qsizetype i = 0; i < noise.size(); ++i)
        out[kTimeLength + i] = QLatin1Char(kCrockford[noise.at(i) & 31]);
    return out;
}

QString nextUlid(const QString &last, qint64 nowMs, Random &random)
{
    const QString fresh = freshUlid(nowMs, random);
    if (!isUlid(last) || fresh > last)
        return fresh;
    QString next = last;
    for (qsizetype i = kUlidLength - 1; i >= 0; --i) {
        const int digit = crockfordDigit(next[i]);
        if (digit < 31) {
            next[i] = QLatin1Char(kCrockford[digit + 1]);
            break;
        }
        next[i] = QLatin1Char('0'); // carry; reaches the time only after 2^80 ids in one millisecond
    }
    return next;
}

UlidSource::UlidSource(Random &random, QString last) : m_random(random), m_last(std::move(last)) {}

QString UlidSource::next(qint64 nowMs)
{
    m_last = nextUlid(m_last, nowMs, m_random);
    return m_last;
}

} // namespace cloister
