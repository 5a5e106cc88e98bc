#include "engine/search/IndexCache.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

#include <latch>
#include <thread>

using namespace cloister;
using namespace cloister::search;
using cloister::test::messageEntry;

namespace {

IndexCache::IndexPtr indexOf(int messages)
{
    auto index = std::make_shared<PartitionIndex>(PartitionIndex::Options{});
    IndexChange change;
    for (int i = 0; i < messages; ++i)
        change.upserts.push_back(messageEntry(QStringLiteral("d"), QString::number(i), i, QStringLiteral("word%1").arg(i)));
    index->apply(change);
    return index;
}

IndexCache::Builder counted(int &builds, int messages = 10)
{
    return [&builds, messages]() -> Result<IndexCache::IndexPtr> {
        ++builds;
        return indexOf(messages);
    };
}

IndexChange oneMore()
{
    return {{}, {messageEntry(QStringLiteral("d"), QStringLiteral("more"), 99, QStringLiteral("kayak"))}};
}

} // namespace

class tst_IndexCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void get_twice_buildsOnce();
    void get_overBudget_dropsLeastRecent();
    void get_failed_isNotKept();
    void get_manyThreads_buildOnce();
    void apply_built_reachesIndex();
    void apply_duringBuild_isNotLost();
    void apply_absent_buildsNothing();
    void drop_duringBuild_isNotKept();
    void drop_afterAWriteDuringBuild_losesNothing();
    void drop_built_freesItsBytes();
};

void tst_IndexCache::get_twice_buildsOnce()
{
    IndexCache cache(1 << 30);
    int builds = 0;
    const auto first = cache.get("a", counted(builds)).value();
    QCOMPARE(cache.get("a", counted(builds)).value(), first);
    QCOMPARE(builds, 1);
    QVERIFY(cache.get("b", counted(builds)).value() != first);
    QCOMPARE(cache.usedBytes(), 2 * first->memoryBytes());
}

void tst_IndexCache::get_overBudget_dropsLeastRecent()
{
    int builds = 0;
    IndexCache cache(indexOf(10)->memoryBytes() * 5 / 2);
    for (const char *key : {"a", "b"})
        QVERIFY(cache.get(key, counted(builds)));
    QVERIFY(cache.get("a", counted(builds))); // now b is the older one
    QVERIFY(cache.get("c", counted(builds)));
    QCOMPARE(builds, 3);
    QVERIFY(cache.get("a", counted(builds)));
    QCOMPARE(builds, 3);
    QVERIFY(cache.get("b", counted(builds)));
    QCOMPARE(builds, 4);
    QVERIFY(cache.get("huge", counted(builds, 10'000)));
    QVERIFY(cache.get("huge", counted(builds)));
    QCOMPARE(builds, 5);
}

void tst_IndexCache::get_failed_isNotKept()
{
    IndexCache cache(1 << 30);
    const auto failed = cache.get("a", []() -> Result<IndexCache::IndexPtr> { return fail(ErrorCode::Integrity); });
    QCOMPARE(failed.error().code, ErrorCode::Integrity);
    int builds = 0;
    QVERIFY(cache.get("a", counted(builds)));
    QCOMPARE(builds, 1);
}

void tst_IndexCache::get_manyThreads_buildOnce()
{
    IndexCache cache(1 << 30);
    std::atomic<int> builds = 0;
    std::latch start(8);
    std::vector<std::thread> threads;
    std::vector<IndexCache::IndexPtr> got(8);
    for (size_t i = 0; i < got.size(); ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            got[i] = cache.get("a", [&builds]() -> Result<IndexCache::IndexPtr> {
                ++builds;
                std::this_thread::yield();
                return indexOf(500);
            }).value();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(builds.load(), 1);
    for (const auto &index : got)
        QCOMPARE(index, got[0]);
}

void tst_IndexCache::apply_built_reachesIndex()
{
    IndexCache cache(1 << 30);
    int builds = 0;
    const auto index = cache.get("a", counted(builds)).value();
    cache.apply("a", oneMore());
    QCOMPARE(index->size(), 11);
    cache.apply("other", oneMore());
    QCOMPARE(index->size(), 11);
}

void tst_IndexCache::apply_duringBuild_isNotLost()
{
    IndexCache cache(1 << 30);
    const auto index = cache.get("a", [&cache]() -> Result<IndexCache::IndexPtr> {
        auto read = indexOf(10); // the rows were read, then the write came
        cache.apply("a", oneMore());
        return read;
    });
    QCOMPARE((*index)->size(), 11);
}

void tst_IndexCache::apply_absent_buildsNothing()
{
    IndexCache cache(1 << 30);
    cache.apply("a", oneMore());
    QCOMPARE(cache.usedBytes(), 0);
    int builds = 0;
    QCOMPARE(cache.get("a", counted(builds)).value()->size(), 10);
}

void tst_IndexCache::drop_duringBuild_isNotKept()
{
    IndexCache cache(1 << 30);
    QVERIFY(cache.get("a", [&cache]() -> Result<IndexCache::IndexPtr> {
        cache.drop("a");
        return indexOf(1);
    }));
    QCOMPARE(cache.usedBytes(), 0);
    int builds = 0;
    QVERIFY(cache.get("a", counted(builds)));
    QCOMPARE(builds, 1);
}

void tst_IndexCache::drop_afterAWriteDuringBuild_losesNothing()
{
    IndexCache cache(1 << 30);
    const auto index = cache.get("a", [&cache]() -> Result<IndexCache::IndexPtr> {
        auto read = indexOf(10);
        cache.apply("a", oneMore());
        cache.drop("a");
        return read;
    });
    QCOMPARE((*index)->size(), 11);
    QCOMPARE(cache.usedBytes(), 0);
}

void tst_IndexCache::drop_built_freesItsBytes()
{
    IndexCache cache(1 << 30);
    int builds = 0;
    const auto index = cache.get("a", counted(builds)).value();
    QVERIFY(cache.get("b", counted(builds)));
    cache.drop("a");
    QCOMPARE(cache.usedBytes(), index->memoryBytes());
    cache.clear();
    QCOMPARE(cache.usedBytes(), 0);
    QCOMPARE(index->size(), 10); // whoever holds it may go on
}

CLOISTER_TEST(tst_IndexCache)
#include "tst_IndexCache.moc"
