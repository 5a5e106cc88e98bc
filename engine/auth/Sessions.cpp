#include "engine/auth/Sessions.h"

#include "engine/crypto/Digest.h"

#include <algorithm>

namespace cloister::auth {

QByteArray Sessions::newToken()
{
    return crypto::randomBytes(32).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

void Sessions::start(QByteArrayView token, const Account &account, qint64 now)
{
    const QByteArray digest = crypto::sha256(token);
    const std::lock_guard lock(m_mutex);
    makeRoom(now);
    m_sessions.insert(digest, {account.name, account.role, now, now});
}

void Sessions::makeRoom(qint64 now)
{
    if (m_sessions.size() < kMaxSessions)
        return;
    m_sessions.removeIf([&](const auto &entry) { return now - entry.value().lastUsed >= m_idleMs; });
    if (m_sessions.size() < kMaxSessions)
        return;
    const auto oldest = std::min_element(m_sessions.cbegin(), m_sessions.cend(),
        [](const Session &a, const Session &b) { return a.lastUsed < b.lastUsed; });
    m_sessions.erase(oldest);
}

std::optional<Sessions::Session> Sessions::use(QByteArrayView token, qint64 now)
{
    const QByteArray digest = crypto::sha256(token);
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(digest);
    if (found == m_sessions.end())
        return std::nullopt;
    if (now - found->lastUsed >= m_idleMs) {
        m_sessions.erase(found);
        return std::nullopt;
    }
    found->lastUsed = std::max(found->lastUsed, now);
    return *found;
}

bool Sessions::end(QByteArrayView token)
{
    const QByteArray digest = crypto::sha256(token);
    const std::lock_guard lock(m_mutex);
    return m_sessions.remove(digest);
}

void Sessions::endAll(const QString &account, QByteArrayView kept)
{
    const QByteArray digest = kept.isEmpty() ? QByteArray() : crypto::sha256(kept);
    const std::lock_guard lock(m_mutex);
    m_sessions.removeIf([&](const auto &entry) { return entry.value().account == account && entry.key() != digest; });
}

qint64 Sessions::idleMs() const
{
    const std::lock_guard lock(m_mutex);
    return m_idleMs;
}

void Sessions::setIdleMs(qint64 idleMs)
{
    const std::lock_guard lock(m_mutex);
    m_idleMs = idleMs;
}

} // namespace cloister::auth
