#pragma once

#include "engine/model/Account.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

#include <mutex>
#include <optional>

namespace cloister::auth {

/// Who has signed in, in memory alone: sessions end with the process. What is kept of a token is its digest, so that
/// finding one by it tells nothing about others. Any thread.
class Sessions
{
public:
    static constexpr qint64 kDefaultIdleMs = 15 * 60'000;
    static constexpr qsizetype kMaxSessions = 1'000; ///< beyond them the one that was idle longest ends

    struct Session
    {
        QString account;
        AdminRole role = AdminRole::Auditor;
        qint64 started = 0;
        qint64 lastUsed = 0;
    };

    /// 256 bits in base64url.
    static QByteArray newToken();
    void start(QByteArrayView token, const Account &account, qint64 now);

    /// The session of that token, used just now; nullopt when there is none or it was idle for too long, which ends it.
    std::optional<Session> use(QByteArrayView token, qint64 now);

    /// Ends the session of that token; false when there is none.
    bool end(QByteArrayView token);
    /// Ends all sessions of an account but the one of the token `kept`.
    void endAll(const QString &account, QByteArrayView kept = {});

    qint64 idleMs() const;
    /// Holds for the sessions that are there too.
    void setIdleMs(qint64 idleMs);

private:
    void makeRoom(qint64 now);

    mutable std::mutex m_mutex; ///< guards everything below
    qint64 m_idleMs = kDefaultIdleMs;
    QHash<QByteArray, Session> m_sessions; ///< by digest of the token
};

} // namespace cloister::auth
