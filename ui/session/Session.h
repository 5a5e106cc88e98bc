#pragma once

#include "engine/client/ApiClient.h"
#include "ui/session/Host.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace cloister::ui {

/// The console's session with a workspace: how it is reached, as whom, and whether it is locked. Pages exist only while
/// it is open. Lives on the GUI thread; nothing here waits.
class Session : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Away,   ///< no workspace chosen yet
        Locked, ///< a workspace chosen, its secret wanted
        Open,
    };

    /// `host` outlives the session.
    explicit Session(Host &host, QObject *parent = nullptr);
    ~Session() override;

    Host &host() const { return m_host; }
    State state() const { return m_state; }
    /// Whether the admin may do the daily work: read and change what tenants have said, and hand out keys. Others see
    /// counts and the audit log. The service decides; the console only leaves out what would be refused.
    bool mayWork() const { return m_connection && m_connection->role != AdminRole::Auditor; }
    /// Whether the admin may also decide about accounts, settings and whole projects.
    bool mayAdminister() const { return m_connection && m_connection->role == AdminRole::Owner; }

    /// Only while open; lives until aboutToLock() has been heard by all.
    const client::ApiClient &api() const { return *m_api; }
    /// Only while open.
    const Connection &connection() const { return *m_connection; }
    /// The workspace chosen last.
    const std::optional<WorkspacePlace> &place() const { return m_place; }
    /// A directory or an address, for people.
    QString placeName() const;

    /// Chooses a workspace; the session is locked afterwards.
    void choose(const WorkspacePlace &place);
    /// Back to the choice of a workspace.
    void leave();

    /// Opens the place chosen. The error is also given to failed(). Does nothing while an attempt is under way.
    void unlock(const QByteArray &secret);
    void create(const QString &directory, const QByteArray &passphrase);
    /// What the program has begun to open itself.
    void enter(const WorkspacePlace &place, const Future<Result<Connection>> &opened);
    bool isBusy() const { return m_isBusy; }
    /// Whether the place chosen has been open in this session.
    bool wasOpen() const { return m_wasOpen; }

    /// Ends the session; the service goes on. Locks when open, else does nothing.
    void lock();
    /// The same where the workspace is sealed: nothing is served until it is unlocked.
    void lockSealed();
    /// Whether the place chosen is known to serve nobody.
    bool isSealed() const { return m_isSealed; }

    /// Locks after so long without a key or click; 0 = never.
    void setIdleTime(std::chrono::seconds time);
    std::chrono::seconds idleTime() const { return m_idleTime; }

    /// The recovery code of a workspace that was just made, once.
    QString takeRecoveryCode();

Q_SIGNALS:
    void stateChanged();
    void busyChanged();
    void failed(const cloister::Error &error);
    /// Everything that uses api() must end now.
    void aboutToLock();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void opened(const WorkspacePlace &place, Connection connection);
    void setState(State state);
    void endConnection();
    void endSignIn() const;

    Host &m_host;
    State m_state = State::Away;
    bool m_isBusy = false;
    bool m_wasOpen = false;
    bool m_isSealed = false;
    std::optional<WorkspacePlace> m_place;
    std::optional<Connection> m_connection;
    std::unique_ptr<client::ApiClient> m_api;
    std::chrono::seconds m_idleTime{300};
    QTimer m_idle;
};

} // namespace cloister::ui
