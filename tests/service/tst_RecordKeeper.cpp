#include "engine/service/ControlFile.h"
#include "engine/service/RecordKeeper.h"
#include "engine/service/RecordService.h"
#include "engine/tables/CheckpointTable.h"
#include "tests/support/WorkspaceFixture.h"

#include <QDir>
#include <QFile>
#include <QThread>

using namespace cloister;
using cloister::test::WorkspaceFixture;

/// When logs are sealed, what the keystore remembers, and the alarm when a log lacks it.
class tst_RecordKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyThousandEvents_aCheckpointIsMade();
    void close_sealsEveryLog();
    void time_sealsOpenLogs();
    void nothingNew_makesNoCheckpoint();
    void removedProject_isForgotten();
    void cleanRestart_raisesNoAlarm();
    void rolledBackFile_raisesAnAlarmForGood_data();
    void rolledBackFile_raisesAnAlarmForGood();
    void cutLog_isFoundByTheCheck();
    void changedHead_raisesAnAlarm();
    void aFailedWriteOfTheKeystore_losesNothing();
    void aFailedWriteOfTheKeystore_isTriedAgain();
    void aFailedWriteOfTheKeystore_leavesTheNewestOnly();
};

static const QString kKeeperTalk = QStringLiteral("talk-1");

struct KeeperWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        const auto made = project(QStringLiteral("Support"));
        projectId = made ? made->id : QString();
        return made && dialogue(keyCaller(projectId), {}, kKeeperTalk).has_value();
    }

    bool addMessages(int count)
    {
        const auto partition = engine->partitions.open(keyCaller(projectId), {}, PartitionMint::Access::Existing);
        for (int left = count; left > 0; left -= 50) {
            NewMessage message;
            message.role = QStringLiteral("user");
            message.content = "\"more\"";
            const QList<NewMessage> batch(std::min(left, 50), message);
            if (!engine->messages.add(*partition, kKeeperTalk, batch, std::nullopt).result())
                return false;
        }
        return true;
    }

    QList<tables::CheckpointRow> checkpoints()
    {
        const auto file = workspace->project(projectId);
        const auto lease = (*file)->readers().lease();
        return tables::CheckpointTable(lease->connection()).list(0, 1000).value_or(QList<tables::CheckpointRow>());
    }

    audit::LogVerdict verdict(const QString &log)
    {
        JobProgress progress;
        return engine->record.verify(log, progress).value_or(audit::LogVerdict());
    }

    QString folder() const { return path() + QLatin1String("/projects/") + projectId; }

    /// Keeps a copy of the closed files that `name` begins with, or puts it back.
    bool copy(const QString &from, const QString &to, const QString &name)
    {
        if (!QDir().mkpath(to))
            return false;
        for (const QString &entry : QDir(from).entryList({name + QLatin1Char('*')}, QDir::Files)) {
            QFile::remove(to + QLatin1Char('/') + entry);
            if (!QFile::copy(from + QLatin1Char('/') + entry, to + QLatin1Char('/') + entry))
                return false;
        }
        return true;
    }

    QStringList alarms()
    {
        AuditQuery query;
        query.action = QStringLiteral("log.alarm");
        QStringList found;
        for (const AuditRecord &record : engine->audit.list({}, query).value_or(QList<AuditRecord>()))
            found.append(record.entity);
        return found;
    }

    QString projectId;
};

void tst_RecordKeeper::everyThousandEvents_aCheckpointIsMade()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.addMessages(2100));
    const QList<tables::CheckpointRow> rows = world.checkpoints();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.at(0).seq, 1000);
    QCOMPARE(rows.at(1).seq, 2000);
    QVERIFY(world.workspace->keeper().flush());
    const auto newest = world.workspace->keeper().newest(world.projectId);
    QVERIFY(newest.has_value());
    QCOMPARE(newest->what.seq, 2000);
    QCOMPARE(newest->what.reason, QStringLiteral("events"));
    QCOMPARE(world.verdict(world.projectId).completeness, audit::Proof::Holds);
}

void tst_RecordKeeper::close_sealsEveryLog()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.checkpoints().isEmpty());
    QVERIFY(world.open());
    QCOMPARE(world.checkpoints().size(), 1);
    for (const QString &log : {world.projectId, ControlFile::chain()}) {
        const auto newest = world.workspace->keeper().newest(log);
        QVERIFY(newest.has_value());
        QVERIFY(newest->isSignedBy(world.workspace->keeper().publicKey()));
        QCOMPARE(newest->what.chain, log);
        QCOMPARE(newest->what.reason, QStringLiteral("close"));
    }
}

void tst_RecordKeeper::time_sealsOpenLogs()
{
    // The workspace's own clockwork goes by the quarter of an hour; the same with a shorter one.
    KeeperWorld world;
    QVERIFY(world.begin());
    RecordKeeper keeper(world.workspace->keystore(),
        crypto::SigningKey::fromSeed(crypto::SecretKey::random()), std::chrono::milliseconds(5));
    std::atomic<int> calls = 0;
    keeper.setSealer([&] {
        (void)keeper.flush(); // must not wait for itself
        if (world.workspace->sealLogs(QStringLiteral("time")))
            ++calls;
    });
    QTRY_VERIFY_WITH_TIMEOUT(calls >= 2, 60'000);
    keeper.setSealer({});
    QCOMPARE(world.checkpoints().size(), 1);
    QCOMPARE(world.workspace->keeper().newest(world.projectId)->what.reason, QStringLiteral("time"));
    QCOMPARE(RecordKeeper::kSealEvery, std::chrono::minutes(15));
}

void tst_RecordKeeper::nothingNew_makesNoCheckpoint()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    for (int i = 0; i < 3; ++i)
        QVERIFY(world.workspace->sealLogs(QStringLiteral("test")));
    QCOMPARE(world.checkpoints().size(), 1);
}

void tst_RecordKeeper::removedProject_isForgotten()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.workspace->sealLogs(QStringLiteral("test")));
    QVERIFY(!world.workspace->keystore().checkpoint(world.projectId).isEmpty());
    QVERIFY(world.engine->projects.remove(WorkspaceFixture::admin(), world.projectId, QStringLiteral("Support")).result());
    QVERIFY(world.workspace->keystore().checkpoint(world.projectId).isEmpty());
}

void tst_RecordKeeper::cleanRestart_raisesNoAlarm()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    for (int i = 0; i < 3; ++i) {
        QVERIFY(world.open());
        QVERIFY(world.addMessages(10));
    }
    QCOMPARE(world.alarms(), QStringList());
    QCOMPARE(world.verdict(world.projectId).problems, QStringList());
    QCOMPARE(world.verdict({}).problems, QStringList());
}

void tst_RecordKeeper::rolledBackFile_raisesAnAlarmForGood_data()
{
    QTest::addColumn<bool>("isProject");
    QTest::newRow("a project's") << true;
    QTest::newRow("the workspace's") << false;
}

void tst_RecordKeeper::rolledBackFile_raisesAnAlarmForGood()
{
    QFETCH(bool, isProject);
    KeeperWorld world;
    QVERIFY(world.begin());
    world.close();
    const QString place = isProject ? world.folder() : world.path();
    const QString name = isProject ? QStringLiteral("project.db") : QStringLiteral("control.db");
    QTemporaryDir kept;
    QVERIFY(world.copy(place, kept.path(), name));
    QVERIFY(world.open());
    QVERIFY(world.addMessages(3));
    world.close();
    QVERIFY(world.copy(kept.path(), place, name));

    QVERIFY(world.open());
    QVERIFY(world.addMessages(30)); // served all the same, and grown past what was signed
    const QString log = isProject ? world.projectId : QString();
    QCOMPARE(world.alarms().size(), 1);
    QVERIFY(world.alarms().contains(log));
    QVERIFY(world.open());
    QVERIFY(world.addMessages(1));
    QCOMPARE(world.alarms().size(), 1); // told once,
    const audit::LogVerdict verdict = world.verdict(log);
    QCOMPARE(verdict.completeness, audit::Proof::Broken); // and not hidden by later checkpoints
    QVERIFY(verdict.problems.last().startsWith(QLatin1String("alarm: the log ")));
    QVERIFY(!world.engine->record.checkpoints(log, 0, 10)->alarm.isEmpty());
    QCOMPARE(world.verdict(isProject ? QString() : world.projectId).problems, QStringList());
}

void tst_RecordKeeper::cutLog_isFoundByTheCheck()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.addMessages(5));
    QVERIFY(world.workspace->sealLogs(QStringLiteral("test")));
    const auto file = world.workspace->project(world.projectId);
    const auto cut = (*file)->writer().submit<void>([](storage::WriteContext &context) {
        return context.connection.execute("DELETE FROM event WHERE seq > 4; DELETE FROM checkpoint");
    });
    QVERIFY(cut.result());
    const audit::LogVerdict verdict = world.verdict(world.projectId);
    QCOMPARE(verdict.completeness, audit::Proof::Broken);
    QCOMPARE(verdict.firstBad, std::optional<qint64>(5));
    JobProgress progress;
    const auto files = world.engine->checks.run(progress);
    QVERIFY(files.has_value());
    QStringList problems;
    for (const FileCheck &check : *files)
        problems += check.problems;
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems.first().startsWith(QLatin1String("the log ends with event 4;")));
}

void tst_RecordKeeper::changedHead_raisesAnAlarm()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.workspace->sealLogs(QStringLiteral("test")));
    {
        const auto file = world.workspace->project(world.projectId);
        const qint64 head = world.checkpoints().last().seq;
        const auto changed = (*file)->writer().submit<void>([head](storage::WriteContext &context) {
            return context.connection.execute("UPDATE event SET hash = x'00' WHERE seq = " + QByteArray::number(head));
        });
        QVERIFY(changed.result());
    }
    QVERIFY(world.open());
    QVERIFY(world.workspace->project(world.projectId));
    QCOMPARE(world.alarms(), QStringList{world.projectId});
}

void tst_RecordKeeper::aFailedWriteOfTheKeystore_losesNothing()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    // In the way of the file that the keystore is first written to.
    const QString inTheWay = world.file("keystore.new");
    QVERIFY(QDir().mkpath(inTheWay + QLatin1String("/x")));
    const auto refused = world.workspace->sealLogs(QStringLiteral("test"));
    QVERIFY(!refused);
    QVERIFY(!world.workspace->keeper().newest(world.projectId));
    QVERIFY(QDir(inTheWay).removeRecursively());
    QVERIFY(world.workspace->sealLogs(QStringLiteral("test"))); // with nothing new to seal
    QCOMPARE(world.workspace->keeper().newest(world.projectId)->what.seq, world.checkpoints().last().seq);
}

static void tellKeeper(RecordKeeper &keeper, qint64 seq)
{
    audit::Checkpoint what;
    what.chain = ControlFile::chain();
    what.seq = seq;
    what.head = what.root = QByteArray(32, 'h');
    what.time = QStringLiteral("2026-01-01T00:00:00.000Z");
    what.reason = QStringLiteral("test");
    const LogHooks hooks = keeper.hooks();
    hooks.onCheckpoint(what.chain, audit::SignedCheckpoint::make(what, *hooks.key));
}

void tst_RecordKeeper::aFailedWriteOfTheKeystore_isTriedAgain()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    RecordKeeper keeper(world.workspace->keystore(), crypto::SigningKey::fromSeed(crypto::SecretKey::random()),
        RecordKeeper::kSealEvery, std::chrono::milliseconds(5));
    const QString inTheWay = world.file("keystore.new");
    QVERIFY(QDir().mkpath(inTheWay + QLatin1String("/x")));
    tellKeeper(keeper, 7);
    QVERIFY(!keeper.flush());
    QVERIFY(QDir(inTheWay).removeRecursively());
    // Nobody asks again.
    QTRY_VERIFY_WITH_TIMEOUT(keeper.newest(ControlFile::chain()).has_value(), 60'000);
    QCOMPARE(keeper.newest(ControlFile::chain())->what.seq, 7);
    QVERIFY(keeper.flush());
}

void tst_RecordKeeper::aFailedWriteOfTheKeystore_leavesTheNewestOnly()
{
    KeeperWorld world;
    QVERIFY(world.begin());
    RecordKeeper keeper(world.workspace->keystore(), crypto::SigningKey::fromSeed(crypto::SecretKey::random()),
        RecordKeeper::kSealEvery, std::chrono::hours(1));
    const QString inTheWay = world.file("keystore.new");
    QVERIFY(QDir().mkpath(inTheWay + QLatin1String("/x")));
    for (const qint64 seq : {7, 8}) {
        tellKeeper(keeper, seq);
        QVERIFY(!keeper.flush());
    }
    QVERIFY(QDir(inTheWay).removeRecursively());
    QVERIFY(keeper.flush()); // at once: it does not wait for the hour
    QCOMPARE(keeper.newest(ControlFile::chain())->what.seq, 8);
}

CLOISTER_TEST(tst_RecordKeeper)
#include "tst_RecordKeeper.moc"
