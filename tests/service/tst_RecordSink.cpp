#include "engine/base/Json.h"
#include "engine/service/RecordSink.h"
#include "tests/support/WorkspaceFixture.h"

#include <QDir>
#include <QFile>
#include <QHash>

using namespace cloister;
using cloister::test::WorkspaceFixture;

/// The file for log collectors: every event once and in order, whatever ends the sink.
class tst_RecordSink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void events_ofEveryLog_areWrittenOnce();
    void started_again_goesOn();
    void tornLine_isWrittenAnew_data();
    void tornLine_isWrittenAnew();
    void grown_file_isPutAside();
    void crash_beforeTheRename_repeatsNothing();
    void crash_afterTheRename_repeatsNothing();
    void oldFiles_beyondTheNumber_go();
    void strangePlaces_areRefused_data();
    void strangePlaces_areRefused();
    void removedProject_holdsNothingUp();
    void aProjectWhoseEventsAreNotWritten_isNotRemoved();
    void ended_justAfterAFailure_writesAllTheSame();
    void aDamagedProject_isRemovedAllTheSame();
    void aDamagedProject_holdsUpNoOther();

private:
    bool write(int memories);
    bool damageProject();
    bool drain(const SinkSettings &settings);
    QByteArrayList files() const;
    QByteArray allLines() const;
    void verifyComplete();

    std::unique_ptr<WorkspaceFixture> m_world;
    QString m_projectId;
    QTemporaryDir m_folder;
    SinkSettings m_settings;
};

void tst_RecordSink::init()
{
    m_world = std::make_unique<WorkspaceFixture>();
    QVERIFY(m_world->create());
    const auto project = m_world->project(QStringLiteral("Support"));
    QVERIFY(project.has_value());
    m_projectId = project->id;
    QVERIFY(QDir(m_folder.path()).removeRecursively() && QDir().mkpath(m_folder.path()));
    m_settings = {m_folder.filePath(QStringLiteral("audit.jsonl")), 64 * 1024 * 1024, 10};
}

void tst_RecordSink::cleanup()
{
    m_world.reset();
}

bool tst_RecordSink::write(int memories)
{
    const auto partition = m_world->engine->partitions.open(
        WorkspaceFixture::keyCaller(m_projectId), {}, PartitionMint::Access::Creating);
    for (int i = 0; i < memories; ++i) {
        NewMemory memory;
        memory.value = "1";
        memory.metadata = "{}";
        if (!partition || !m_world->engine->memories.create(*partition, memory, std::nullopt).result())
            return false;
    }
    return true;
}

bool tst_RecordSink::damageProject()
{
    m_world->close();
    QFile file(m_world->path() + QLatin1String("/projects/") + m_projectId + QLatin1String("/project.db"));
    if (!file.open(QIODevice::ReadWrite) || file.write(QByteArray(4096, 'x')) != 4096)
        return false;
    file.close();
    return m_world->open();
}

bool tst_RecordSink::drain(const SinkSettings &settings)
{
    const auto sink = RecordSink::start(*m_world->workspace, settings);
    return sink && (*sink)->flush(std::chrono::minutes(1));
}

// Oldest first.
QByteArrayList tst_RecordSink::files() const
{
    QByteArrayList contents;
    for (int n = 1000; n >= 0; --n) {
        QFile file(n == 0 ? m_settings.path : m_settings.path + QLatin1Char('.') + QString::number(n));
        if (file.open(QIODevice::ReadOnly))
            contents.append(file.readAll());
    }
    return contents;
}

QByteArray tst_RecordSink::allLines() const
{
    return files().join();
}

void tst_RecordSink::verifyComplete()
{
    QHash<QString, qint64> lastSeen;
    for (const QByteArray &line : allLines().trimmed().split('\n')) {
        const auto json = parseJson(line);
        QVERIFY2(json.has_value(), line.constData());
        const QString log = json->member(QLatin1String("log"))->toTextReplacing();
        const qint64 seq = *json->member(QLatin1String("event"))->member(QLatin1String("seq"))->toInteger();
        QVERIFY2(seq == lastSeen.value(log) + 1, line.constData());
        lastSeen.insert(log, seq);
    }
    AuditQuery newest;
    newest.before = std::numeric_limits<qint64>::max();
    newest.limit = 1;
    for (const auto &[log, id] : {std::pair(QStringLiteral("workspace"), QString()), std::pair(m_projectId, m_projectId)}) {
        const auto records = m_world->engine->audit.list(id, newest);
        QVERIFY(records.has_value());
        QCOMPARE(lastSeen.value(log), records->isEmpty() ? 0 : records->first().seq);
    }
}

void tst_RecordSink::events_ofEveryLog_areWrittenOnce()
{
    QVERIFY(write(3));
    {
        const auto sink = RecordSink::start(*m_world->workspace, m_settings);
        QVERIFY(sink.has_value());
        QVERIFY(write(250)); // while it runs
        QVERIFY((*sink)->flush(std::chrono::minutes(1)));
        verifyComplete();
        QVERIFY(write(2)); // written when it ends
    }
    verifyComplete();
    QVERIFY(allLines().contains("\"log\":\"workspace\",\"event\":{\"seq\":1,"));
}

void tst_RecordSink::started_again_goesOn()
{
    for (int i = 0; i < 4; ++i) {
        QVERIFY(write(5));
        QVERIFY(drain(m_settings));
        verifyComplete();
        QVERIFY(m_world->open());
    }
}

void tst_RecordSink::tornLine_isWrittenAnew_data()
{
    QTest::addColumn<int>("lostBytes");
    QTest::addColumn<QByteArray>("added");
    QTest::newRow("end of the line") << 1 << QByteArray();
    QTest::newRow("half a line") << 200 << QByteArray();
    QTest::newRow("more than a line") << 1500 << QByteArray();
    QTest::newRow("zeroes after it") << 0 << QByteArray(4096, '\0');
    QTest::newRow("zeroes in it") << 100 << QByteArray(4096, '\0');
    QTest::newRow("a piece of another") << 0 << QByteArray("{\"log\":\"work");
}

void tst_RecordSink::tornLine_isWrittenAnew()
{
    QFETCH(int, lostBytes);
    QFETCH(QByteArray, added);
    QVERIFY(write(10));
    QVERIFY(drain(m_settings));
    {
        QFile file(m_settings.path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() - lostBytes));
        QVERIFY(file.seek(file.size()));
        QCOMPARE(file.write(added), added.size());
    }
    QVERIFY(write(1));
    QVERIFY(drain(m_settings));
    verifyComplete();
}

void tst_RecordSink::grown_file_isPutAside()
{
    m_settings.rotateBytes = 4096;
    m_settings.keptFiles = 900;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(write(20));
        QVERIFY(drain(m_settings));
        verifyComplete();
    }
    QVERIFY(files().size() > 5);
    QFile state(m_settings.path + QLatin1String(".state"));
    QVERIFY(state.permissions() == (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
}

void tst_RecordSink::crash_beforeTheRename_repeatsNothing()
{
    QVERIFY(write(20));
    QVERIFY(drain(m_settings));
    // What a crash leaves: the state of the next file is written down, the old one stands in its place still.
    QFile state(m_settings.path + QLatin1String(".state"));
    QVERIFY(state.open(QIODevice::WriteOnly));
    state.write("{\"workspace\":3,\"" + m_projectId.toLatin1() + "\":21}");
    state.close();
    QVERIFY(state.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(write(2));
    QVERIFY(drain(m_settings));
    verifyComplete();
}

void tst_RecordSink::crash_afterTheRename_repeatsNothing()
{
    m_settings.rotateBytes = 4096;
    m_settings.keptFiles = 900;
    for (int i = 0; i < 4; ++i) {
        QVERIFY(write(10));
        QVERIFY(drain(m_settings));
    }
    QVERIFY(files().size() > 2);
    // As if the newest file had never been made: its events come again, those put aside do not.
    QVERIFY(QFile::remove(m_settings.path));
    QVERIFY(drain(m_settings));
    verifyComplete();
}

void tst_RecordSink::oldFiles_beyondTheNumber_go()
{
    m_settings.rotateBytes = 4096;
    m_settings.keptFiles = 2;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(write(10));
        QVERIFY(drain(m_settings));
    }
    QCOMPARE(files().size(), 3);
    QVERIFY(!QFile::exists(m_settings.path + QLatin1String(".3")));
}

void tst_RecordSink::strangePlaces_areRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no such folder") << QStringLiteral("none/audit.jsonl") << ErrorCode::StorageUnavailable;
    QTest::newRow("a folder") << QStringLiteral(".") << ErrorCode::StorageUnavailable;
    QTest::newRow("a link") << QStringLiteral("link") << ErrorCode::StorageUnavailable;
    QTest::newRow("readable by others") << QStringLiteral("wide") << ErrorCode::Forbidden;
}

void tst_RecordSink::strangePlaces_areRefused()
{
    QFETCH(QString, path);
    QFETCH(ErrorCode, code);
    QFile::link(QStringLiteral("/dev/null"), m_folder.filePath(QStringLiteral("link")));
    QFile wide(m_folder.filePath(QStringLiteral("wide")));
    QVERIFY(wide.open(QIODevice::WriteOnly));
    wide.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    m_settings.path = m_folder.filePath(path);
    const auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(!sink.has_value());
    QCOMPARE(sink.error().code, code);
}

void tst_RecordSink::removedProject_holdsNothingUp()
{
    const auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(sink.has_value());
    QVERIFY(write(5));
    QVERIFY(m_world->engine->projects.remove(WorkspaceFixture::admin(), m_projectId, QStringLiteral("Support")).result());
    QVERIFY((*sink)->flush(std::chrono::minutes(1)));
    QVERIFY(allLines().contains("project.delete"));
    QCOMPARE(allLines().count("\"log\":\"" + m_projectId.toLatin1()), 6); // the namespace and its five memories
}

void tst_RecordSink::aProjectWhoseEventsAreNotWritten_isNotRemoved()
{
    m_settings.rotateBytes = 1; // a file for every write
    const auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(sink.has_value() && (*sink)->flush(std::chrono::minutes(1)));
    // In the way of the file that says where the next one begins.
    const QString inTheWay = m_settings.path + QLatin1String(".state");
    QFile::remove(inTheWay);
    QVERIFY(QDir().mkpath(inTheWay + QLatin1String("/x")));
    QVERIFY(write(5));
    const auto remove = [this] {
        return m_world->engine->projects.remove(WorkspaceFixture::admin(), m_projectId, QStringLiteral("Support")).result();
    };
    const auto refused = remove();
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::StorageUnavailable);
    QVERIFY(!refused.error().detail.contains(m_settings.path));
    QCOMPARE(m_world->engine->projects.list()->size(), 1);
    QVERIFY(write(1)); // it goes on
    QVERIFY(!allLines().contains("\"log\":\"" + m_projectId.toLatin1()));
    QVERIFY(QDir(inTheWay).removeRecursively());
    // The next try of the sink may still be due.
    QVERIFY(QTest::qWaitFor([&] { return remove().has_value(); }, 60'000));
    QVERIFY((*sink)->flush(std::chrono::minutes(1)));
    QCOMPARE(allLines().count("\"log\":\"" + m_projectId.toLatin1()), 7);
    QVERIFY(allLines().contains("project.delete"));
}

void tst_RecordSink::ended_justAfterAFailure_writesAllTheSame()
{
    m_settings.rotateBytes = 1; // a file for every write
    auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(sink.has_value() && (*sink)->flush(std::chrono::minutes(1)));
    const QString inTheWay = m_settings.path + QLatin1String(".state");
    QFile::remove(inTheWay);
    QVERIFY(QDir().mkpath(inTheWay + QLatin1String("/x")));
    QVERIFY(write(5));
    QVERIFY(!(*sink)->flush(std::chrono::milliseconds(200)));
    QVERIFY(QDir(inTheWay).removeRecursively());
    sink->reset();
    verifyComplete();
}

void tst_RecordSink::aDamagedProject_isRemovedAllTheSame()
{
    QVERIFY(write(5));
    QVERIFY(damageProject());
    const auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(sink.has_value());
    QVERIFY(m_world->engine->projects.remove(WorkspaceFixture::admin(), m_projectId, QStringLiteral("Support")).result());
    QVERIFY((*sink)->flush(std::chrono::minutes(1)));
}

void tst_RecordSink::aDamagedProject_holdsUpNoOther()
{
    QVERIFY(write(5));
    QVERIFY(damageProject());
    QStringList others;
    for (int i = 0; i < 5; ++i) {
        const auto other = m_world->project(QStringLiteral("Other %1").arg(i));
        QVERIFY(other.has_value());
        others.append(other->id);
    }
    const auto sink = RecordSink::start(*m_world->workspace, m_settings);
    QVERIFY(sink.has_value());
    m_projectId = others.first();
    QVERIFY(write(3));
    QTRY_COMPARE_WITH_TIMEOUT(allLines().count("\"action\":\"memory.create\""), 3, 20'000);
}

CLOISTER_TEST(tst_RecordSink)
#include "tst_RecordSink.moc"
