// Sealing and unsealing a workspace while its service goes on running, over real sockets.
#include "tests/cli/Program.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QUrl>

using namespace cloister;
using client::Reply;
using test::Home;
using test::Outcome;
using test::Served;
using test::words;

class tst_Seal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sealed_answersNothingAndHoldsNoFile();
    void wrongSecrets_leaveItSealed();
    void throughAProxy_nobodyUnseals();
    void unsealed_goesOnAndTellsTheRecord();
    void auditFile_goesOnAfterwards();
    void sealing_needsConfirmationAndTheOwnersToken();
    void sealed_stopsAtOnce();

private:
    int status(const Served &served, const char *method, const QByteArray &path, const QByteArray &token, const QByteArray &body = {});
    static QStringList openFiles(qint64 pid, const QString &below);
    static QByteArray raw(const QString &url, const QByteArray &request);

    std::unique_ptr<Home> m_home;
    QString m_project;
    QByteArray m_key;
};

void tst_Seal::init()
{
    m_home = std::make_unique<Home>();
    QCOMPARE(m_home->run(words("init")).exitCode, 0);
    m_project = m_home->createProject(QStringLiteral("Support"));
    m_key = m_home->createKey(m_project).toLatin1();
    QVERIFY(!m_key.isEmpty());
}

int tst_Seal::status(
    const Served &served, const char *method, const QByteArray &path, const QByteArray &token, const QByteArray &body)
{
    const Result<Reply> reply = served.transport()->send({method, path, {}, body, token}).result();
    return reply ? reply->status : 0;
}

QStringList tst_Seal::openFiles(qint64 pid, const QString &below)
{
    QStringList found;
    const QDir descriptors(QStringLiteral("/proc/%1/fd").arg(pid));
    for (const QFileInfo &entry : descriptors.entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        if (entry.symLinkTarget().startsWith(below))
            found.append(QFileInfo(entry.symLinkTarget()).fileName());
    }
    return found;
}

QByteArray tst_Seal::raw(const QString &url, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QUrl(url).host(), static_cast<quint16>(QUrl(url).port()));
    if (!socket.waitForConnected(30'000))
        return {};
    socket.write(request);
    QByteArray answer;
    while (socket.waitForReadyRead(30'000))
        answer += socket.readAll();
    return answer;
}

void tst_Seal::sealed_answersNothingAndHoldsNoFile()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 200);
    // The control: open, it holds the files.
    QVERIFY(openFiles(served.pid(), m_home->workspace()).contains(QLatin1String("project.db")));
    QCOMPARE(m_home->run(words("seal")).exitCode, 0);
    const Result<Reply> refused = served.transport()->send({"GET", "/api/v1/dialogue", {}, {}, m_key}).result();
    QVERIFY(refused.has_value());
    QCOMPARE(refused->status, 503);
    QVERIFY2(refused->body.contains("\"code\":\"SEALED\""), refused->body.constData());
    QVERIFY(!refused->header("retry-after").isEmpty());
    QCOMPARE(status(served, "GET", "/readyz", {}), 503);
    QCOMPARE(status(served, "GET", "/healthz", {}), 200);
    QCOMPARE(status(served, "GET", "/admin/v1/projects", "wrong"), 503);
    QTRY_COMPARE_WITH_TIMEOUT(openFiles(served.pid(), m_home->workspace()), QStringList(QStringLiteral("LOCK")), 60'000);
    const Outcome listing = m_home->run(words("project list"));
    QCOMPARE(listing.exitCode, 5);
    QVERIFY2(listing.err.contains("sealed") || listing.err.contains("SEALED") || listing.err.contains("503"), listing.err.constData());
}

void tst_Seal::wrongSecrets_leaveItSealed()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    QCOMPARE(m_home->run(words("seal")).exitCode, 0);
    QCOMPARE(status(served, "POST", "/admin/v1/unseal", {}, "{\"secret\":\"a wrong passphrase\"}"), 401);
    QCOMPARE(status(served, "POST", "/admin/v1/unseal", {}, "{}"), 400);
    QCOMPARE(status(served, "POST", "/admin/v1/unseal", {}, "secret"), 400);
    QCOMPARE(status(served, "GET", "/admin/v1/unseal", {}), 503);
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 503);
    QCOMPARE(m_home->run(words("unseal")).exitCode, 0);
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 200);
}

void tst_Seal::throughAProxy_nobodyUnseals()
{
    const Served served(*m_home, words("--http 127.0.0.1:0"));
    QVERIFY(served.isReady());
    QCOMPARE(m_home->run(words("seal")).exitCode, 0);
    const QByteArray body = "{\"secret\":\"a wrong passphrase\"}";
    const QByteArray head = "POST /admin/v1/unseal HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n";
    const QByteArray proxied = raw(served.httpUrl(), head + "X-Forwarded-For: 192.0.2.1\r\n\r\n" + body);
    QVERIFY2(proxied.startsWith("HTTP/1.1 403 ") && proxied.contains("IP_NOT_ALLOWED"), proxied.constData());
    const QByteArray direct = raw(served.httpUrl(), head + "\r\n" + body);
    QVERIFY2(direct.startsWith("HTTP/1.1 401 "), direct.constData());
}

void tst_Seal::unsealed_goesOnAndTellsTheRecord()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(m_home->run(words("seal")).exitCode, 0);
        QCOMPARE(status(served, "POST", "/api/v1/memory", m_key, "{\"value\":1}"), 503);
        QCOMPARE(m_home->run(words("unseal")).exitCode, 0);
        QCOMPARE(status(served, "POST", "/api/v1/memory", m_key, "{\"value\":1}"), 200);
    }
    QVERIFY(m_home->run(words("unseal")).exitCode != 0); // it is open
    const Outcome events = m_home->run(words("events --json"));
    QCOMPARE(events.exitCode, 0);
    QCOMPARE(events.out.count("\"workspace.seal\""), 3);
    QCOMPARE(events.out.count("\"workspace.unlock\""), 3 + 3); // two commands before it was served, and that
}

void tst_Seal::auditFile_goesOnAfterwards()
{
    const QString file = m_home->path("audit.log");
    Served served(*m_home, words("--audit-file") << file);
    QVERIFY(served.isReady());
    QCOMPARE(m_home->run(words("seal")).exitCode, 0);
    QCOMPARE(m_home->run(words("unseal")).exitCode, 0);
    QCOMPARE(status(served, "POST", "/api/v1/memory", m_key, "{\"value\":1}"), 200);
    QTRY_VERIFY_WITH_TIMEOUT(m_home->read("audit.log").contains("\"memory.create\""), 60'000);
    QCOMPARE(m_home->read("audit.log").count("\"workspace.seal\""), 1);
    served.terminate();
    QCOMPARE(served.wait(), 0);
}

void tst_Seal::sealing_needsConfirmationAndTheOwnersToken()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    QCOMPARE(status(served, "POST", "/admin/v1/seal", {}, "{\"confirm\":true}"), 401);
    QCOMPARE(status(served, "POST", "/admin/v1/seal", m_key, "{\"confirm\":true}"), 401);
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 200);
    const QByteArray lock = QByteArray(m_home->read("workspace/LOCK"));
    const QByteArray token = QJsonDocument::fromJson(lock).object().value(QLatin1String("adminToken")).toString().toLatin1();
    QVERIFY2(!token.isEmpty(), "LOCK tells the token");
    QCOMPARE(status(served, "POST", "/admin/v1/seal", token, "{}"), 400);
    QCOMPARE(status(served, "POST", "/admin/v1/seal", token, "{\"confirm\":\"yes\"}"), 400);
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 200);
    QCOMPARE(status(served, "POST", "/admin/v1/seal", token, "{\"confirm\":true}"), 202);
    QCOMPARE(status(served, "GET", "/api/v1/dialogue", m_key), 503);
}

void tst_Seal::sealed_stopsAtOnce()
{
    Served served(*m_home);
    QVERIFY(served.isReady());
    QCOMPARE(m_home->run(words("seal")).exitCode, 0);
    served.terminate();
    QCOMPARE(served.wait(), 0);
    QCOMPARE(m_home->run(words("project list")).exitCode, 0);
}

CLOISTER_TEST(tst_Seal)
#include "tst_Seal.moc"
