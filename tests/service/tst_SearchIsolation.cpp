// ISO-3: what one namespace is answered, scores included, is the same with and without what others do.
#include "tests/support/SearchFixture.h"

#include <QRandomGenerator>

using namespace cloister;
using namespace cloister::test;

class tst_SearchIsolation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_areBitEqualWithAndWithoutAnotherTenant();
    void aNamespaceThatWasNeverUsed_findsNothing();
    void aKeyThatMayNotSeeANamespace_findsNothingThere();
    void anUnknownProject_isRefused();
    void aRemovedProject_leavesNoIndexInMemory();
};

static const QStringList kWords{QStringLiteral("kayak"), QStringLiteral("harbour"), QStringLiteral("ticket"),
    QStringLiteral("refund"), QStringLiteral("doctor"), QStringLiteral("summer"), QStringLiteral("violin"),
    QStringLiteral("bicycle"), QStringLiteral("mountain"), QStringLiteral("letter")};

static QString sentence(QRandomGenerator &random, const QString &extra = {})
{
    QStringList words;
    for (int i = 0; i < 6; ++i)
        words.append(kWords.at(random.bounded(int(kWords.size()))));
    if (!extra.isEmpty())
        words.append(extra);
    return words.join(QLatin1Char(' '));
}

// One tenant's random life; another seed is another life.
static void live(SearchFixture &fixture, const QString &nameSpace, quint32 seed, const QString &canary = {})
{
    QRandomGenerator random(seed);
    for (int i = 0; i < 8; ++i) {
        const QString id = QStringLiteral("dialogue-%1").arg(i);
        QVERIFY(fixture.talk(nameSpace, id, {sentence(random, canary), sentence(random), sentence(random)}));
        if (random.bounded(3) == 0)
            QVERIFY(fixture.engine->dialogues.remove(fixture.partition(nameSpace), id).result());
        else if (random.bounded(2) == 0)
            QVERIFY(fixture.engine->messages.remove(fixture.partition(nameSpace), id, id + QLatin1String("-2")).result());
        QVERIFY(fixture.remember(nameSpace, QStringLiteral("memory-%1").arg(i),
            QByteArray("\"") + sentence(random, canary).toUtf8() + '"'));
    }
}

// Every answer in full, as text: ids and the exact bits of the scores.
static QStringList answers(SearchFixture &fixture, const QString &nameSpace)
{
    QStringList all;
    for (const SearchObject object : {SearchObject::Message, SearchObject::Dialogue, SearchObject::Memory}) {
        for (const SearchMode mode : {SearchMode::Hybrid, SearchMode::Semantic, SearchMode::Keyword}) {
            for (const QString &word : kWords) {
                SearchQuery query = SearchFixture::query(word + QLatin1String(" on a hill"), object);
                query.mode = mode;
                const SearchOutcome outcome = fixture.search(nameSpace, query);
                for (const FoundRecord &found : outcome.results) {
                    all.append(QStringLiteral("%1 %2").arg(
                        SearchFixture::idOf(found), QString::number(found.relevance, 'g', 17)));
                    for (const FoundMessage &match : found.matches)
                        all.append(match.message.id + QString::number(match.relevance, 'g', 17));
                }
                all.append(QStringLiteral("%1 candidates").arg(outcome.explain.lexical));
            }
        }
    }
    return all;
}

void tst_SearchIsolation::answers_areBitEqualWithAndWithoutAnotherTenant()
{
    const QString a = QStringLiteral("tenant-a");
    const QString canary = QStringLiteral("xyzzycanary");
    SearchFixture alone;
    QVERIFY(alone.create());
    live(alone, a, 1);
    QVERIFY(alone.settle(a));
    const QStringList expected = answers(alone, a);
    QVERIFY(expected.size() > 300);

    SearchFixture shared;
    QVERIFY(shared.create());
    live(shared, QStringLiteral("tenant-b"), 7, canary);
    live(shared, a, 1);
    live(shared, QStringLiteral("tenant-a2"), 9, canary);
    live(shared, {}, 11, canary);
    QVERIFY(shared.settle(a));
    QVERIFY(shared.settle(QStringLiteral("tenant-b")));
    QCOMPARE(answers(shared, a), expected);
    QVERIFY(shared.findWords(a, canary).isEmpty());
    QVERIFY(shared.findWords(a, canary, SearchObject::Memory).isEmpty());
    QVERIFY(!shared.findWords(QStringLiteral("tenant-b"), canary).isEmpty());
}

void tst_SearchIsolation::aNamespaceThatWasNeverUsed_findsNothing()
{
    SearchFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.talk({}, QStringLiteral("first"), {QStringLiteral("kayak")}));
    QVERIFY(fixture.find(QStringLiteral("default2"), QStringLiteral("kayak")).isEmpty());
    QCOMPARE(fixture.engine->namespaces.list(SearchFixture::admin(fixture.projectId), {})->items.size(), 1);
}

void tst_SearchIsolation::aKeyThatMayNotSeeANamespace_findsNothingThere()
{
    SearchFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.talk(QStringLiteral("secret"), QStringLiteral("first"), {QStringLiteral("kayak")}));
    QVERIFY(!fixture.find(QStringLiteral("secret"), QStringLiteral("kayak")).isEmpty());
    const Caller bound = SearchFixture::keyCaller(fixture.projectId, QStringList{QStringLiteral("own")});
    const auto partition
        = fixture.engine->partitions.open(bound, QStringLiteral("secret"), PartitionMint::Access::Existing);
    QVERIFY(partition.has_value());
    const auto outcome = fixture.engine->search.search(*partition, SearchFixture::query(QStringLiteral("kayak")));
    QVERIFY(outcome.has_value());
    QVERIFY(outcome->results.isEmpty());
    QCOMPARE(outcome->explain.considered, 0);
}

void tst_SearchIsolation::anUnknownProject_isRefused()
{
    SearchFixture fixture;
    QVERIFY(fixture.create());
    const auto partition = fixture.engine->partitions.open(
        SearchFixture::keyCaller(QStringLiteral("no-such-project")), {}, PartitionMint::Access::Existing);
    QCOMPARE(partition.error().code, ErrorCode::ProjectNotFound);
}

void tst_SearchIsolation::aRemovedProject_leavesNoIndexInMemory()
{
    SearchFixture fixture;
    QVERIFY(fixture.create());
    QVERIFY(fixture.talk({}, QStringLiteral("first"), {QStringLiteral("kayak")}));
    QVERIFY(fixture.settle({}));
    QVERIFY(fixture.workspace->indexes()->cache().usedBytes() > 0);
    QVERIFY(fixture.workspace->removeProject(fixture.projectId).has_value());
    QCOMPARE(fixture.workspace->indexes()->cache().usedBytes(), 0);
}

CLOISTER_TEST(tst_SearchIsolation)
#include "tst_SearchIsolation.moc"
