#include "tests/support/WorkspaceFixture.h"

using namespace cloister;
using cloister::test::WorkspaceFixture;
using Access = PartitionMint::Access;

class tst_PartitionMint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_existing_unseenNamespaceReadsAsUnused();
    void open_existing_unseenAndUnusedAnswerInTheSameWords();
    void open_creating_unseenNamespaceIsForbidden();
    void open_boundKey_reachesItsOwn();
    void open_unseenKey_equalsNoNamespaceOfAnyName_data();
    void open_unseenKey_equalsNoNamespaceOfAnyName();
    void open_unknownProject_isProjectNotFound();
};

static const QString kMintHidden = QStringLiteral("globex");
static const QString kMintOwn = QStringLiteral("acme");
static const QString kMintTalk = QStringLiteral("talk-1");

struct MintWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        const auto made = project(QStringLiteral("Support"));
        projectId = made ? made->id : QString();
        return made && dialogue(keyCaller(projectId), kMintHidden, kMintTalk) && dialogue(keyCaller(projectId), kMintOwn, kMintTalk);
    }

    Result<Dialogue> get(const Caller &caller, const QString &nameSpace, const QString &id)
    {
        CLOISTER_ASSIGN(const Partition partition, engine->partitions.open(caller, nameSpace, Access::Existing));
        return engine->dialogues.get(partition, id);
    }

    Caller bound() const { return keyCaller(projectId, QStringList{kMintOwn}); }

    QString projectId;
};

void tst_PartitionMint::open_existing_unseenNamespaceReadsAsUnused()
{
    MintWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.get(world.keyCaller(world.projectId), kMintHidden, kMintTalk));
    const auto missed = world.get(world.bound(), kMintHidden, kMintTalk);
    QVERIFY(!missed);
    QCOMPARE(missed.error().code, ErrorCode::DialogueNotFound);
    const auto partition = world.engine->partitions.open(world.bound(), kMintHidden, Access::Existing);
    QVERIFY(partition);
    const auto page = world.engine->dialogues.list(*partition, {});
    QVERIFY(page);
    QVERIFY(page->items.isEmpty());
    const auto removed = world.engine->dialogues.remove(*partition, kMintTalk).result();
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, ErrorCode::DialogueNotFound);
    QVERIFY(world.get(world.keyCaller(world.projectId), kMintHidden, kMintTalk));
}

void tst_PartitionMint::open_existing_unseenAndUnusedAnswerInTheSameWords()
{
    MintWorld world;
    QVERIFY(world.begin());
    const auto hidden = world.get(world.bound(), kMintHidden, kMintTalk);
    const auto unused = world.get(world.bound(), QStringLiteral("nobody"), kMintTalk);
    QVERIFY(!hidden && !unused);
    QCOMPARE(hidden.error().code, unused.error().code);
    QString expected = unused.error().detail;
    QVERIFY(expected.contains(QLatin1String("nobody")));
    QCOMPARE(hidden.error().detail, expected.replace(QLatin1String("nobody"), kMintHidden));
    const auto absent = world.get(world.bound(), kMintHidden, QStringLiteral("never-was"));
    QCOMPARE(absent.error().detail, QString(hidden.error().detail).replace(kMintTalk, QLatin1String("never-was")));
}

void tst_PartitionMint::open_creating_unseenNamespaceIsForbidden()
{
    MintWorld world;
    QVERIFY(world.begin());
    for (const QString &name : {kMintHidden, QStringLiteral("nobody"), QString()}) {
        const auto refused = world.engine->partitions.open(world.bound(), name, Access::Creating);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Forbidden);
        QVERIFY(!refused.error().detail.contains(kMintHidden));
    }
}

void tst_PartitionMint::open_boundKey_reachesItsOwn()
{
    MintWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.get(world.bound(), kMintOwn, kMintTalk));
    QVERIFY(world.dialogue(world.bound(), kMintOwn, QStringLiteral("talk-2")));
    QVERIFY(world.get(world.keyCaller(world.projectId), kMintOwn, QStringLiteral("talk-2")));
}

void tst_PartitionMint::open_unseenKey_equalsNoNamespaceOfAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("default") << QString();
    QTest::newRow("plain") << QStringLiteral("acme");
    QTest::newRow("hash") << QStringLiteral("a#b");
    QTest::newRow("percent") << QStringLiteral("%23");
    QTest::newRow("like the key") << QStringLiteral("UNSEEN#acme#p1");
}

void tst_PartitionMint::open_unseenKey_equalsNoNamespaceOfAnyName()
{
    QFETCH(QString, name);
    const PartitionKey unseen = PartitionKey::unseen(name, QStringLiteral("p1"));
    QVERIFY(!(unseen == PartitionKey(name, QStringLiteral("p1"))));
    QVERIFY(!unseen.bytes().startsWith(PartitionKey::rangeStart({})));
    QCOMPARE(PartitionKey::nameSpaceOf(unseen.bytes()), name);
    QCOMPARE(unseen.nameSpace(), name);
}

void tst_PartitionMint::open_unknownProject_isProjectNotFound()
{
    MintWorld world;
    QVERIFY(world.create());
    const auto none = world.engine->partitions.open(world.keyCaller(QStringLiteral("none")), kMintOwn, Access::Existing);
    QCOMPARE(none.error().code, ErrorCode::ProjectNotFound);
}

CLOISTER_TEST(tst_PartitionMint)
#include "tst_PartitionMint.moc"
