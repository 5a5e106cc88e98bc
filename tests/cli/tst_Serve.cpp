#include "engine/client/ApiClient.h"
#include "tests/cli/Program.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cloister;
using cloister::test::words;
using client::Reply;
using test::Home;
using test::Outcome;
using test::Served;

/// The service as programs meet it.
class tst_Serve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readyFile_tellsWhereItIs();
    void imported_readsBackEqual();
    void revokedKey_isRefusedAtOnce();
    void adminRoutes_needTheToken();
    void secondServer_isRefused();
    void plainHttp_onLoopbackOnly();
    void portTaken_saysSo();
    void sigterm_finishesWhatWasAccepted();
    void killed_leavesAWorkspaceThatOpens();

private:
    std::unique_ptr<Home> m_home;
    QString m_project;
    QString m_key;
};

void tst_Serve::init()
{
    m_home = std::make_unique<Home>();
    QCOMPARE(m_home->run(words("init")).exitCode, 0);
    m_project = m_home->createProject(QStringLiteral("Support"));
    m_key = m_home->createKey(m_project);
    QVERIFY(!m_key.isEmpty());
}

void tst_Serve::readyFile_tellsWhereItIs()
{
    Served served(*m_home, words("--http 127.0.0.1:0"));
    QVERIFY2(served.isReady(), served.log().constData());
    const QJsonObject ready = QJsonDocument::fromJson(m_home->read("ready")).object();
    QVERIFY(served.url().startsWith(QLatin1String("https://127.0.0.1:")));
    QVERIFY(served.httpUrl().startsWith(QLatin1String("http://127.0.0.1:")));
    QCOMPARE(ready.value(QLatin1String("pid")).toInteger(), served.pid());
    QVERIFY(QFile::exists(served.caFile()));
    const Result<Reply> reply = served.transport()->send({"GET", "/readyz", {}, {}, {}}).result();
    QVERIFY(reply.has_value());
    QCOMPARE(reply->status, 200);
    served.terminate();
    QCOMPARE(served.wait(), 0);
    QVERIFY(!QFile::exists(m_home->path("ready")));
    const QByteArray log = served.log();
    for (const QByteArray &line : log.trimmed().split('\n'))
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), log.constData());
    QVERIFY(log.contains("SIGTERM") && log.contains("stopped"));
}

void tst_Serve::imported_readsBackEqual()
{
    QCOMPARE(m_home->run(words("import - --project") << m_project, test::sampleLines()).exitCode, 0);
    const Served served(*m_home);
    QVERIFY(served.isReady());
    const auto transport = served.transport();
    const QByteArray key = m_key.toLatin1();
    const Result<Reply> messages
        = transport->send({"GET", "/api/v1/messages", "namespace=acme&dialogueId=call-1", {}, key}).result();
    QVERIFY(messages.has_value());
    QCOMPARE(messages->status, 200);
    QVERIFY(!messages->header("x-request-id").isEmpty());
    const QJsonArray items = QJsonDocument::fromJson(messages->body).object().value(QLatin1String("items")).toArray();
    QCOMPARE(items.size(), 2);
    QCOMPARE(items.at(0)[QLatin1String("id")].toString(), QStringLiteral("m-001"));
    QCOMPARE(items.at(0)[QLatin1String("content")].toString(), QStringLiteral("Hello é"));
    QCOMPARE(items.at(1)[QLatin1String("created")].toString(), QStringLiteral("2025-03-01T09:00:01.000Z"));
    QVERIFY(messages->body.contains(R"("content":[{"type":"text","text":"Hi"}])"));
    const Result<Reply> miss = transport->send({"GET", "/api/v1/dialogue/call-1", "namespace=initech", {}, key}).result();
    QCOMPARE(miss->status, 404);
    QVERIFY(miss->body.contains("DIALOGUE_NOT_FOUND"));
}

void tst_Serve::revokedKey_isRefusedAtOnce()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    const auto transport = served.transport();
    const auto status = [&] {
        const Result<Reply> reply = transport->send({"GET", "/api/v1/dialogue", {}, {}, m_key.toLatin1()}).result();
        return reply ? reply->status : 0;
    };
    QCOMPARE(status(), 200);
    QCOMPARE(m_home->run(words("key revoke --project") << m_project << m_key.mid(3, 8)).exitCode, 0);
    QCOMPARE(status(), 401);
}

void tst_Serve::adminRoutes_needTheToken()
{
    const Served served(*m_home);
    QVERIFY(served.isReady());
    const auto transport = served.transport();
    for (const QByteArray &token : {QByteArray(), m_key.toLatin1(), QByteArray("wrong")}) {
        const Result<Reply> reply = transport->send({"GET", "/admin/v1/projects", {}, {}, token}).result();
        QVERIFY(reply.has_value());
        QCOMPARE(reply->status, 401);
        QVERIFY(!reply->body.contains("Support"));
    }
    QCOMPARE(QFile::permissions(m_home->workspace() + QLatin1String("/LOCK")) & QFile::Permissions(0x0077),
        QFile::Permissions());
}

void tst_Serve::secondServer_isRefused()
{
    Served first(*m_home);
    QVERIFY(first.isReady());
    const Outcome second = m_home->run(words("serve --listen 127.0.0.1:0"));
    QCOMPARE(second.exitCode, 5);
    QVERIFY2(second.err.contains(first.url().toUtf8()), second.err.constData());
    first.terminate();
    QCOMPARE(first.wait(), 0);
    Served third(*m_home);
    QVERIFY(third.isReady());
}

void tst_Serve::plainHttp_onLoopbackOnly()
{
    const Outcome outcome = m_home->run(words("serve --listen 127.0.0.1:0 --http 0.0.0.0:0"));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("loopback"), outcome.err.constData());
}

void tst_Serve::portTaken_saysSo()
{
    const Served first(*m_home);
    QVERIFY(first.isReady());
    const Home other;
    QCOMPARE(other.run(words("init")).exitCode, 0);
    const QString address = first.url().mid(int(qstrlen("https://")));
    const Outcome outcome = other.run({QStringLiteral("serve"), QStringLiteral("--listen"), address});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains(address.section(QLatin1Char(':'), 1).toUtf8()), outcome.err.constData());
}

// Many writes are under way when the signal comes: each is answered, or was never taken; what was answered is there.
void tst_Serve::sigterm_finishesWhatWasAccepted()
{
    static constexpr int kWrites = 200;
    QList<int> answered;
    {
        Served served(*m_home);
        QVERIFY(served.isReady());
        const auto transport = served.transport();
        QList<Future<Result<Reply>>> futures;
        for (int i = 0; i < kWrites; ++i) {
            futures.append(transport->send({"POST", "/api/v1/dialogue", {},
                "{\"id\":\"d-" + QByteArray::number(10'000 + i) + "\"}", m_key.toLatin1()}));
        }
        QVERIFY(futures[0].result().has_value());
        served.terminate();
        for (int i = 0; i < kWrites; ++i) {
            const Result<Reply> reply = futures[i].result();
            if (reply && reply->status == 200)
                answered.append(i);
            else if (reply)
                QCOMPARE(reply->status, 503);
        }
        QCOMPARE(served.wait(), 0);
    }
    QVERIFY(!answered.isEmpty());
    const QByteArray lines = m_home->run(words("export --project") << m_project).out;
    for (const int i : answered)
        QVERIFY2(lines.contains("\"d-" + QByteArray::number(10'000 + i) + '"'), QByteArray::number(i).constData());
}

void tst_Serve::killed_leavesAWorkspaceThatOpens()
{
    {
        const Served served(*m_home);
        QVERIFY(served.isReady());
        const Result<Reply> reply
            = served.transport()->send({"POST", "/api/v1/dialogue", {}, R"({"id":"before"})", m_key.toLatin1()}).result();
        QVERIFY(reply && reply->status == 200);
    } // SIGKILL
    const Outcome exported = m_home->run(words("export --project") << m_project);
    QVERIFY2(exported.exitCode == 0, exported.err.constData());
    QVERIFY(exported.out.contains("before"));
}

CLOISTER_TEST(tst_Serve)
#include "tst_Serve.moc"
