#pragma once

#include "engine/base/Result.h"

#include <QHostAddress>
#include <QString>

#include <array>

namespace cloister::auth {

/// A range of IPv4 or IPv6 addresses. A value.
class Network
{
public:
    /// "192.0.2.7", "192.0.2.0/24", "2001:db8::1", "2001:db8::/32"; IPv4 written as ::ffff:192.0.2.7 is IPv4.
    /// InvalidParameter in words for anything else: names, ports, zones, other spellings of numbers, and addresses with
    /// bits beyond the prefix, which may be a slip.
    static Result<Network> parse(const QString &text);

    /// False for a null address, and for one of the other family; IPv4-mapped IPv6 counts as IPv4.
    bool contains(const QHostAddress &address) const;

    /// The one way to write it; a single address has no prefix.
    QString text() const;

    /// IPv4-mapped IPv6 made IPv4, zones left out: what addresses are compared as.
    static QHostAddress folded(const QHostAddress &address);

private:
    using Bits = std::array<quint8, 16>;

    bool m_isV4 = false;
    int m_prefix = 0; ///< of the family: 0 to 32 or 128
    Bits m_bits{};    ///< IPv4 in the first four
};

} // namespace cloister::auth
