#include "engine/crypto/Digest.h"
#include "engine/service/ControlFile.h"
#include "tests/support/WorkspaceFixture.h"

#include <QFile>

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_CheckService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_wholeWorkspace_findsNothingAndCounts();
    void run_flippedByte_isReportedAndOthersAreChecked();
    void run_damagedHeader_isReportedAndOthersAreChecked();
    void run_changedRecord_isReported_data();
    void run_changedRecord_isReported();
    void run_changedWorkspaceEvent_isReported();
    void run_damagedKeystore_isReported();
    void run_cancelled_stops();
};

struct CheckWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        for (const char *name : {"First", "Second"}) {
            const auto made = project(QLatin1String(name));
            if (!made)
                return false;
            ids.append(made->id);
            for (const char *tenant : {"", "acme"}) {
                if (!dialogue(keyCaller(made->id), QLatin1String(tenant), QStringLiteral("talk-1")))
                    return false;
            }
        }
        return true;
    }

    /// Problems by file.
    QMap<QString, QStringList> run()
    {
        const auto checks = engine->checks.run(progress);
        QMap<QString, QStringList> problems;
        if (!checks) {
            explain(checks.error());
            return problems;
        }
        for (const FileCheck &check : *checks)
            problems.insert(check.file, check.problems);
        return problems;
    }

    QString folder(int n) const { return QStringLiteral("projects/") + ids.at(n); }

    bool damage(const QString &name, qint64 at)
    {
        QFile target(path() + QLatin1Char('/') + name);
        if (!target.open(QIODevice::ReadWrite) || !target.seek(at < 0 ? target.size() + at : at))
            return false;
        const char byte = static_cast<char>(~target.peek(1).at(0));
        return target.write(&byte, 1) == 1;
    }

    /// Runs SQL in a project's database as somebody with the key would.
    bool tamper(int n, const QByteArray &sql)
    {
        const auto key = workspace->keystore().projectKey(ids.at(n));
        close();
        const crypto::SecretKey data = crypto::subkey(*key, 1, "projdata");
        storage::OpenOptions options{.path = path() + QLatin1Char('/') + folder(n) + QLatin1String("/project.db"),
            .key = data.bytes(), .role = storage::Role::Writer};
        const auto connection = storage::Connection::open(options);
        return connection && (*connection)->execute(sql);
    }

    QStringList ids;
    JobProgress progress;
};

void tst_CheckService::run_wholeWorkspace_findsNothingAndCounts()
{
    CheckWorld world;
    QVERIFY(world.begin());
    const auto problems = world.run();
    QCOMPARE(problems.size(), 4);
    for (const char *file : {"keystore", "control.db"})
        QVERIFY(problems.contains(QLatin1String(file)));
    for (auto file = problems.cbegin(); file != problems.cend(); ++file)
        QVERIFY2(file->isEmpty(), qPrintable(file->join(QLatin1Char('\n'))));
    qint64 events = 0;
    AuditQuery all;
    all.limit = 1000;
    for (const QString &log : QStringList{QString()} + world.ids)
        events += world.engine->audit.list(log, all).value_or(QList<AuditRecord>()).size();
    QVERIFY(events > 10);
    QCOMPARE(world.progress.done.load(), 4 + 8 + events); // files, dialogues and messages, and what was logged
    QCOMPARE(world.progress.total.load(), 4 + 8 + events);
}

void tst_CheckService::run_flippedByte_isReportedAndOthersAreChecked()
{
    CheckWorld world;
    QVERIFY(world.begin());
    world.close();
    QVERIFY(world.damage(world.folder(0) + QLatin1String("/project.db"), -2000));
    QVERIFY(world.open());
    const auto problems = world.run();
    QVERIFY(!problems.value(world.folder(0)).isEmpty());
    QVERIFY(problems.contains(world.folder(1)));
    QVERIFY(problems.value(world.folder(1)).isEmpty());
}

void tst_CheckService::run_damagedHeader_isReportedAndOthersAreChecked()
{
    CheckWorld world;
    QVERIFY(world.begin());
    world.close();
    QVERIFY(world.damage(world.folder(0) + QLatin1String("/keys.db"), 100));
    QVERIFY(world.open());
    const auto problems = world.run();
    QVERIFY(!problems.value(world.folder(0)).isEmpty());
    QVERIFY(problems.contains(world.folder(1)));
    QVERIFY(problems.value(world.folder(1)).isEmpty());
}

void tst_CheckService::run_changedRecord_isReported_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QString>("found");
    const QString closed = QStringLiteral("namespace 'acme'");
    QTest::newRow("message moved to another namespace")
        << QByteArray("UPDATE message SET content = (SELECT content FROM message WHERE pk LIKE 'DIALOGUE##%')"
                      " WHERE pk LIKE 'DIALOGUE#acme#%'")
        << closed;
    QTest::newRow("state cut") << QByteArray(
        "UPDATE dialogue SET state = substr(state, 1, length(state) - 1) WHERE pk LIKE 'DIALOGUE#acme#%'") << closed;
    QTest::newRow("message removed") << QByteArray("DELETE FROM message WHERE pk LIKE 'DIALOGUE#acme#%'") << closed;
    QTest::newRow("namespace removed") << QByteArray("DELETE FROM namespace WHERE pk LIKE 'DIALOGUE#acme#%'")
                                       << closed;
    QTest::newRow("search entry removed")
        << QByteArray("DELETE FROM search_entry WHERE object = 'message' AND pk LIKE 'DIALOGUE#acme#%'")
        << QStringLiteral("namespace 'acme': search knows 1 dialogues, 0 messages");
    QTest::newRow("event edited") << QByteArray("UPDATE event SET body = replace(CAST(body AS TEXT), 'testkey1', 'somebody')"
                                                " WHERE seq = 2") << QStringLiteral("event 2 was changed");
    QTest::newRow("event's column edited") << QByteArray("UPDATE event SET actor = 'key:somebody' WHERE seq = 2")
                                           << QStringLiteral("event 2 is listed under other terms");
    QTest::newRow("event removed") << QByteArray("DELETE FROM event WHERE seq = 2")
                                   << QStringLiteral("event 2 is missing");
    QTest::newRow("first event removed") << QByteArray("DELETE FROM event WHERE seq = 1")
                                         << QStringLiteral("event 1 is missing");
    QTest::newRow("events exchanged") << QByteArray(
        "UPDATE event SET seq = -2 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3;"
        " UPDATE event SET seq = 3 WHERE seq = -2") << QStringLiteral("event 2 stands after event 3");
}

void tst_CheckService::run_changedRecord_isReported()
{
    QFETCH(QByteArray, sql);
    QFETCH(QString, found);
    CheckWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.tamper(0, sql));
    QVERIFY(world.open());
    const auto problems = world.run();
    const QString text = problems.value(world.folder(0)).join(QLatin1Char('\n'));
    QVERIFY2(text.contains(found), qPrintable(text));
    QVERIFY(problems.contains(world.folder(1)));
    QVERIFY(problems.value(world.folder(1)).isEmpty());
    QVERIFY(problems.value(QStringLiteral("control.db")).isEmpty());
}

void tst_CheckService::run_changedWorkspaceEvent_isReported()
{
    CheckWorld world;
    QVERIFY(world.begin());
    const auto key = world.workspace->keystore().namedKey(QStringLiteral("control"));
    world.close();
    {
        storage::OpenOptions options{
            .path = world.file("control.db"), .key = key->bytes(), .role = storage::Role::Writer};
        const auto connection = storage::Connection::open(options);
        QVERIFY(connection);
        QVERIFY((*connection)->execute("UPDATE event SET hash = zeroblob(32) WHERE seq = 1"));
    }
    QVERIFY(world.open());
    const auto problems = world.run();
    QCOMPARE(problems.value(QStringLiteral("control.db")), QStringList{QStringLiteral("event 1 was changed")});
}

void tst_CheckService::run_damagedKeystore_isReported()
{
    CheckWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.damage(QStringLiteral("keystore"), 200));
    const auto problems = world.run();
    QVERIFY(!problems.value(QStringLiteral("keystore")).isEmpty());
    QVERIFY(problems.value(world.folder(0)).isEmpty());
}

void tst_CheckService::run_cancelled_stops()
{
    CheckWorld world;
    QVERIFY(world.begin());
    world.progress.isCancelled = true;
    const auto stopped = world.engine->checks.run(world.progress);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Conflict);
}

CLOISTER_TEST(tst_CheckService)
#include "tst_CheckService.moc"
