#include "engine/base/Json.h"
#include "engine/client/ApiClient.h"
#include "tests/cli/Program.h"
#include "tests/support/Test.h"

#include <QFile>

#include <csignal>

using namespace cloister;
using cloister::test::words;
using test::Home;
using test::Outcome;
using test::Served;

/// The record and the protections from the command line, and the audit file through kill -9.
class tst_Record : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void events_export_writesLinesAndCsv();
    void events_checkpoints_andVerify();
    void events_follow_printsWhatHappens();
    void events_follow_needsAService();
    void protections_areSetAndKept();
    void deletes_areTriedFirst();
    void auditFile_killed_hasNoGapAndNoDuplicate();

private:
    bool post(Served &served, int count);

    std::unique_ptr<Home> m_home;
    QString m_project;
    QByteArray m_key;
};

void tst_Record::init()
{
    m_home = std::make_unique<Home>();
    QCOMPARE(m_home->run(words("init")).exitCode, 0);
    m_project = m_home->createProject(QStringLiteral("Support"));
    m_key = m_home->createKey(m_project).toLatin1();
    QVERIFY(!m_key.isEmpty());
}

// Memories by the API, as an application writes them; false when one was not acknowledged.
bool tst_Record::post(Served &served, int count)
{
    const auto transport = served.transport();
    bool isAllTaken = true;
    for (int i = 0; i < count; ++i) {
        const auto reply = transport->send({"POST", "/memory", {}, "{\"value\":1}", m_key}).result();
        isAllTaken = isAllTaken && reply && reply->status == 200;
        if (!isAllTaken)
            qWarning("%s", reply ? reply->body.constData() : qPrintable(reply.error().detail));
    }
    return isAllTaken;
}

void tst_Record::events_export_writesLinesAndCsv()
{
    const Outcome lines = m_home->run(words("events export"));
    QCOMPARE(lines.exitCode, 0);
    QVERIFY(lines.out.startsWith("{\"event\":{\"seq\":1,"));
    QVERIFY(lines.out.contains("\n{\"checkpoint\":{\"chain\":\"workspace\","));
    const Outcome file = m_home->run(
        words("events export --format csv --output") << m_home->path("log.csv") << words("--project") << m_project);
    QVERIFY2(file.exitCode == 0, file.err.constData());
    QVERIFY(file.out.startsWith("Exported 1 event to "));
    QVERIFY(m_home->read("log.csv").startsWith("\"seq\",\"time\","));
    QCOMPARE(m_home->run(words("events export --format xml")).exitCode, 1);
}

void tst_Record::events_checkpoints_andVerify()
{
    const Outcome kept = m_home->run(words("events checkpoints"));
    QCOMPARE(kept.exitCode, 0);
    QVERIFY(kept.out.startsWith("{\"checkpoint\":"));
    QVERIFY(kept.err.startsWith("public key: "));
    const Outcome verified = m_home->run(words("events verify"));
    QVERIFY2(verified.exitCode == 0, verified.err.constData());
    QVERIFY2(verified.out.startsWith("integrity     holds\ncompleteness  holds\n"), verified.out.constData());
    QCOMPARE(m_home->json(words("events verify --project") << m_project).member("completeness"), QStringLiteral("unproven"));
}

void tst_Record::events_follow_printsWhatHappens()
{
    Served served(*m_home);
    QVERIFY2(served.isReady(), served.log().constData());
    QVERIFY(post(served, 1));
    QProcess follower;
    follower.start(QStringLiteral(CLOISTERD_PROGRAM),
        words("events --follow --json --after 0 --workspace") << m_home->workspace() << words("--project") << m_project);
    QVERIFY(follower.waitForStarted());
    QByteArray out;
    const auto events = [&] {
        out += follower.readAllStandardOutput();
        return out.count("\"action\":\"memory.create\"");
    };
    QTRY_COMPARE_WITH_TIMEOUT(events(), 1, 60'000);
    QVERIFY(post(served, 2));
    QTRY_COMPARE_WITH_TIMEOUT(events(), 3, 60'000);
    for (const QByteArray &line : out.trimmed().split('\n'))
        QVERIFY2(parseJson(line).has_value(), line.constData());
    served.terminate();
    QVERIFY(follower.waitForFinished(60'000)); // the service went
    QVERIFY2(follower.exitCode() == 5, follower.readAllStandardError().constData());
}

void tst_Record::events_follow_needsAService()
{
    const Outcome outcome = m_home->run(words("events --follow"));
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.err.contains("cloisterd serve"));
}

void tst_Record::protections_areSetAndKept()
{
    const Outcome set = m_home->run(words("project set --deletion-protection on") << m_project);
    QVERIFY2(set.exitCode == 0, set.err.constData());
    QVERIFY(set.out.contains("deletion protection   on"));
    const Outcome refused = m_home->run(words("project delete --confirm Support") << m_project);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("protected from deletion"), refused.err.constData());
    QCOMPARE(m_home->run(words("project set --deletion-protection off --immutable") << m_project).exitCode, 0);
    QVERIFY(m_home->run(words("project delete --confirm Support") << m_project).err.contains("immutable"));
    QCOMPARE(m_home->run(words("project set --deletion-protection maybe") << m_project).exitCode, 1);
    QCOMPARE(m_home->run(words("project set") << m_project).exitCode, 1);
}

void tst_Record::deletes_areTriedFirst()
{
    const QByteArray lines = "{\"namespace\":\"acme\",\"id\":\"mem-1\",\"value\":1}\n{\"id\":\"mem-2\",\"value\":1}\n";
    QCOMPARE(m_home->run(words("import --project") << m_project << m_home->write("lines.jsonl", lines)).exitCode, 0);
    const QStringList acme = words("namespace delete acme --project") << m_project;
    QVERIFY(m_home->run(acme + words("--dry-run")).out.contains("1 memory"));
    QCOMPARE(m_home->run(acme).exitCode, 2);
    QCOMPARE(m_home->run(acme + words("--confirm acmee")).exitCode, 1);
    const Outcome gone = m_home->run(acme + words("--confirm acme"));
    QVERIFY2(gone.exitCode == 0, gone.err.constData());
    QVERIFY2(gone.out.startsWith("Deleted the namespace acme with 0 dialogues, 0 messages and 1 memory."), gone.out.constData());
    const Outcome whole = m_home->run(words("project delete --dry-run") << m_project);
    QVERIFY2(whole.out.contains("1 namespace with 0 dialogues, 0 messages and 1 memory"), whole.out.constData());
    QCOMPARE(m_home->run(words("namespace delete default --confirm default --project") << m_project).exitCode, 0);
}

void tst_Record::auditFile_killed_hasNoGapAndNoDuplicate()
{
    const QStringList options = words("--audit-file-size 1 --audit-file") << m_home->path("audit.jsonl");
    for (int round = 0; round < 6; ++round) {
        Served served(*m_home, options);
        QVERIFY2(served.isReady(), served.log().constData());
        QVERIFY(post(served, 60));
        const auto transport = served.transport();
        QList<Future<Result<client::Reply>>> sent;
        for (int i = 0; i < 20; ++i)
            sent.append(transport->send({"POST", "/memory", {}, "{\"value\":1}", m_key}));
        sent[round * 3].waitForFinished(); // in the midst of them
        ::kill(static_cast<pid_t>(served.pid()), SIGKILL);
        served.wait();
        QFile::remove(m_home->path("ready")); // which a killed one leaves
    }
    {
        Served served(*m_home, options);
        QVERIFY2(served.isReady(), served.log().constData());
        served.terminate();
        QCOMPARE(served.wait(), 0);
    }
    QHash<QString, qint64> last;
    for (const QByteArray &line : m_home->read("audit.jsonl").trimmed().split('\n')) {
        const auto json = parseJson(line);
        QVERIFY2(json.has_value(), line.constData());
        qint64 &seen = last[json->member(QLatin1String("log"))->toTextReplacing()];
        QVERIFY2(json->member(QLatin1String("event"))->member(QLatin1String("seq"))->toInteger() == seen + 1, line.constData());
        ++seen;
    }
    const Outcome log = m_home->run(words("events export --project") << m_project);
    QCOMPARE(qint64(log.out.count("{\"event\":")), last.value(m_project) + 1); // and the export itself
    QVERIFY(last.value(m_project) >= 360);
}

CLOISTER_TEST(tst_Record)
#include "tst_Record.moc"
