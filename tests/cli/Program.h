#pragma once

#include "engine/client/HttpsTransport.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace cloister::test {

/// A command line as it is typed, without quotes.
inline QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// How one call of cloisterd ended.
struct Outcome
{
    int exitCode = -1; ///< -1 when it crashed or did not end
    QByteArray out;
    QByteArray err;

    /// The text of a member of the JSON object that was printed; empty when there is none.
    QString member(const char *name) const;
};

/// Runs the real program, with nothing of this process's CLOISTER_ variables.
Outcome runCloisterd(const QStringList &arguments, const QByteArray &input = {});

/// A directory with a key file beside a workspace that is still to be made.
class Home
{
public:
    Home();

    QString path(const char *name) const { return m_directory.filePath(QLatin1String(name)); }
    QString workspace() const { return path("workspace"); }
    QString unlockFile() const { return path("unlock"); }

    /// Runs a command on the workspace with the key file.
    Outcome run(const QStringList &arguments, const QByteArray &input = {}) const;
    /// The same with --json.
    Outcome json(QStringList arguments) const;

    /// The new id or key; empty when that failed.
    QString createProject(const QString &name) const;
    QString createKey(const QString &projectId, const QStringList &more = {}) const;

    /// Writes a file beside the workspace and gives its path.
    QString write(const char *name, const QByteArray &bytes) const;
    QByteArray read(const char *name) const;

private:
    QTemporaryDir m_directory;
};

/// A workspace served by the real program on a free port.
class Served
{
public:
    /// Waits until it answers; `isReady()` tells whether it does.
    explicit Served(const Home &home, const QStringList &more = {}, const QString &program = QStringLiteral(CLOISTERD_PROGRAM));
    /// Kills it if it still runs.
    ~Served();

    bool isReady() const { return !m_url.isEmpty(); }
    const QString &url() const { return m_url; }
    const QString &httpUrl() const { return m_httpUrl; }
    const QString &caFile() const { return m_caFile; }
    qint64 pid() const { return m_process.processId(); }

    /// Sends SIGTERM.
    void terminate() { m_process.terminate(); }
    /// The exit code, once it has ended; -1 when it crashed or does not end.
    int wait();
    /// What it logged.
    QByteArray log() { return m_process.readAllStandardError(); }

    std::unique_ptr<client::HttpsTransport> transport() const;

private:
    const QString m_readyFile;
    QProcess m_process;
    QString m_url;
    QString m_httpUrl;
    QString m_caFile;
};

/// Some dialogues with messages, threads and memories in two namespaces, as JSON Lines.
QByteArray sampleLines();

} // namespace cloister::test
