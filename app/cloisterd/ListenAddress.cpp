#include "app/cloisterd/ListenAddress.h"

namespace cloister::cli {

static bool isAny(const QHostAddress &host)
{
    return host == QHostAddress::AnyIPv4 || host == QHostAddress::AnyIPv6 || host == QHostAddress::Any;
}

Result<ListenAddress> ListenAddress::parse(const QString &text)
{
    const auto refused = [&text] {
        return fail(ErrorCode::InvalidParameter,
            QStringLiteral("'%1' is no address to listen on; write it like 127.0.0.1:8443 or [::1]:8443").arg(text));
    };
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon < 1)
        return refused();
    QString host = text.left(colon);
    const bool hasBrackets = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    if (hasBrackets)
        host = host.mid(1, host.size() - 2);
    ListenAddress address;
    address.host = host == QLatin1String("localhost") ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    bool isPort = false;
    address.port = text.mid(colon + 1).toUShort(&isPort);
    const bool isIpv6 = address.host.protocol() == QAbstractSocket::IPv6Protocol;
    if (!isPort || address.host.isNull() || isIpv6 != hasBrackets)
        return refused();
    return address;
}

QString ListenAddress::urlOf(const QString &scheme, const QHostAddress &host, quint16 port)
{
    QHostAddress reached = host;
    if (isAny(host)) {
        reached = host.protocol() == QAbstractSocket::IPv6Protocol ? QHostAddress(QHostAddress::LocalHostIPv6)
                                                                   : QHostAddress(QHostAddress::LocalHost);
    }
    const QString name = reached.protocol() == QAbstractSocket::IPv6Protocol
        ? QLatin1Char('[') + reached.toString() + QLatin1Char(']')
        : reached.toString();
    return QStringLiteral("%1://%2:%3").arg(scheme, name).arg(port);
}

bool ListenAddress::isReachedFromLoopback() const
{
    return host.isLoopback() || isAny(host);
}

} // namespace cloister::cli
