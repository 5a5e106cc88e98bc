#pragma once

#include "engine/base/Future.h"
#include "engine/base/Result.h"
#include "engine/client/Transport.h"
#include "engine/model/Account.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <variant>

namespace cloister::ui {

/// An open way to a workspace.
struct Connection
{
    std::shared_ptr<client::Transport> transport;
    QByteArray token;
    QString name;             ///< a directory, or the address of a service
    QString url;              ///< where API clients reach it; empty = nowhere
    QString caFile = {};      ///< what clients on this machine trust it by; empty when it is elsewhere
    QString certificateFile = {}; ///< the service's own certificate; empty when it is elsewhere
    QByteArray fingerprint = {};  ///< what a service elsewhere is known by, in hex
    QString account = {};     ///< whose session the token is of, which ends with the console's; empty = this machine's
    AdminRole role = AdminRole::Owner;
    bool isEmbedded = false;  ///< whether the engine runs in this process
    QString recoveryCode = {}; ///< of a workspace just made; to be shown once
};

/// What is at a directory.
enum class Found {
    Nothing, ///< a workspace can be made there
    Closed,  ///< a workspace that nobody has open
    Served,  ///< a workspace that a running service, or this process, has open
    Busy,    ///< a workspace that another program has open and does not serve
    Other,   ///< something else
};

/// A workspace on this machine.
struct LocalPlace
{
    QString directory;
};

/// A service reached by its address, with the account of an admin.
struct RemotePlace
{
    QString url;
    QByteArray fingerprint; ///< SHA-256 of its certificate, in hex
    QString account;
};

using WorkspacePlace = std::variant<LocalPlace, RemotePlace>;

/// What the console needs from the program it is part of: ways to a workspace. Called on the GUI thread and returns at
/// once; futures finish on any thread. Outlives the session.
class Host
{
public:
    virtual ~Host() = default;

    /// Where a workspace is kept when nothing else is said.
    virtual QString defaultDirectory() const = 0;
    virtual Found look(const QString &directory) const = 0;

    /// Makes a workspace and opens it. Errors as Workspace::create().
    virtual Future<Result<Connection>> create(const QString &directory, const QByteArray &passphrase) = 0;

    /// Opens the workspace of a place, or attaches to the service that has it open, for the holder of this secret: a
    /// passphrase or the recovery code. Unauthenticated for a wrong one. A workspace that this process has open already
    /// stays open while the console is locked, and this only checks the secret.
    virtual Future<Result<Connection>> open(const WorkspacePlace &place, const QByteArray &secret) = 0;
};

} // namespace cloister::ui
