#pragma once

#include "engine/client/HttpsTransport.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace cloister::test {

/// A workspace in a folder, served by a real cloisterd: made, started, killed and started again. One thread.
class ServedWorkspace
{
public:
    /// `folder` exists and outlives this. Under `wrapper` (such as strace and its options) when there is one.
    explicit ServedWorkspace(const QString &folder, const QStringList &wrapper = {});
    ~ServedWorkspace();

    /// Makes the workspace, a project and a key. False with a warning when a step fails.
    bool create();
    bool start();
    void kill();
    /// SIGTERM; true when it ended by itself with exit code 0.
    bool stop();

    qint64 pid() const { return m_pid; }
    int port() const { return QUrl(m_url).port(); }
    QString directory() const { return m_folder + QStringLiteral("/workspace"); }
    const QByteArray &key() const { return m_key; }
    /// A new connection of its own to the running service.
    std::unique_ptr<client::HttpsTransport> connect() const;

private:
    QByteArray run(const QStringList &arguments);
    QStringList common() const;

    QString m_folder;
    QStringList m_wrapper;
    QProcess m_server;
    qint64 m_pid = 0;
    QString m_url;
    QString m_caFile;
    QByteArray m_key;
};

/// One request with the key of `workspace`, waited for. Status 0 when there was no answer.
client::Reply call(client::Transport &transport, const QByteArray &method, const QByteArray &target,
    const QByteArray &body, const QByteArray &key);

} // namespace cloister::test
