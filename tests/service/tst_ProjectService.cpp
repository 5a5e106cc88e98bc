#include "engine/service/ControlFile.h"
#include "engine/tables/ProjectTable.h"
#include "tests/support/WorkspaceFixture.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <chrono>
#include <csignal>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_ProjectService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_newName_isListedWithKeyFilesAndEvent();
    void create_badOrTakenName_leavesNothing_data();
    void create_badOrTakenName_leavesNothing();
    void get_withRecords_countsThem();
    void get_unknown_isProjectNotFound();
    void remove_wrongName_isRefusedAndKeepsIt();
    void remove_ownName_destroysKeyFilesAndApiKeys();
    void remove_protected_isRefused();
    void remove_whileInUse_endsAcceptedWritesAndRefusesLaterOnes();
    void createAndRemove_killedAnywhere_leavesWholeProjectsOnly();
};

static QList<AuditRecord> workspaceEvents(WorkspaceFixture &fixture, const QString &action)
{
    AuditQuery query;
    query.action = action;
    return fixture.engine->audit.list({}, query).value_or(QList<AuditRecord>());
}

void tst_ProjectService::create_newName_isListedWithKeyFilesAndEvent()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    QVERIFY(project);
    QCOMPARE(project->name, QStringLiteral("Support"));
    QCOMPARE(project->created, fixture.clock.nowMs());
    const auto listed = fixture.engine->projects.list();
    QVERIFY(listed);
    QCOMPARE(listed->size(), 1);
    QCOMPARE(listed->first().id, project->id);
    QVERIFY(fixture.workspace->keystore().hasProject(project->id));
    const auto events = workspaceEvents(fixture, QStringLiteral("project.create"));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().entity, project->id);
    QVERIFY(events.first().body.contains("\"requestId\":\"request-of-admin\""));
    QVERIFY(fixture.open());
    QVERIFY(fixture.engine->projects.get(project->id));
}

void tst_ProjectService::create_badOrTakenName_leavesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QString() << int(ErrorCode::InvalidParameter);
    QTest::newRow("too long") << QString(129, QLatin1Char('x')) << int(ErrorCode::InvalidParameter);
    QTest::newRow("control") << QStringLiteral("a\nb") << int(ErrorCode::InvalidParameter);
    QTest::newRow("taken") << QStringLiteral("Taken") << int(ErrorCode::Conflict);
}

void tst_ProjectService::create_badOrTakenName_leavesNothing()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.project(QStringLiteral("Taken")));
    const auto refused = fixture.project(name);
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().code), code);
    QCOMPARE(fixture.engine->projects.list()->size(), 1);
    QCOMPARE(fixture.workspace->keystore().projects().size(), 1);
    QCOMPARE(workspaceEvents(fixture, QStringLiteral("project.create")).size(), 1);
}

void tst_ProjectService::get_withRecords_countsThem()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    const Caller caller = fixture.keyCaller(project->id);
    QVERIFY(fixture.dialogue(caller, QStringLiteral("acme"), QStringLiteral("talk-1")));
    QVERIFY(fixture.dialogue(caller, QStringLiteral("acme"), QStringLiteral("talk-2")));
    QVERIFY(fixture.dialogue(caller, QString(), QStringLiteral("talk-1")));
    const auto overview = fixture.engine->projects.get(project->id);
    QVERIFY(overview);
    QCOMPARE(overview->totals.namespaces, 2);
    QCOMPARE(overview->totals.dialogues, 3);
    QCOMPARE(overview->totals.messages, 3);
    QCOMPARE(overview->totals.memories, 0);
    QVERIFY(!overview->isDamaged);
}

void tst_ProjectService::get_unknown_isProjectNotFound()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    QCOMPARE(fixture.engine->projects.get(QStringLiteral("none")).error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(fixture.workspace->project(QStringLiteral("none")).error().code, ErrorCode::ProjectNotFound);
}

void tst_ProjectService::remove_wrongName_isRefusedAndKeepsIt()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    const auto refused
        = fixture.engine->projects.remove(fixture.admin(), project->id, QStringLiteral("support")).result();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidParameter);
    QCOMPARE(refused.error().fields.first().field, QStringLiteral("name"));
    QVERIFY(fixture.workspace->project(project->id));
    QCOMPARE(workspaceEvents(fixture, QStringLiteral("project.delete")).size(), 0);
}

void tst_ProjectService::remove_ownName_destroysKeyFilesAndApiKeys()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    const auto key = fixture.engine->keys.create(fixture.admin(), project->id, {QStringLiteral("app")}).result();
    QVERIFY(key);
    const QByteArray bearer = "Bearer " + key->text.toLatin1();
    QVERIFY(fixture.engine->authenticator.apiCaller(bearer, {}, {}));
    QVERIFY(fixture.dialogue(fixture.keyCaller(project->id), QStringLiteral("acme"), QStringLiteral("talk-1")));
    const auto removed = fixture.engine->projects.remove(fixture.admin(), project->id, project->name).result();
    QVERIFY(removed);
    QCOMPARE(removed->dialogues, 1);
    QVERIFY(!fixture.workspace->keystore().hasProject(project->id));
    QVERIFY(!QFile::exists(fixture.path() + QLatin1String("/projects/") + project->id));
    QCOMPARE(fixture.workspace->project(project->id).error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(fixture.engine->authenticator.apiCaller(bearer, {}, {}).error().code, ErrorCode::Unauthenticated);
    QCOMPARE(workspaceEvents(fixture, QStringLiteral("project.delete")).size(), 1);
    const auto again = fixture.engine->projects.remove(fixture.admin(), project->id, project->name).result();
    QCOMPARE(again.error().code, ErrorCode::ProjectNotFound);
    QVERIFY(fixture.project(QStringLiteral("Support")));
}

void tst_ProjectService::remove_protected_isRefused()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const Project guarded{QStringLiteral("01GUARDED"), QStringLiteral("Guarded"), 1, false, true};
    const auto inserted = fixture.workspace->control().writer().submit<void>([guarded](storage::WriteContext &context) {
        return tables::ProjectTable(context.connection).insert(guarded, QStringLiteral("test"));
    });
    QVERIFY(inserted.result());
    const auto refused = fixture.engine->projects.remove(fixture.admin(), guarded.id, guarded.name).result();
    QCOMPARE(refused.error().code, ErrorCode::DeletionProtected);
}

void tst_ProjectService::remove_whileInUse_endsAcceptedWritesAndRefusesLaterOnes()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    const auto project = fixture.project(QStringLiteral("Support"));
    const auto partition = fixture.engine->partitions.open(
        fixture.keyCaller(project->id), QStringLiteral("acme"), PartitionMint::Access::Creating);
    QVERIFY(partition);
    QList<Future<Result<Dialogue>>> writes;
    for (int i = 0; i < 50; ++i)
        writes.append(fixture.engine->dialogues.create(*partition, {}, std::nullopt));
    QVERIFY(fixture.engine->projects.remove(fixture.admin(), project->id, project->name).result());
    for (Future<Result<Dialogue>> &write : writes)
        QVERIFY(write.result());
    const auto late = fixture.engine->dialogues.create(*partition, {}, std::nullopt).result();
    QCOMPARE(late.error().code, ErrorCode::ShuttingDown);
}

// Makes and removes projects for ever, telling of each step: "+id" made, "?id" to be removed, "-id" removed.
[[noreturn]] static void workUntilKilled(WorkspaceFixture &fixture, int reports)
{
    const auto tell = [reports](char what, const QString &id) {
        const QByteArray line = what + id.toLatin1() + '\n';
        (void)!::write(reports, line.constData(), static_cast<size_t>(line.size()));
    };
    if (!fixture.open())
        ::_exit(1);
    for (int i = 0;; ++i) {
        const auto project = fixture.project(QStringLiteral("%1 of %2").arg(i).arg(::getpid()));
        if (!project)
            ::_exit(1);
        tell('+', project->id);
        if (i % 2 == 0)
            continue;
        tell('?', project->id);
        if (!fixture.engine->projects.remove(fixture.admin(), project->id, project->name).result())
            ::_exit(1);
        tell('-', project->id);
    }
}

// Lets a child work until it has told of `steps` steps and `pause` has passed, kills it, and reads what else it told.
static QStringList killAfter(WorkspaceFixture &fixture, int steps, std::chrono::milliseconds pause)
{
    int reports[2];
    if (::pipe(reports) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0)
        workUntilKilled(fixture, reports[1]);
    ::close(reports[1]);
    QByteArray told;
    char buffer[256];
    ssize_t size = 1;
    while (told.count('\n') < steps && size > 0) {
        size = ::read(reports[0], buffer, sizeof buffer);
        told.append(buffer, qMax<ssize_t>(size, 0));
    }
    std::this_thread::sleep_for(pause);
    ::kill(child, SIGKILL);
    while (size > 0) {
        size = ::read(reports[0], buffer, sizeof buffer);
        told.append(buffer, qMax<ssize_t>(size, 0));
    }
    ::close(reports[0]);
    ::waitpid(child, nullptr, 0);
    return QString::fromLatin1(told).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void tst_ProjectService::createAndRemove_killedAnywhere_leavesWholeProjectsOnly()
{
    WorkspaceFixture fixture;
    QVERIFY(fixture.create());
    fixture.close();
    QSet<QString> certain; // made and not asked to go
    QSet<QString> gone;
    for (int round = 0; round < 8; ++round) {
        const QStringList told = killAfter(fixture, round % 3, std::chrono::milliseconds(7 * round));
        for (const QString &line : told) {
            const QString id = line.mid(1);
            if (line.startsWith(QLatin1Char('+')))
                certain.insert(id);
            else
                certain.remove(id);
            if (line.startsWith(QLatin1Char('-')))
                gone.insert(id);
        }
        QVERIFY(fixture.open());
        QStringList listed;
        const QList<Project> projects = fixture.engine->projects.list().value_or(QList<Project>());
        for (const Project &project : projects) {
            listed.append(project.id);
            QVERIFY(fixture.workspace->project(project.id));
            certain.remove(project.id);
            QVERIFY(!gone.contains(project.id));
        }
        QVERIFY2(certain.isEmpty(), "a project that was answered for is missing");
        listed.sort();
        QCOMPARE(fixture.workspace->keystore().projects(), listed);
        QDir folder(fixture.file("projects"));
        QCOMPARE(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name), listed);
        certain = QSet<QString>(listed.cbegin(), listed.cend());
        fixture.close();
    }
}

CLOISTER_TEST(tst_ProjectService)
#include "tst_ProjectService.moc"
