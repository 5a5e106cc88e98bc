#pragma once

#include "engine/auth/RateLimiter.h"

#include <QHostAddress>
#include <QString>

#include <mutex>
#include <optional>

namespace cloister::auth {

/// How often keys and addresses may ask, a minute; 0 = as often as they like.
struct LimitSettings
{
    qint64 keyPerMinute = 0;       ///< requests of one API key
    qint64 addressPerMinute = 0;   ///< requests from one address, whoever sends them
    qint64 failuresPerMinute = 100; ///< wrong or missing keys from one address; never 0

    friend bool operator==(const LimitSettings &, const LimitSettings &) = default;
};

/// Counts requests and failures. IPv6 addresses count by their /64, which one customer of a provider has whole; the
/// in-process console (a null address) is not counted. Any thread.
class AccessLimits
{
public:
    LimitSettings settings() const;
    void set(const LimitSettings &settings);

    /// Counts a request; nullopt where there is no limit.
    std::optional<Allowance> takeForKey(const QString &keyId, qint64 nowMs);
    std::optional<Allowance> takeForAddress(const QHostAddress &address, qint64 nowMs);

    /// Whether the address has failures left; asked before its key is looked at, so that guessing ends there.
    Allowance failuresLeft(const QHostAddress &address, qint64 nowMs);
    void noteFailure(const QHostAddress &address, qint64 nowMs);

    /// Keys and addresses that are being counted.
    qsizetype size() const;

    /// What an address is counted as.
    static QByteArray nameOf(const QHostAddress &address);

private:
    mutable std::mutex m_mutex; ///< guards m_settings
    LimitSettings m_settings;
    RateLimiter m_keys{{1, 1}};
    RateLimiter m_addresses{{1, 1}};
    RateLimiter m_failures{{LimitSettings().failuresPerMinute, LimitSettings().failuresPerMinute}};
};

} // namespace cloister::auth
