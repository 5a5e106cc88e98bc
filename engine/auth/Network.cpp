#include "engine/auth/Network.h"

#include <QByteArray>

#include <algorithm>
#include <cstring>
#include <optional>

#include <arpa/inet.h>

namespace cloister::auth {

static constexpr int kV4Bits = 32;
static constexpr int kV6Bits = 128;
static constexpr int kMappedPrefix = 96;

static Unexpected notANetwork(const QString &text, const QString &why)
{
    const QString field = QStringLiteral("network");
    return Unexpected{Error{ErrorCode::InvalidParameter, QStringLiteral("%1 is no address or network: %2").arg(text.left(64), why),
        {{field, QStringLiteral("INVALID"), why, text.left(64)}}}};
}

static bool isMapped(const std::array<quint8, 16> &bits)
{
    return std::all_of(bits.begin(), bits.begin() + 10, [](quint8 byte) { return byte == 0; }) && bits[10] == 0xff
        && bits[11] == 0xff;
}

static void keepPrefix(std::array<quint8, 16> &bits, int prefix)
{
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(prefix - i * 8, 0, 8);
        bits[static_cast<std::size_t>(i)] &= static_cast<quint8>(0xff00 >> kept);
    }
}

static std::optional<int> prefixOf(const QString &text, int most)
{
    if (text.isEmpty() || text.size() > 3 || (text.size() > 1 && text.at(0) == u'0'))
        return std::nullopt;
    int value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value <= most ? std::optional(value) : std::nullopt;
}

Result<Network> Network::parse(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QByteArray address = (slash < 0 ? text : text.left(slash)).toUtf8();
    Network network;
    if (address.contains('\0'))
        return notANetwork(text.left(address.indexOf('\0')), QStringLiteral("it goes on after its end"));
    network.m_isV4 = ::inet_pton(AF_INET, address.constData(), network.m_bits.data()) == 1;
    if (!network.m_isV4 && ::inet_pton(AF_INET6, address.constData(), network.m_bits.data()) != 1)
        return notANetwork(text, QStringLiteral("write 192.0.2.7, 192.0.2.0/24, 2001:db8::1 or 2001:db8::/32"));
    const int most = network.m_isV4 ? kV4Bits : kV6Bits;
    const std::optional<int> prefix = slash < 0 ? std::optional(most) : prefixOf(text.mid(slash + 1), most);
    if (!prefix)
        return notANetwork(text, QStringLiteral("what follows / must be 0 to %1").arg(most));
    network.m_prefix = *prefix;
    const Bits given = network.m_bits;
    keepPrefix(network.m_bits, network.m_prefix);
    if (network.m_bits != given)
        return notANetwork(text, QStringLiteral("the network of that prefix is %1").arg(network.text()));
    if (!network.m_isV4 && network.m_prefix >= kMappedPrefix && isMapped(network.m_bits)) {
        network.m_isV4 = true;
        network.m_prefix -= kMappedPrefix;
        network.m_bits = {given[12], given[13], given[14], given[15]};
    }
    return network;
}

QHostAddress Network::folded(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return QHostAddress(v4);
    QHostAddress plain = address;
    plain.setScopeId(QString());
    return plain;
}

bool Network::contains(const QHostAddress &address) const
{
    if (address.isNull())
        return false;
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4 != m_isV4)
        return false;
    Bits bits{};
    if (isV4) {
        for (std::size_t i = 0; i < 4; ++i)
            bits[i] = static_cast<quint8>(v4 >> (24 - 8 * i));
    } else {
        const Q_IPV6ADDR v6 = address.toIPv6Address();
        std::copy(std::begin(v6.c), std::end(v6.c), bits.begin());
    }
    keepPrefix(bits, m_prefix);
    return bits == m_bits;
}

QString Network::text() const
{
    char address[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(m_isV4 ? AF_INET : AF_INET6, m_bits.data(), address, sizeof address);
    const QString plain = QString::fromLatin1(address);
    const int most = m_isV4 ? kV4Bits : kV6Bits;
    return m_prefix == most ? plain : QStringLiteral("%1/%2").arg(plain).arg(m_prefix);
}

} // namespace cloister::auth
