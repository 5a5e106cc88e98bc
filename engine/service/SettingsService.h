#pragma once

#include "engine/auth/AccessLimits.h"
#include "engine/auth/Sessions.h"
#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/model/Caller.h"
#include "engine/storage/Connection.h"

#include <QStringList>

#include <optional>

namespace cloister {

class Workspace;

/// The workspace's settings, as they hold.
struct Settings
{
    QStringList trustedProxies; ///< networks whose forwarded headers are believed
    qint64 sessionIdleSeconds = auth::Sessions::kDefaultIdleMs / 1000;
    auth::LimitSettings limits;
};

/// What of them is to change; the rest stays.
struct SettingsChange
{
    std::optional<QStringList> trustedProxies;
    std::optional<qint64> sessionIdleSeconds;
    std::optional<qint64> keyPerMinute;
    std::optional<qint64> addressPerMinute;
    std::optional<qint64> failuresPerMinute;
};

/// The settings kept in the control database, and those that use them told of every change. Any thread.
class SettingsService
{
public:
    /// All outlive it. Reads what is stored and tells `sessions` and `limits`.
    SettingsService(Workspace &workspace, auth::Sessions &sessions, auth::AccessLimits &limits);

    Result<Settings> get() const;

    /// Holds from the next request on; one event for each setting that changes. InvalidParameter: at most 100 proxies,
    /// each a network (auth::Network); a session idle for 60 to 86,400 s; limits of 1 to 10,000,000 a minute, and 0 for
    /// none but of failures.
    Future<Result<Settings>> change(const Caller &caller, const SettingsChange &asked) const;

private:
    static Result<Settings> read(storage::Connection &connection);
    static Result<Settings> changed(Settings settings, const SettingsChange &asked);
    void tell(const Settings &settings) const;

    Workspace &m_workspace;
    auth::Sessions &m_sessions;
    auth::AccessLimits &m_limits;
};

} // namespace cloister
