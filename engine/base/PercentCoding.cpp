#include "engine/base/PercentCoding.h"

#include "engine/base/Utf8.h"

namespace cloister {

static int hexDigitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static Result<QString> percentDecoded(QByteArrayView text, char space)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == space ? ' ' : text[i];
            continue;
        }
        const int high = text.size() - i > 2 ? hexDigitValue(text[i + 1]) : -1;
        const int low = text.size() - i > 2 ? hexDigitValue(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return fail(ErrorCode::InvalidParameter, QStringLiteral("a percent escape is not two hex digits"));
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!isUtf8(out))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the address is not valid UTF-8"));
    QString decoded = fromUtf8(out);
    if (hasControl(decoded))
        return fail(ErrorCode::InvalidParameter, QStringLiteral("the address holds a control character"));
    return decoded;
}

Result<QString> decodePathSegment(QByteArrayView segment)
{
    return percentDecoded(segment, ' ');
}

Result<QList<QueryItem>> decodeQuery(QByteArrayView query)
{
    QList<QueryItem> items;
    qsizetype from = 0;
    while (from <= query.size()) {
        qsizetype end = query.indexOf('&', from);
        if (end < 0)
            end = query.size();
        const QByteArrayView part = query.sliced(from, end - from);
        from = end + 1;
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        CLOISTER_ASSIGN(QString key, percentDecoded(equals < 0 ? part : part.first(equals), '+'));
        CLOISTER_ASSIGN(QString value, percentDecoded(equals < 0 ? QByteArrayView() : part.sliced(equals + 1), '+'));
        items.append({key, value});
    }
    return items;
}

QByteArray percentEncode(const QString &text)
{
    return text.toUtf8().toPercentEncoding();
}

} // namespace cloister
