#include "tests/cli/Program.h"

#include "engine/crypto/UnlockSecret.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

namespace cloister::test {

static constexpr int kPatienceMs = 120'000; // for a loaded machine; nothing waits that long when all is well

static QProcessEnvironment cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("CLOISTER_")))
            environment.remove(name);
    }
    // The program lets nobody look into its memory, not even the leak checker of a sanitized build.
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    return environment;
}

static QString memberOf(const QByteArray &json, const char *name)
{
    return QJsonDocument::fromJson(json).object().value(QLatin1String(name)).toString();
}

QString Outcome::member(const char *name) const
{
    return memberOf(out, name);
}

Outcome runCloisterd(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.start(QStringLiteral(CLOISTERD_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    if (process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

Home::Home()
{
    // A key file needs no key derivation, which a passphrase takes a second for.
    if (!crypto::UnlockSecret::createKeyFile(unlockFile()))
        qFatal("no key file could be made");
}

Outcome Home::run(const QStringList &arguments, const QByteArray &input) const
{
    return runCloisterd(arguments + QStringList{QStringLiteral("--workspace"), workspace(),
                                        QStringLiteral("--unlock-file"), unlockFile()},
        input);
}

Outcome Home::json(QStringList arguments) const
{
    arguments.append(QStringLiteral("--json"));
    return run(arguments);
}

QString Home::createProject(const QString &name) const
{
    return json({QStringLiteral("project"), QStringLiteral("create"), name}).member("id");
}

QString Home::createKey(const QString &projectId, const QStringList &more) const
{
    return json(QStringList{QStringLiteral("key"), QStringLiteral("create"), QStringLiteral("--project"), projectId} + more)
        .member("key");
}

QString Home::write(const char *name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("no test file could be written");
    return file.fileName();
}

QByteArray Home::read(const char *name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Served::Served(const Home &home, const QStringList &more, const QString &program) : m_readyFile(home.path("ready"))
{
    m_process.setProcessEnvironment(cleanEnvironment());
    m_process.start(program,
        QStringList{QStringLiteral("serve"), QStringLiteral("--workspace"), home.workspace(),
            QStringLiteral("--unlock-file"), home.unlockFile(), QStringLiteral("--listen"),
            QStringLiteral("127.0.0.1:0"), QStringLiteral("--ready-file"), m_readyFile}
            + more);
    const QDeadlineTimer deadline(kPatienceMs);
    while (!QFile::exists(m_readyFile) && !deadline.hasExpired() && !m_process.waitForFinished(20)) { }
    const QByteArray ready = home.read("ready");
    m_url = memberOf(ready, "url");
    m_httpUrl = memberOf(ready, "httpUrl");
    m_caFile = memberOf(ready, "caFile");
}

Served::~Served()
{
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

int Served::wait()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kPatienceMs))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

std::unique_ptr<client::HttpsTransport> Served::transport() const
{
    auto transport = client::HttpsTransport::create({.url = m_url, .caFile = m_caFile});
    return transport ? std::move(transport).value() : nullptr;
}

QByteArray sampleLines()
{
    return R"({"namespace":"acme","id":"call-1","label":"Refund","created":"2025-03-01T09:00:00.000Z","tags":["vip"],"metadata":{"n":1.50},"state":{"b":1,"a":[]},"messages":[{"id":"m-001","role":"user","content":"Hello \u00e9","created":"2025-03-01T09:00:00.000Z"},{"id":"m-002","role":"assistant","content":[{"type":"text","text":"Hi"}],"created":"2025-03-01T09:00:01.000Z"}]}
{"namespace":"acme","id":"call-1-side","threadOf":"call-1","created":"2025-03-01T09:01:00.000Z","messages":[{"id":"m-003","role":"user","content":"aside","created":"2025-03-01T09:01:00.000Z"}]}

{"object":"memory","namespace":"acme","id":"memory-1","label":"language","value":{"is": "German"},"created":"2025-03-02T00:00:00.000Z"}
{"namespace":"globex","id":"call-1","created":"2025-03-03T09:00:00.000Z","messages":[{"id":"m-001","role":"user","content":"Another tenant","created":"2025-03-03T09:00:00.000Z"}]}
{"id":"in-default","created":"2025-03-04T09:00:00.000Z","messages":[]}
)";
}

} // namespace cloister::test
