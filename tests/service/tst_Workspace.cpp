#include "engine/service/ControlFile.h"
#include "engine/service/Lock.h"
#include "engine/service/ProjectRegistry.h"
#include "engine/service/TlsFiles.h"
#include "engine/tables/ProjectTable.h"
#include "tests/support/WorkspaceFixture.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_Workspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_newDirectory_opensWithPassphraseAndRecoveryCode();
    void create_nonEmptyDirectory_isConflict();
    void create_afterAttemptCutShort_replacesIt();
    void open_wrongSecret_isUnauthenticatedAndLocksNothing();
    void open_noWorkspace_isNotFound();
    void open_whileOpen_isConflictNamingThePid();
    void open_afterHolderWasKilled_succeeds();
    void open_controlMissing_isIntegrity();
    void open_eachTime_leavesAnUnlockEvent();
    void files_ofWorkspaceWithProject_arePrivate();
    void open_widerMode_isForbidden_data();
    void open_widerMode_isForbidden();
    void open_unfinishedProject_isClearedAway();
    void project_unlistedInControl_isLeftAlone();
    void project_manyOpened_closesTheLeastRecentlyUsed();
    void project_damaged_isIntegrityAndOthersGoOn();
    void renew_certificateNearItsEnd_isReplaced();
    void renew_certificateOfAdmin_isKept();
    void lock_announced_isReadByOthersWhileHeld();

private:
    static QStringList actions(Workspace &workspace);
};

QStringList tst_Workspace::actions(Workspace &workspace)
{
    QStringList actions;
    const auto events = workspace.control().read<QList<tables::EventRow>>(
        [](storage::Connection &connection) { return tables::EventTable(connection).list({}); });
    if (events) {
        for (const tables::EventRow &event : *events)
            actions.append(event.action);
    }
    return actions;
}

void tst_Workspace::create_newDirectory_opensWithPassphraseAndRecoveryCode()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.open());
    fixture.close();
    const auto code = crypto::UnlockSecret::recoveryCode(fixture.recoveryCode.toLatin1());
    QVERIFY(code);
    QVERIFY(Workspace::open(fixture.path(), *code, fixture.clock));
}

void tst_Workspace::create_nonEmptyDirectory_isConflict()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    const auto again = fixture.make();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(fixture.open());
}

void tst_Workspace::create_afterAttemptCutShort_replacesIt()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    QFile mark(fixture.file("unfinished"));
    QVERIFY(mark.open(QIODevice::WriteOnly));
    mark.close();
    const auto half = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    QVERIFY(!half);
    QCOMPARE(half.error().code, ErrorCode::NotFound);
    QVERIFY(fixture.create());
    QVERIFY(fixture.open());
    QCOMPARE(actions(*fixture.workspace).first(), QStringLiteral("workspace.create"));
    QCOMPARE(actions(*fixture.workspace).size(), 2);
}

void tst_Workspace::open_wrongSecret_isUnauthenticatedAndLocksNothing()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    const auto wrong = Workspace::open(fixture.path(), fixture.secret("wrong horse"), fixture.clock);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::Unauthenticated);
    QVERIFY(fixture.open());
}

void tst_Workspace::open_noWorkspace_isNotFound()
{
    WorkspaceFixture fixture;
    const auto none = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
}

void tst_Workspace::open_whileOpen_isConflictNamingThePid()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto second = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY2(second.error().detail.contains(QString::number(::getpid())), qPrintable(second.error().detail));
}

void tst_Workspace::open_afterHolderWasKilled_succeeds()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    int ready[2];
    QVERIFY(::pipe(ready) == 0);
    const pid_t holder = ::fork();
    if (holder == 0) {
        const auto lock = Lock::take(fixture.path());
        const char answer = lock ? 'y' : 'n';
        (void)!::write(ready[1], &answer, 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 'n';
    QCOMPARE(::read(ready[0], &answer, 1), 1);
    ::close(ready[0]);
    ::close(ready[1]);
    QCOMPARE(answer, 'y');
    const auto served = Lock::read(fixture.path());
    const auto blocked = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    ::kill(holder, SIGKILL);
    ::waitpid(holder, nullptr, 0);
    QVERIFY(served && *served);
    QCOMPARE((*served)->pid, qint64(holder));
    QVERIFY((*served)->url.isEmpty());
    QVERIFY(!blocked);
    QCOMPARE(blocked.error().code, ErrorCode::Conflict);
    QVERIFY(fixture.open());
}

void tst_Workspace::open_controlMissing_isIntegrity()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    QVERIFY(QFile::remove(fixture.file("control.db")));
    const auto opened = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Integrity);
    QVERIFY(!QFile::exists(fixture.file("control.db")));
}

void tst_Workspace::open_eachTime_leavesAnUnlockEvent()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.open());
    QVERIFY(fixture.open());
    QCOMPARE(actions(*fixture.workspace),
        QStringList({QStringLiteral("workspace.create"), QStringLiteral("workspace.unlock"),
            QStringLiteral("workspace.unlock")}));
}

void tst_Workspace::files_ofWorkspaceWithProject_arePrivate()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    QVERIFY(project);
    QVERIFY(fixture.dialogue(fixture.admin(project->id), QStringLiteral("acme"), QStringLiteral("talk-1")));
    QDirIterator entries(fixture.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    int seen = 0;
    while (entries.hasNext()) {
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(entries.next()).constData(), &status), 0);
        QVERIFY2((status.st_mode & 077) == 0, qPrintable(entries.filePath()));
        ++seen;
    }
    QVERIFY(seen >= 10);
}

void tst_Workspace::open_widerMode_isForbidden_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<uint>("mode");
    QTest::newRow("workspace") << QString() << 0750u;
    QTest::newRow("keystore") << QStringLiteral("/keystore") << 0640u;
    QTest::newRow("control") << QStringLiteral("/control.db") << 0604u;
    QTest::newRow("lock") << QStringLiteral("/LOCK") << 0644u;
    QTest::newRow("tls") << QStringLiteral("/tls") << 0755u;
    QTest::newRow("server key") << QStringLiteral("/tls/server.key") << 0640u;
    QTest::newRow("projects") << QStringLiteral("/projects") << 0701u;
    QTest::newRow("project") << QStringLiteral("/projects/*") << 0710u;
    QTest::newRow("project database") << QStringLiteral("/projects/*/project.db") << 0660u;
    QTest::newRow("project keys") << QStringLiteral("/projects/*/keys.db") << 0606u;
}

void tst_Workspace::open_widerMode_isForbidden()
{
    QFETCH(QString, entry);
    QFETCH(uint, mode);
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    QVERIFY(project);
    fixture.close();
    const QByteArray path
        = QFile::encodeName(fixture.path() + QString(entry).replace(QLatin1Char('*'), project->id));
    struct stat before = {};
    QCOMPARE(::stat(path.constData(), &before), 0);
    QCOMPARE(::chmod(path.constData(), mode), 0);
    const auto refused = Workspace::open(fixture.path(), fixture.secret(), fixture.clock);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    QCOMPARE(::chmod(path.constData(), before.st_mode & 0777), 0);
    QVERIFY(fixture.open());
}

// What a kill between the steps of a creation leaves: the mark, the key and the files, and no row.
void tst_Workspace::open_unfinishedProject_isClearedAway()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const QString id = QStringLiteral("01HALFMADE0000000000000000");
    const auto marked = fixture.workspace->control().writer().submit<void>([id](storage::WriteContext &context) {
        return tables::ProjectTable(context.connection).markUnfinished(id);
    });
    QVERIFY(marked.result());
    QVERIFY(fixture.workspace->createProject(id));
    QVERIFY(QFile::exists(fixture.path() + QLatin1String("/projects/") + id));
    QVERIFY(fixture.open());
    QVERIFY(!fixture.workspace->keystore().hasProject(id));
    QVERIFY(!QFile::exists(fixture.path() + QLatin1String("/projects/") + id));
    QVERIFY(fixture.open()); // nothing is left to clear
}

// A control database put back from an older copy must not have newer projects destroyed.
void tst_Workspace::project_unlistedInControl_isLeftAlone()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const QString id = QStringLiteral("01UNLISTED0000000000000000");
    QVERIFY(fixture.workspace->createProject(id));
    QVERIFY(fixture.open());
    QVERIFY(fixture.workspace->keystore().hasProject(id));
    QVERIFY(QFile::exists(fixture.path() + QLatin1String("/projects/") + id));
    QCOMPARE(fixture.workspace->project(id).error().code, ErrorCode::ProjectNotFound);
}

void tst_Workspace::project_manyOpened_closesTheLeastRecentlyUsed()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    ProjectRegistry registry(fixture.path(), fixture.workspace->keystore(), fixture.workspace->control(),
        fixture.workspace->keeper(), fixture.clock, fixture.workspace->indexes(), 2);
    QStringList ids;
    for (const char *name : {"A", "B", "C", "D"}) {
        const auto project = fixture.project(QLatin1String(name));
        QVERIFY(project);
        ids.append(project->id);
    }
    const std::weak_ptr<ProjectFile> a = *registry.open(ids.at(0));
    const std::weak_ptr<ProjectFile> b = *registry.open(ids.at(1));
    QVERIFY(registry.open(ids.at(0)));
    QVERIFY(!a.expired() && !b.expired());
    const std::shared_ptr<ProjectFile> held = *registry.open(ids.at(2));
    QVERIFY(!a.expired());
    QVERIFY(b.expired());
    QVERIFY(registry.open(ids.at(3)));
    QVERIFY(a.expired());
    QCOMPARE(*registry.open(ids.at(2)), held); // in use all the time, so never closed
    QVERIFY(registry.open(ids.at(0)));
    QCOMPARE(*registry.open(ids.at(2)), held);
}

void tst_Workspace::project_damaged_isIntegrityAndOthersGoOn()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto broken = fixture.project(QStringLiteral("Broken"));
    const auto whole = fixture.project(QStringLiteral("Whole"));
    QVERIFY(broken && whole);
    fixture.close();
    QFile file(fixture.path() + QLatin1String("/projects/") + broken->id + QLatin1String("/project.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(100));
    QVERIFY(file.write("damage") > 0);
    file.close();
    QVERIFY(fixture.open());
    QCOMPARE(fixture.workspace->project(broken->id).error().code, ErrorCode::Integrity);
    QVERIFY(fixture.workspace->project(whole->id));
    const auto overview = fixture.engine->projects.get(broken->id);
    QVERIFY(overview);
    QVERIFY(overview->isDamaged);
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Workspace::renew_certificateNearItsEnd_isReplaced()
{
    WorkspaceFixture fixture;
    fixture.clock.set(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(fixture.create());
    const QByteArray first = contentOf(TlsFiles::certificateFile(fixture.path()));
    const QByteArray authority = contentOf(TlsFiles::caFile(fixture.path()));
    QVERIFY(first.startsWith("-----BEGIN CERTIFICATE-----"));
    fixture.clock.advance(qint64(300) * 24 * 3600 * 1000);
    QVERIFY(fixture.open());
    QCOMPARE(contentOf(TlsFiles::certificateFile(fixture.path())), first);
    fixture.clock.advance(qint64(80) * 24 * 3600 * 1000);
    QVERIFY(fixture.open());
    QVERIFY(contentOf(TlsFiles::certificateFile(fixture.path())) != first);
    QCOMPARE(contentOf(TlsFiles::caFile(fixture.path())), authority);
}

void tst_Workspace::renew_certificateOfAdmin_isKept()
{
    WorkspaceFixture fixture;
    fixture.clock.set(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(fixture.create());
    const QByteArray own = contentOf(TlsFiles::caFile(fixture.path()));
    QFile file(TlsFiles::certificateFile(fixture.path()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(own);
    file.close();
    fixture.clock.advance(qint64(10 * 365) * 24 * 3600 * 1000);
    QVERIFY(fixture.open());
    QCOMPARE(contentOf(TlsFiles::certificateFile(fixture.path())), own);
}

void tst_Workspace::lock_announced_isReadByOthersWhileHeld()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const QByteArray token = fixture.workspace->lock().adminToken().toByteArray();
    QCOMPARE(token.size(), 43);
    QVERIFY(fixture.workspace->lock().announce(QStringLiteral("https://localhost:7777"), QStringLiteral("/ca.pem")));
    const auto served = Lock::read(fixture.path());
    QVERIFY(served && *served);
    QCOMPARE((*served)->pid, qint64(::getpid()));
    QCOMPARE((*served)->url, QStringLiteral("https://localhost:7777"));
    QCOMPARE((*served)->caFile, QStringLiteral("/ca.pem"));
    QCOMPARE((*served)->adminToken.view().toByteArray(), token);
    fixture.close();
    const auto after = Lock::read(fixture.path());
    QVERIFY(after);
    QVERIFY(!*after);
    QVERIFY(!contentOf(fixture.file("LOCK")).contains(token));
    QVERIFY(fixture.open());
    QVERIFY(fixture.workspace->lock().adminToken() != token);
}

CLOISTER_TEST(tst_Workspace)
#include "tst_Workspace.moc"
