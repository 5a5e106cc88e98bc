// Graphs of large indexes: built behind the requests, saved sealed, and never with a vector that is gone.
#include "tests/support/SearchFixture.h"

#include "engine/partition/SearchImageStore.h"
#include "engine/service/IndexUpkeep.h"

using namespace cloister;
using namespace cloister::test;

class tst_IndexUpkeep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLargeIndex_isSavedAndTakenOver();
    void aSmallIndex_isNotSaved();
    void aRemovedMessage_takesTheSavedGraph();
    void whatIsRemovedWhileSaving_endsTheSaving();
    void anIndexThatWasDropped_isNotSaved();
    void aSavedGraphOfAnotherForm_isBuiltAgain();
    void aDamagedSavedGraph_isRefusedAndMadeAgain();
    void afterARemoval_aGraphWithoutItIsSaved();
    void savedParts_areSealed();

private:
    template<typename T>
    Result<T> derive(std::function<Result<T>(SearchImageStore &)> job)
    {
        return m_fixture->partition()
            .write<T>(Partition::Intent::Derive,
                [job](PartitionSession &session) -> Result<T> {
                    SearchImageStore store(session);
                    return job(store);
                })
            .result();
    }
    bool isSaved();
    QByteArray saved();
    void removeOne(const QString &number);

    std::unique_ptr<SearchFixture> m_fixture;
};

// Forty messages, and an index that takes twenty for many.
void tst_IndexUpkeep::init()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    search::PartitionIndex::Options options = m_fixture->workspace->indexes()->options();
    options.limits = {20, 10};
    m_fixture->workspace->indexes()->setOptions(options);
    QStringList texts;
    for (int i = 0; i < 40; ++i)
        texts.append(QStringLiteral("sentence number %1 about thing%2").arg(i).arg(i % 7));
    QVERIFY(m_fixture->talk({}, QStringLiteral("first"), texts));
    QVERIFY(m_fixture->settle({}));
}

bool tst_IndexUpkeep::isSaved()
{
    return m_fixture->partition()
        .read<bool>([](PartitionSession &session) { return SearchImageStore(session).isSaved(); })
        .value();
}

QByteArray tst_IndexUpkeep::saved()
{
    return m_fixture->partition()
        .read<QByteArray>([](PartitionSession &session) { return SearchImageStore(session).read(); })
        .value();
}

void tst_IndexUpkeep::removeOne(const QString &number)
{
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(), QStringLiteral("first"), QStringLiteral("first-") + number)
                .result());
}

void tst_IndexUpkeep::aLargeIndex_isSavedAndTakenOver()
{
    QVERIFY(!isSaved());
    const SearchOutcome before = m_fixture->search({}, SearchFixture::query(QStringLiteral("thing3")));
    IndexUpkeep upkeep(10);
    QVERIFY(upkeep.run(m_fixture->partition()).has_value());
    QVERIFY(isSaved());
    QVERIFY(!saved().isEmpty());
    m_fixture->workspace->indexes()->cache().clear();
    const SearchOutcome after = m_fixture->search({}, SearchFixture::query(QStringLiteral("thing3")));
    QCOMPARE(SearchFixture::idsOf(after).first(), SearchFixture::idsOf(before).first());
    // It came with its graph: the saving of the index as it is now is the same.
    QVERIFY(!m_fixture->partition().loadedIndex()->snapshot()->isEmpty());
}

void tst_IndexUpkeep::aSmallIndex_isNotSaved()
{
    IndexUpkeep upkeep(1000);
    QVERIFY(upkeep.run(m_fixture->partition()).has_value());
    QVERIFY(!isSaved());
    QVERIFY(upkeep.run(m_fixture->partition(QStringLiteral("never-used"))).has_value());
}

void tst_IndexUpkeep::aRemovedMessage_takesTheSavedGraph()
{
    IndexUpkeep upkeep(10);
    QVERIFY(upkeep.run(m_fixture->partition()).has_value());
    QVERIFY(isSaved());
    removeOne(QStringLiteral("5"));
    QVERIFY(!isSaved());
    QVERIFY(saved().isEmpty());
}

void tst_IndexUpkeep::whatIsRemovedWhileSaving_endsTheSaving()
{
    QVERIFY(derive<void>([](SearchImageStore &store) { return store.begin(); }).has_value());
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(0, "first part"); }).value(), true);
    removeOne(QStringLiteral("7"));
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(1, "second part"); }).value(), false);
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.finish(2); }).value(), false);
    QVERIFY(!isSaved());
    QVERIFY(derive<void>([](SearchImageStore &store) { return store.begin(); }).has_value());
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(0, "first "); }).value(), true);
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(1, "second"); }).value(), true);
    QCOMPARE(saved(), QByteArray());
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.finish(2); }).value(), true);
    QCOMPARE(saved(), QByteArray("first second"));
}

// Nobody tells it of what is removed after it was dropped.
void tst_IndexUpkeep::anIndexThatWasDropped_isNotSaved()
{
    QVERIFY(m_fixture->partition().loadedIndex()->maintain().has_value());
    const auto index = m_fixture->partition().loadedIndex();
    QVERIFY(IndexUpkeep::save(m_fixture->partition(), *index).value());
    m_fixture->workspace->indexes()->cache().clear();
    removeOne(QStringLiteral("7"));
    QVERIFY(!index->snapshot()->isEmpty()); // with the vector of the message that is gone
    QVERIFY(!IndexUpkeep::save(m_fixture->partition(), *index).value());
    QVERIFY(!isSaved());
}

void tst_IndexUpkeep::aSavedGraphOfAnotherForm_isBuiltAgain()
{
    QVERIFY(derive<void>([](SearchImageStore &store) { return store.begin(); }).has_value());
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(0, "no graph at all"); }).value(), true);
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.finish(1); }).value(), true);
    m_fixture->workspace->indexes()->cache().clear();
    QVERIFY(!m_fixture->find({}, QStringLiteral("thing3")).isEmpty());
}

// It is made from the entries: its damage costs time, and nothing is in quarantine.
void tst_IndexUpkeep::aDamagedSavedGraph_isRefusedAndMadeAgain()
{
    QVERIFY(IndexUpkeep(10).run(m_fixture->partition()).has_value());
    const QStringList before = m_fixture->find({}, QStringLiteral("thing3"));
    const auto file = m_fixture->workspace->project(m_fixture->projectId);
    QVERIFY(file.has_value());
    const auto damaged = (*file)->writer().submit<void>([](storage::WriteContext &context) {
        return context.connection.prepare("UPDATE search_image SET image = x'010203'").run();
    });
    QVERIFY(damaged.result().has_value());
    m_fixture->workspace->indexes()->cache().clear();
    QCOMPARE(m_fixture->find({}, QStringLiteral("thing3")), before);
    QVERIFY(!(*file)->isQuarantined(m_fixture->partition().key().bytes()));
    QVERIFY(!isSaved());
    QVERIFY(IndexUpkeep(10).run(m_fixture->partition()).has_value());
    QVERIFY(isSaved());
    QVERIFY(!saved().isEmpty());
}

void tst_IndexUpkeep::afterARemoval_aGraphWithoutItIsSaved()
{
    QVERIFY(IndexUpkeep(10).run(m_fixture->partition()).has_value());
    removeOne(QStringLiteral("5"));
    QVERIFY(IndexUpkeep(10).run(m_fixture->partition()).has_value());
    QVERIFY(isSaved());
    m_fixture->workspace->indexes()->cache().clear();
    QVERIFY(!m_fixture->find({}, QStringLiteral("sentence number 4")).contains(QStringLiteral("first-5")));
}

void tst_IndexUpkeep::savedParts_areSealed()
{
    QVERIFY(derive<void>([](SearchImageStore &store) { return store.begin(); }).has_value());
    QCOMPARE(derive<bool>([](SearchImageStore &store) { return store.add(0, "canarybytes"); }).value(), true);
    const auto parts = m_fixture->partition().read<QList<QByteArray>>([](PartitionSession &session) {
        return tables::SearchImageTable(session.scope()).find(QStringLiteral("message"));
    });
    QCOMPARE(parts->size(), 2);
    for (const QByteArray &part : *parts)
        QVERIFY(!part.contains("canary"));
}

CLOISTER_TEST(tst_IndexUpkeep)
#include "tst_IndexUpkeep.moc"
