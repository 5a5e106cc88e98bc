#pragma once

#include "app/cloisterd/EngineHost.h"
#include "engine/auth/AccessLimits.h"
#include "engine/auth/AddressRules.h"
#include "engine/http/TransportHooks.h"

#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace cloister::cli {

/// Stands between the transports and a workspace that can be sealed and unsealed while it is served. Open, every request
/// goes to the dispatcher. Sealed, the keys have left memory and the files are closed: everything is answered 503 SEALED but
/// GET /healthz and, from this machine itself, POST /admin/v1/unseal. The lock of the directory is kept throughout, so
/// that no other process takes the workspace meanwhile. Any thread, but for construction and destruction.
class Gate
{
public:
    /// What else uses the workspace. Called on the gate's own thread, one at a time.
    struct Users
    {
        std::function<Result<void>(EngineHost &)> begin; ///< it was unsealed; an error seals it again
        std::function<void()> end;                       ///< it is about to be sealed
    };

    explicit Gate(std::unique_ptr<EngineHost> host);
    /// Waits for a sealing or unsealing that is going on; then as EngineHost.
    ~Gate();

    /// Before serving begins; `users.begin` is called for the workspace as it is, and its error given.
    Result<void> setUsers(Users users);

    /// Never fails and never blocks.
    Future<http::Response> handle(const http::Request &request);
    /// While sealed the address rules stay those that held last.
    http::TransportHooks hooks();

    /// Opens the workspace again with the first secret that does; nothing when it is open. Blocks. Unauthenticated when
    /// none does; else as EngineHost::open().
    Result<void> unseal(const std::vector<crypto::UnlockSecret> &secrets);

    /// From now on requests are answered 503 SHUTTING_DOWN, and the workspace stays as it is. Waits for a sealing or
    /// unsealing that is going on.
    void refuseNew();

    const Lock &lock() const { return *m_lock; }
    const QString &directory() const { return m_directory; }
    bool isSealed() const { return !m_isOpen; }
    /// Of the open workspace; not to be called once serving began.
    SearchModel searchModel() const { return m_host->searchModel(); }

private:
    void install(std::unique_ptr<EngineHost> host);
    void beginSeal();
    void seal();
    Result<void> open(const std::vector<crypto::UnlockSecret> &secrets);
    Future<http::Response> answerSealed(const http::Request &request);
    Future<http::Response> tryUnseal(const http::Request &request, const QString &requestId);
    Result<void> mayUnseal(const http::Request &request);
    http::Response unsealed(const std::vector<crypto::UnlockSecret> &secrets, const QHostAddress &address, const QString &requestId);
    void noteFailure(const QHostAddress &address);
    static http::Response refused(const Error &error, const QString &requestId);

    const QString m_directory;
    const std::shared_ptr<Lock> m_lock;
    Users m_users;
    auth::AccessLimits m_limits; ///< of wrong secrets
    std::atomic<bool> m_isOpen = true; ///< false as soon as sealing begins
    std::atomic<bool> m_isStopping = false;
    std::mutex m_starting; ///< held from a look at m_isStopping to the start of a sealing, so that who stops waits for that
    std::atomic<bool> m_isTrying = false; ///< one secret at a time: each costs a quarter of a gigabyte

    std::shared_mutex m_mutex; ///< guards the members below
    std::unique_ptr<EngineHost> m_host; ///< null while sealed
    http::TransportHooks m_hooks;       ///< of m_host; empty while sealed
    std::shared_ptr<const auth::AddressRules> m_lastRules;
    QList<QHostAddress> m_failures; ///< of wrong secrets while sealed, for the record; at most kKeptFailures

    QThreadPool m_thread; ///< one; last, so that it ends first
};

} // namespace cloister::cli
