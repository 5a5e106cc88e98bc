#include "engine/model/PartitionKey.h"
#include "tests/support/WorkspaceFixture.h"

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_AuditService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_projectEvents_resolveNamesWhileKeysExist();
    void list_afterKeyWasDestroyed_resolvesNothing();
    void list_byNamespaceAndEntity_findsTheirEvents();
    void list_boundCaller_seesOnlyItsNamespaces();
    void list_newestFirst_pagesBackwards();
    void list_badEntityQuery_isInvalidParameter_data();
    void list_badEntityQuery_isInvalidParameter();
    void record_withNamespace_storesKeyedForms();
    void record_withoutProject_goesToTheWorkspace();
    void record_unknownProject_isProjectNotFound();
};

static const QString kAuditAcme = QStringLiteral("acme-canary");
static const QString kAuditGlobex = QStringLiteral("globex-canary");
static const QString kAuditTalk = QStringLiteral("talk-canary");
static const QString kAuditKind = QStringLiteral("dialogue");

struct AuditWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        const auto made = project(QStringLiteral("Support"));
        projectId = made ? made->id : QString();
        return made && dialogue(keyCaller(projectId), kAuditAcme, kAuditTalk) && dialogue(keyCaller(projectId), kAuditGlobex, kAuditTalk);
    }

    QList<AuditRecord> list(const AuditQuery &query)
    {
        const auto records = engine->audit.list(projectId, query);
        if (!records)
            explain(records.error());
        return records.value_or(QList<AuditRecord>());
    }

    QString projectId;
};

void tst_AuditService::list_projectEvents_resolveNamesWhileKeysExist()
{
    AuditWorld world;
    QVERIFY(world.begin());
    AuditQuery query;
    query.action = QStringLiteral("dialogue.create");
    const QList<AuditRecord> records = world.list(query);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.at(0).nameSpace, std::optional<QString>(kAuditAcme));
    QCOMPARE(records.at(1).nameSpace, std::optional<QString>(kAuditGlobex));
    for (const AuditRecord &record : records) {
        QCOMPARE(record.entity, kAuditTalk);
        QVERIFY(!record.body.contains("canary"));
        QCOMPARE(record.hash.size(), 32);
    }
}

void tst_AuditService::list_afterKeyWasDestroyed_resolvesNothing()
{
    AuditWorld world;
    QVERIFY(world.begin());
    const auto file = world.workspace->project(world.projectId);
    QVERIFY(file);
    QVERIFY((*file)->keys().destroy(PartitionKey(kAuditAcme, world.projectId).bytes()));
    AuditQuery query;
    query.action = QStringLiteral("dialogue.create");
    const QList<AuditRecord> records = world.list(query);
    QCOMPARE(records.size(), 2);
    QVERIFY(!records.at(0).nameSpace);
    QVERIFY(records.at(0).entity.isEmpty());
    QCOMPARE(records.at(1).nameSpace, std::optional<QString>(kAuditGlobex));
    query.nameSpace = kAuditAcme;
    QVERIFY(world.list(query).isEmpty());
}

void tst_AuditService::list_byNamespaceAndEntity_findsTheirEvents()
{
    AuditWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.dialogue(world.keyCaller(world.projectId), kAuditAcme, QStringLiteral("talk-2")));
    AuditQuery query;
    query.nameSpace = kAuditAcme;
    const QList<AuditRecord> ofAcme = world.list(query);
    QVERIFY(ofAcme.size() >= 4);
    for (const AuditRecord &record : ofAcme)
        QCOMPARE(record.nameSpace, std::optional<QString>(kAuditAcme));
    query.entityKind = kAuditKind;
    query.entity = kAuditTalk;
    const QList<AuditRecord> ofTalk = world.list(query);
    QCOMPARE(ofTalk.size(), 1);
    QCOMPARE(ofTalk.first().entity, kAuditTalk);
    query.nameSpace = QStringLiteral("never-used");
    QVERIFY(world.list(query).isEmpty());
}

void tst_AuditService::list_boundCaller_seesOnlyItsNamespaces()
{
    AuditWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.dialogue(world.keyCaller(world.projectId), QStringLiteral("third"), kAuditTalk));
    AuditQuery query;
    query.action = QStringLiteral("dialogue.create");
    query.visible = QStringList{QStringLiteral("third"), kAuditAcme, QStringLiteral("unused")};
    QList<AuditRecord> records = world.list(query);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.at(0).nameSpace, std::optional<QString>(kAuditAcme));
    QCOMPARE(records.at(1).nameSpace, std::optional<QString>(QStringLiteral("third")));
    query.limit = 1;
    records = world.list(query);
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().nameSpace, std::optional<QString>(kAuditAcme));
    query.nameSpace = kAuditGlobex;
    QVERIFY(world.list(query).isEmpty());
}

void tst_AuditService::list_newestFirst_pagesBackwards()
{
    AuditWorld world;
    QVERIFY(world.begin());
    AuditQuery query;
    query.limit = 1000;
    const QList<AuditRecord> forward = world.list(query);
    QVERIFY(forward.size() >= 4);
    query.before = std::numeric_limits<qint64>::max();
    query.limit = 2;
    QList<qint64> backward;
    while (true) {
        const QList<AuditRecord> page = world.list(query);
        if (page.isEmpty())
            break;
        for (const AuditRecord &record : page)
            backward.prepend(record.seq);
        query.before = page.last().seq;
    }
    QCOMPARE(backward.size(), forward.size());
    for (qsizetype i = 0; i < forward.size(); ++i)
        QCOMPARE(backward.at(i), forward.at(i).seq);
}

void tst_AuditService::list_badEntityQuery_isInvalidParameter_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("hasNamespace");
    QTest::newRow("no kind") << QString() << true;
    QTest::newRow("no namespace") << kAuditKind << false;
}

void tst_AuditService::list_badEntityQuery_isInvalidParameter()
{
    QFETCH(QString, kind);
    QFETCH(bool, hasNamespace);
    AuditWorld world;
    QVERIFY(world.begin());
    AuditQuery query;
    query.entity = kAuditTalk;
    query.entityKind = kind;
    if (hasNamespace)
        query.nameSpace = kAuditAcme;
    const auto refused = world.engine->audit.list(world.projectId, query);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidParameter);
    QCOMPARE(refused.error().fields.first().field, QStringLiteral("entity"));
}

static AuditEvent reading()
{
    AuditEvent event;
    event.time = 1000;
    event.actor = {ActorKind::Admin, QStringLiteral("local")};
    event.action = QStringLiteral("dialogue.read");
    event.entityKind = kAuditKind;
    event.entity = kAuditTalk;
    return event;
}

void tst_AuditService::record_withNamespace_storesKeyedForms()
{
    AuditWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.engine->audit.record(world.projectId, reading(), kAuditAcme).result());
    QVERIFY(world.engine->audit.record(world.projectId, reading(), QStringLiteral("never-used")).result());
    AuditQuery query;
    query.action = QStringLiteral("dialogue.read");
    const QList<AuditRecord> records = world.list(query);
    QCOMPARE(records.size(), 2);
    QCOMPARE(records.at(0).nameSpace, std::optional<QString>(kAuditAcme));
    QCOMPARE(records.at(0).entity, kAuditTalk);
    QVERIFY(!records.at(0).body.contains("canary"));
    QVERIFY(!records.at(1).nameSpace);
    QVERIFY(!records.at(1).body.contains("canary"));
    const auto file = world.workspace->project(world.projectId);
    const auto key = (*file)->keys().find(PartitionKey(QStringLiteral("never-used"), world.projectId).bytes());
    QVERIFY(key && !*key); // asking made no namespace
}

void tst_AuditService::record_withoutProject_goesToTheWorkspace()
{
    AuditWorld world;
    QVERIFY(world.create());
    AuditEvent refusal;
    refusal.action = QStringLiteral("request.refuse");
    refusal.outcome = QStringLiteral("UNAUTHENTICATED");
    refusal.address = QStringLiteral("192.0.2.9");
    refusal.count = 17;
    QVERIFY(world.engine->audit.record({}, refusal, {}).result());
    AuditQuery query;
    query.outcome = QStringLiteral("UNAUTHENTICATED");
    const auto records = world.engine->audit.list({}, query);
    QVERIFY(records);
    QCOMPARE(records->size(), 1);
    QVERIFY(records->first().body.contains("\"count\":17"));
    query.address = QStringLiteral("192.0.2.10");
    QVERIFY(world.engine->audit.list({}, query)->isEmpty());
}

void tst_AuditService::record_unknownProject_isProjectNotFound()
{
    AuditWorld world;
    QVERIFY(world.create());
    const auto none = world.engine->audit.record(QStringLiteral("none"), reading(), {}).result();
    QCOMPARE(none.error().code, ErrorCode::ProjectNotFound);
    QCOMPARE(world.engine->audit.list(QStringLiteral("none"), {}).error().code, ErrorCode::ProjectNotFound);
}

CLOISTER_TEST(tst_AuditService)
#include "tst_AuditService.moc"
