#include "engine/auth/AccessLimits.h"

#include "engine/auth/Network.h"

namespace cloister::auth {

static constexpr int kV6NameBytes = 8; // a /64

LimitSettings AccessLimits::settings() const
{
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

void AccessLimits::set(const LimitSettings &settings)
{
    const std::lock_guard lock(m_mutex);
    m_settings = settings;
    m_keys.setRate({settings.keyPerMinute, settings.keyPerMinute});
    m_addresses.setRate({settings.addressPerMinute, settings.addressPerMinute});
    m_failures.setRate({settings.failuresPerMinute, settings.failuresPerMinute});
}

QByteArray AccessLimits::nameOf(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return '4' + QByteArray::number(v4, 16);
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    return '6' + QByteArray(reinterpret_cast<const char *>(v6.c), kV6NameBytes);
}

std::optional<Allowance> AccessLimits::takeForKey(const QString &keyId, qint64 nowMs)
{
    if (settings().keyPerMinute == 0)
        return std::nullopt;
    return m_keys.take(keyId.toLatin1(), nowMs);
}

std::optional<Allowance> AccessLimits::takeForAddress(const QHostAddress &address, qint64 nowMs)
{
    if (address.isNull() || settings().addressPerMinute == 0)
        return std::nullopt;
    return m_addresses.take(nameOf(address), nowMs);
}

Allowance AccessLimits::failuresLeft(const QHostAddress &address, qint64 nowMs)
{
    return address.isNull() ? Allowance{} : m_failures.peek(nameOf(address), nowMs);
}

void AccessLimits::noteFailure(const QHostAddress &address, qint64 nowMs)
{
    if (!address.isNull())
        m_failures.take(nameOf(address), nowMs);
}

qsizetype AccessLimits::size() const
{
    return m_keys.size() + m_addresses.size() + m_failures.size();
}

} // namespace cloister::auth
