#include "engine/model/PartitionKey.h"
#include "tests/support/WorkspaceFixture.h"

using namespace cloister;
using cloister::test::WorkspaceFixture;

class tst_NamespaceService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_thousand_pagesThroughAllByName();
    void list_prefix_findsNamesThatStartWithIt_data();
    void list_prefix_findsNamesThatStartWithIt();
    void list_boundKey_seesOnlyItsOwnThatExist();
    void list_token_ofAnotherListOrDamaged_isRefused();
    void list_admin_sortsPagesAndCounts();
    void list_keyAskingForAdminOrder_isRefused();
};

struct NamespaceWorld : WorkspaceFixture
{
    bool begin()
    {
        if (!create())
            return false;
        const auto made = project(QStringLiteral("Support"));
        projectId = made ? made->id : QString();
        return made.has_value();
    }

    /// Namespaces with one memory each, written together.
    bool fill(const QStringList &names)
    {
        QList<Future<Result<Memory>>> writes;
        for (const QString &name : names) {
            const auto partition
                = engine->partitions.open(keyCaller(projectId), name, PartitionMint::Access::Creating);
            if (!partition)
                return explain(partition.error());
            writes.append(engine->memories.create(*partition, {}, std::nullopt));
        }
        for (Future<Result<Memory>> &write : writes) {
            if (const auto written = write.result(); !written)
                return explain(written.error());
        }
        return true;
    }

    Result<NamespacePage> list(const NamespaceQuery &query, std::optional<QStringList> bound = {})
    {
        return engine->namespaces.list(keyCaller(projectId, std::move(bound)), query);
    }

    static QStringList namesOf(const NamespacePage &page)
    {
        QStringList names;
        for (const NamespaceInfo &info : page.items)
            names.append(info.nameSpace);
        return names;
    }

    QString projectId;
};

static QString numbered(int i)
{
    return QStringLiteral("tenant-%1").arg(i, 4, 10, QLatin1Char('0'));
}

void tst_NamespaceService::list_thousand_pagesThroughAllByName()
{
    NamespaceWorld world;
    QVERIFY(world.begin());
    QStringList names;
    for (int i = 0; i < 1000; ++i)
        names.append(numbered(i));
    QVERIFY(world.fill(names));
    NamespaceQuery query;
    query.limit = 99;
    QStringList seen;
    int pages = 0;
    do {
        const auto page = world.list(query);
        QVERIFY(page);
        QVERIFY(page->items.size() <= 99);
        QCOMPARE(page->total, 0);
        seen += world.namesOf(*page);
        query.next = page->next;
        if (++pages == 3)
            QVERIFY(world.fill({QStringLiteral("tenant-0000a")})); // behind the page: changes nothing
    } while (!query.next.isEmpty());
    QCOMPARE(pages, 11);
    QCOMPARE(seen, names);

    query = NamespaceQuery();
    query.limit = 1001;
    const auto whole = world.list(query);
    QVERIFY(whole);
    QCOMPARE(whole->items.size(), 1001);
    QVERIFY(whole->next.isEmpty());
    QCOMPARE(whole->items.first().memories, 1);
    QCOMPARE(whole->items.first().lastActivity, std::optional<qint64>(world.clock.nowMs()));
}

void tst_NamespaceService::list_prefix_findsNamesThatStartWithIt_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QStringList>("expected");
    const QString accented = QString::fromUtf8("caf\xc3\xa9");
    QTest::newRow("none") << QString() << QStringList{QString(), QStringLiteral("a#b"), QStringLiteral("ab"),
        QStringLiteral("ab%"), QStringLiteral("abc"), QStringLiteral("b"), accented};
    QTest::newRow("ab") << QStringLiteral("ab")
                        << QStringList{QStringLiteral("ab"), QStringLiteral("ab%"), QStringLiteral("abc")};
    QTest::newRow("hash") << QStringLiteral("a#") << QStringList{QStringLiteral("a#b")};
    QTest::newRow("percent") << QStringLiteral("ab%") << QStringList{QStringLiteral("ab%")};
    QTest::newRow("escape text") << QStringLiteral("a%23") << QStringList();
    QTest::newRow("accented") << accented << QStringList{accented};
    QTest::newRow("nothing") << QStringLiteral("zz") << QStringList();
}

void tst_NamespaceService::list_prefix_findsNamesThatStartWithIt()
{
    QFETCH(QString, prefix);
    QFETCH(QStringList, expected);
    NamespaceWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.fill({QString(), QStringLiteral("a#b"), QStringLiteral("ab"), QStringLiteral("ab%"),
        QStringLiteral("abc"), QStringLiteral("b"), QString::fromUtf8("caf\xc3\xa9")}));
    NamespaceQuery query;
    query.prefix = prefix;
    const auto page = world.list(query);
    QVERIFY(page);
    QStringList names = world.namesOf(*page);
    std::sort(names.begin(), names.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(names, expected);
    const auto counted = world.engine->namespaces.list(world.admin(world.projectId), query);
    QCOMPARE(counted->total, expected.size());
}

void tst_NamespaceService::list_boundKey_seesOnlyItsOwnThatExist()
{
    NamespaceWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.fill({QString(), QStringLiteral("acme"), QStringLiteral("globex"), QStringLiteral("initech")}));
    const QStringList bound{QStringLiteral("initech"), QStringLiteral("unused"), QString(), QStringLiteral("acme")};
    NamespaceQuery query;
    QCOMPARE(world.namesOf(*world.list(query, bound)),
        QStringList({QString(), QStringLiteral("acme"), QStringLiteral("initech")}));
    query.limit = 2;
    const auto first = world.list(query, bound);
    QCOMPARE(world.namesOf(*first), QStringList({QString(), QStringLiteral("acme")}));
    query.next = first->next;
    const auto second = world.list(query, bound);
    QCOMPARE(world.namesOf(*second), QStringList({QStringLiteral("initech")}));
    QVERIFY(second->next.isEmpty());
    query = NamespaceQuery();
    query.prefix = QStringLiteral("g");
    QVERIFY(world.list(query, bound)->items.isEmpty());
}

void tst_NamespaceService::list_token_ofAnotherListOrDamaged_isRefused()
{
    NamespaceWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.fill({QStringLiteral("aa"), QStringLiteral("ab"), QStringLiteral("ac")}));
    NamespaceQuery query;
    query.prefix = QStringLiteral("a");
    query.limit = 1;
    const QByteArray token = world.list(query)->next;
    QVERIFY(!token.isEmpty());
    QByteArray flipped = token;
    flipped[0] = flipped.at(0) == 'A' ? 'B' : 'A';
    const auto refused = [&world](const NamespaceQuery &asked) {
        const auto page = world.list(asked);
        return !page && page.error().code == ErrorCode::InvalidParameter
            && page.error().fields.first().field == QLatin1String("next");
    };
    for (const QByteArray &bad : {flipped, token.chopped(4), QByteArray("!!"), QByteArray("A"), token + "AAAA"}) {
        query.next = bad;
        QVERIFY2(refused(query), bad.constData());
    }
    query.next = token;
    QVERIFY(world.list(query));
    query.prefix.clear();
    QVERIFY(refused(query));

    const auto other = world.project(QStringLiteral("Other"));
    world.projectId = other->id;
    query.prefix = QStringLiteral("a");
    QVERIFY(refused(query));
}

void tst_NamespaceService::list_admin_sortsPagesAndCounts()
{
    NamespaceWorld world;
    QVERIFY(world.begin());
    QVERIFY(world.fill({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("b"), QStringLiteral("b"),
        QStringLiteral("c"), QStringLiteral("c")}));
    NamespaceQuery query;
    query.sort = tables::NamespaceSort::Memories;
    query.order = Order::Descending;
    query.limit = 2;
    const Caller admin = world.admin(world.projectId);
    const auto first = world.engine->namespaces.list(admin, query);
    QVERIFY(first);
    QCOMPARE(world.namesOf(*first), QStringList({QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(first->total, 3);
    QCOMPARE(first->items.first().memories, 3);
    QVERIFY(first->next.isEmpty());
    query.offset = 2;
    QCOMPARE(world.namesOf(*world.engine->namespaces.list(admin, query)), QStringList({QStringLiteral("a")}));
}

void tst_NamespaceService::list_keyAskingForAdminOrder_isRefused()
{
    NamespaceWorld world;
    QVERIFY(world.begin());
    NamespaceQuery query;
    query.sort = tables::NamespaceSort::Bytes;
    QCOMPARE(world.list(query).error().code, ErrorCode::InvalidParameter);
    query = NamespaceQuery();
    query.offset = 1;
    QCOMPARE(world.list(query).error().code, ErrorCode::InvalidParameter);
}

CLOISTER_TEST(tst_NamespaceService)
#include "tst_NamespaceService.moc"
