#include "engine/service/ListQuery.h"

#include "engine/crypto/Digest.h"

#include <QtEndian>

#include <limits>

namespace cloister {

// A token is base64url of: created (8 bytes, little-endian), seq (8), then half an HMAC over partition, list and both.
static constexpr qsizetype kTokenPositionBytes = 16;
static constexpr qsizetype kTokenMacBytes = 16;

static QByteArray macOf(const Partition &partition, const ListQuery &query, QByteArrayView position)
{
    const QByteArray order(1, query.order == Order::Descending ? 'd' : 'a');
    const QByteArray filter = query.fingerprint + QByteArray::number(query.from.value_or(-1)) + '/'
        + QByteArray::number(query.to.value_or(-1));
    QByteArray list = crypto::sha256(filter) + order + partition.key().bytes();
    return crypto::hmac(partition.tokenKey(), list.append(position)).left(kTokenMacBytes);
}

static Unexpected badToken()
{
    const QString text = QStringLiteral("the page token is damaged or belongs to another list");
    return Unexpected{Error{ErrorCode::InvalidParameter, text,
        {FieldError{QStringLiteral("next"), QStringLiteral("INVALID"), text, {}}}}};
}

static Result<tables::Position> positionOf(const Partition &partition, const ListQuery &query)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        query.next, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray token = decoded.decoded;
    if (!decoded || token.size() != kTokenPositionBytes + kTokenMacBytes)
        return badToken();
    const QByteArrayView position = QByteArrayView(token).first(kTokenPositionBytes);
    if (!crypto::isEqual(macOf(partition, query, position), QByteArrayView(token).sliced(kTokenPositionBytes)))
        return badToken();
    const char *numbers = token.cbegin(); // constData() may point at an empty text, which some compilers refuse
    return tables::Position{qFromLittleEndian<qint64>(numbers), qFromLittleEndian<qint64>(numbers + 8)};
}

Result<tables::Range> rangeOf(const Partition &partition, const ListQuery &query)
{
    tables::Range range;
    range.isDescending = query.order == Order::Descending;
    range.limit = query.limit + 1;
    range.from = query.from.value_or(std::numeric_limits<qint64>::min());
    range.to = query.to.value_or(std::numeric_limits<qint64>::max());
    if (!query.next.isEmpty()) {
        CLOISTER_ASSIGN(range.after, positionOf(partition, query));
    }
    return range;
}

QByteArray tokenAfter(const Partition &partition, const ListQuery &query, const tables::Position &last)
{
    QByteArray position(kTokenPositionBytes, Qt::Uninitialized);
    qToLittleEndian<qint64>(last.created, position.data());
    qToLittleEndian<qint64>(last.seq, position.data() + 8);
    return (position + macOf(partition, query, position))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace cloister
