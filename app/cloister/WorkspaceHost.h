#pragma once

#include "app/cloisterd/Service.h"
#include "ui/session/Host.h"

#include <QThreadPool>

#include <memory>

namespace cloister {

/// The console's ways to a workspace: opened in this process and served to others over HTTPS, or through the service that
/// has it open already. A workspace opened here stays open, and served, until another is chosen or the program ends.
class WorkspaceHost final : public ui::Host
{
public:
    /// `directory` is the default place. Listens on `listen`, or on a free port when that one is taken.
    WorkspaceHost(QString directory, cli::ListenAddress listen);
    /// Finishes what it serves.
    ~WorkspaceHost() override;

    QString defaultDirectory() const override { return m_directory; }
    ui::Found look(const QString &directory) const override;
    Future<Result<ui::Connection>> create(const QString &directory, const QByteArray &passphrase) override;
    Future<Result<ui::Connection>> open(const ui::WorkspacePlace &place, const QByteArray &secret) override;

    /// Opens with the secret of an unlock file instead of one that is typed.
    Future<Result<ui::Connection>> openWithFile(const QString &directory, const QString &unlockFile);

private:
    Future<Result<ui::Connection>> signIn(const ui::RemotePlace &place, const QByteArray &passphrase);
    Result<ui::Connection> makeHere(const QString &directory, const QByteArray &passphrase);
    Result<ui::Connection> openLocal(const QString &directory, std::vector<crypto::UnlockSecret> secrets);
    Result<ui::Connection> attach(const ServedWorkspace &served, const QString &directory,
        const std::vector<crypto::UnlockSecret> &secrets) const;
    Result<ui::Connection> serve(std::unique_ptr<cli::EngineHost> host);
    ui::Connection embedded() const;

    const QString m_directory;
    const cli::ListenAddress m_listen;
    std::shared_ptr<cli::Service> m_service; ///< used on the pool only, until that ends
    QThreadPool m_pool; ///< one thread; last, so that it ends first
};

} // namespace cloister
