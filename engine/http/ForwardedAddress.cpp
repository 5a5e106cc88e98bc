#include "engine/http/ForwardedAddress.h"

namespace cloister::http {

// In the order that the proxies wrote them, the nearest last.
static QByteArrayList hopsOf(const Request &request)
{
    QByteArrayList hops;
    for (const auto &[name, value] : request.headers) {
        if (name == "x-forwarded-for")
            hops += value.split(',');
    }
    return hops;
}

Result<QHostAddress> forwardedAddress(const Request &request, const auth::AllowList &proxies)
{
    QHostAddress from = request.address;
    if (proxies.isEmpty() || !proxies.contains(from))
        return from;
    const QByteArrayList hops = hopsOf(request);
    for (auto hop = hops.crbegin(); hop != hops.crend() && proxies.contains(from); ++hop) {
        const QString text = QString::fromLatin1(hop->trimmed());
        const auto one = auth::Network::parse(text);
        const QHostAddress address = one ? QHostAddress(one->text()) : QHostAddress();
        if (address.isNull())
            return fail(ErrorCode::InvalidParameter, QStringLiteral("X-Forwarded-For must be a list of addresses"));
        from = address;
    }
    return from;
}

} // namespace cloister::http
