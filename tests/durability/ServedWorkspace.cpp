#include "tests/durability/ServedWorkspace.h"

#include "engine/base/Json.h"

#include <QDebug>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <csignal>

namespace cloister::test {

static QString member(const QByteArray &json, const char *name)
{
    const Result<JsonSlice> slice = parseJson(json);
    const auto value = slice ? slice->member(QLatin1String(name)) : std::nullopt;
    return value ? value->toTextReplacing() : QString();
}

ServedWorkspace::ServedWorkspace(const QString &folder, const QStringList &wrapper) :
    m_folder(folder),
    m_wrapper(wrapper)
{
    QFile secret(m_folder + QStringLiteral("/passphrase"));
    if (secret.open(QIODevice::WriteOnly)) {
        secret.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        secret.write("four words make a passphrase\n");
    }
}

ServedWorkspace::~ServedWorkspace()
{
    kill();
}

QStringList ServedWorkspace::common() const
{
    return {QStringLiteral("--json"), QStringLiteral("--workspace"), directory(), QStringLiteral("--unlock-file"),
        m_folder + QStringLiteral("/passphrase")};
}

QByteArray ServedWorkspace::run(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(CLOISTERD_PROGRAM), arguments + common());
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        qWarning() << arguments << process.readAllStandardError();
        return {};
    }
    return process.readAllStandardOutput();
}

bool ServedWorkspace::create()
{
    if (run({QStringLiteral("init")}).isEmpty())
        return false;
    const QString project = member(
        run({QStringLiteral("project"), QStringLiteral("create"), QStringLiteral("durability")}), "id");
    m_key = member(run({QStringLiteral("key"), QStringLiteral("create"), QStringLiteral("--project"), project}), "key")
                .toLatin1();
    return !m_key.isEmpty();
}

bool ServedWorkspace::start()
{
    const QString ready = m_folder + QStringLiteral("/ready.json");
    QFile::remove(ready);
    QStringList command = m_wrapper + QStringList{QStringLiteral(CLOISTERD_PROGRAM), QStringLiteral("serve"),
        QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--ready-file"), ready} + common();
    // A process that may not be dumped or traced cannot look for leaks at its end.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    m_server.setProcessEnvironment(environment);
    m_server.setStandardErrorFile(m_folder + QStringLiteral("/server.log"), QIODevice::Append);
    m_server.setStandardOutputFile(QProcess::nullDevice());
    m_server.start(command.takeFirst(), command);
    QElapsedTimer timer;
    timer.start();
    QByteArray announced;
    while (announced.isEmpty() && timer.elapsed() < 120'000 && m_server.state() != QProcess::NotRunning) {
        QFile file(ready);
        if (file.open(QIODevice::ReadOnly))
            announced = file.readAll();
        m_server.waitForFinished(20);
    }
    m_url = member(announced, "url");
    m_caFile = member(announced, "caFile");
    const Result<JsonSlice> json = parseJson(announced);
    const auto pid = json ? json->member(QLatin1String("pid")) : std::nullopt;
    m_pid = pid ? pid->toInteger().value_or(0) : 0;
    if (m_url.isEmpty()) {
        QFile log(m_folder + QStringLiteral("/server.log"));
        qWarning() << "the service did not start:" << (log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray());
    }
    return !m_url.isEmpty() && m_pid > 0;
}

void ServedWorkspace::kill()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_pid), SIGKILL);
    m_server.waitForFinished(30'000);
}

bool ServedWorkspace::stop()
{
    ::kill(static_cast<pid_t>(m_pid), SIGTERM);
    return m_server.waitForFinished(60'000) && m_server.exitStatus() == QProcess::NormalExit
        && m_server.exitCode() == 0;
}

std::unique_ptr<client::HttpsTransport> ServedWorkspace::connect() const
{
    auto transport = client::HttpsTransport::create({.url = m_url, .caFile = m_caFile});
    return transport ? std::move(transport).value() : nullptr;
}

client::Reply call(client::Transport &transport, const QByteArray &method, const QByteArray &target,
    const QByteArray &body, const QByteArray &key)
{
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.left(mark);
    const QByteArray query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    const Result<client::Reply> reply = transport.send({method, path, query, body, key}).result();
    return reply ? *reply : client::Reply();
}

} // namespace cloister::test
