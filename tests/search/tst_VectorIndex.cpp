#include "engine/search/VectorIndex.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace cloister;
using namespace cloister::search;
using cloister::test::clusteredVector;

namespace {

constexpr int kDimensions = 96; // no multiple of a kernel's block

const SlotOrder kBySlot = [](int a, int b) { return a < b; };

Bitmap all(size_t size)
{
    Bitmap bitmap(size);
    for (size_t i = 0; i < size; ++i)
        bitmap.set(i);
    return bitmap;
}

std::vector<float> floats(const Vector8 &vector)
{
    std::vector<float> values;
    for (const int8_t value : vector.values)
        values.push_back(static_cast<float>(value) * vector.scale);
    return values;
}

std::set<int> slotsOf(const Candidates &candidates)
{
    std::set<int> slots;
    for (const Candidate &candidate : candidates)
        slots.insert(candidate.slot);
    return slots;
}

QByteArray nameOf(int owner)
{
    return QByteArray::number(owner);
}

/// An index of `count` random vectors with a graph from 200 on.
struct Sample
{
    explicit Sample(int count, uint32_t seed = 1) : random(seed), index(kDimensions, 1, {200, 100})
    {
        for (int i = 0; i < count; ++i)
            add(i);
    }

    void add(int owner)
    {
        const Vector8 vector = quantise(clusteredVector(random, kDimensions, 20));
        if (vectors.size() <= static_cast<size_t>(owner))
            vectors.resize(static_cast<size_t>(owner) + 1);
        vectors[static_cast<size_t>(owner)] = vector;
        index.set(owner, {vector});
    }

    void maintain(VectorIndex::Purge purge = VectorIndex::Purge::WhenWorthIt)
    {
        if (auto job = index.plan(purge)) {
            QVERIFY(job->run());
            index.adopt(std::move(*job));
        }
    }

    /// Brute force over the stored vectors in float.
    Candidates truth(const std::vector<float> &query, size_t count, const Bitmap &allowed) const
    {
        Candidates scored;
        for (size_t owner = 0; owner < vectors.size(); ++owner) {
            const std::vector<float> values = floats(vectors[owner]);
            if (!values.empty() && allowed.has(owner))
                scored.push_back({static_cast<int>(owner), std::inner_product(values.begin(), values.end(), query.begin(), 0.0f)});
        }
        return bestOf(scored, count, kBySlot);
    }

    double recall(int queries, size_t count, const Bitmap &allowed, size_t allowedCount)
    {
        size_t found = 0;
        size_t wanted = 0;
        for (int i = 0; i < queries; ++i) {
            const auto query = clusteredVector(random, kDimensions, 20);
            const std::set<int> truthful = slotsOf(truth(query, count, allowed));
            for (const int slot : slotsOf(index.search(query, count, allowed, allowedCount, kBySlot)))
                found += truthful.count(slot);
            wanted += truthful.size();
        }
        return static_cast<double>(found) / static_cast<double>(wanted);
    }

    std::mt19937 random;
    std::vector<Vector8> vectors;
    VectorIndex index;
};

} // namespace

class tst_VectorIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kernels_all_giveSameNumber();
    void exact_search_equalsBruteForce();
    void exact_filter_neverStarves();
    void exact_passages_bestCounts();
    void exact_removed_isWipedAndReused();
    void exact_ties_followTheOrder();
    void set_otherDimensions_isLeftOut();
    void graph_recall_isNearExact();
    void graph_thresholds_haveHysteresis();
    void graph_removed_isNeverFound();
    void graph_crowdedWithDead_isRebuilt();
    void graph_changesDuringBuild_areCaughtUp();
    void graph_selectiveFilter_isExact();
    void graph_sameVectors_sameGraph();
    void snapshot_restored_answersTheSame();
    void snapshot_withDead_isNotMade();
    void snapshot_damaged_isRefused();
    void hnsw_sameLabelTwice_isRefused();
};

void tst_VectorIndex::kernels_all_giveSameNumber()
{
    std::mt19937 random(2);
    for (const size_t size : {size_t{64}, size_t{512}, size_t{640}}) {
        std::vector<int8_t> a(size);
        std::vector<int8_t> b(size);
        for (int round = 0; round < 50; ++round) {
            for (size_t i = 0; i < size; ++i) {
                a[i] = round == 0 ? int8_t{-128} : static_cast<int8_t>(random());
                b[i] = round == 0 ? int8_t{-128} : static_cast<int8_t>(random());
            }
            const int32_t expected = std::inner_product(a.begin(), a.end(), b.begin(), int32_t{0});
            for (const NamedDotKernel &named : dotKernels())
                QVERIFY2(named.kernel(a.data(), b.data(), size) == expected, named.name.c_str());
        }
    }
}

void tst_VectorIndex::exact_search_equalsBruteForce()
{
    Sample sample(150);
    const Bitmap allowed = all(150);
    for (int i = 0; i < 100; ++i) {
        const auto query = clusteredVector(sample.random, kDimensions, 20);
        const Candidates found = sample.index.search(query, 10, allowed, 150, kBySlot);
        const Candidates truth = sample.truth(query, 10, allowed);
        QCOMPARE(slotsOf(found), slotsOf(truth));
        QVERIFY(std::abs(found.front().score - truth.front().score) < 1e-4f);
        QVERIFY(std::is_sorted(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.score > b.score; }));
    }
    QVERIFY(sample.index.search({}, 10, allowed, 150, kBySlot).empty());
}

void tst_VectorIndex::exact_filter_neverStarves()
{
    Sample sample(150);
    Bitmap allowed(150);
    for (size_t i = 0; i < 150; i += 13)
        allowed.set(i);
    const auto query = clusteredVector(sample.random, kDimensions, 20);
    const Candidates found = sample.index.search(query, 10, allowed, allowed.count(), kBySlot);
    QCOMPARE(found.size(), size_t{10});
    QCOMPARE(slotsOf(found), slotsOf(sample.truth(query, 10, allowed)));
}

void tst_VectorIndex::exact_passages_bestCounts()
{
    VectorIndex index(kDimensions, 1, {});
    std::mt19937 random(4);
    const auto target = clusteredVector(random, kDimensions, 1, 0.1f);
    std::vector<Vector8> many;
    for (int i = 0; i < 40; ++i)
        many.push_back(quantise(target));
    index.set(0, many);
    for (int owner = 1; owner < 20; ++owner)
        index.set(owner, {quantise(clusteredVector(random, kDimensions, 5))});
    const Candidates found = index.search(target, 5, all(20), 20, kBySlot);
    QCOMPARE(found.size(), size_t{5});
    QCOMPARE(found.front().slot, 0);
    QVERIFY(found.front().score > 0.99f);
}

void tst_VectorIndex::exact_removed_isWipedAndReused()
{
    ExactIndex index(kDimensions);
    std::mt19937 random(5);
    const uint64_t first = index.add(0, quantise(clusteredVector(random, kDimensions, 3)));
    const int8_t *row = index.row(first).data();
    index.remove(first);
    QVERIFY(std::all_of(row, row + paddedSize(kDimensions), [](int8_t value) { return value == 0; }));
    const uint64_t second = index.add(1, quantise(clusteredVector(random, kDimensions, 3)));
    QVERIFY(second != first);
    QCOMPARE(index.row(second).data(), row);
    QVERIFY(!index.has(first));
    QCOMPARE(index.size(), size_t{1});
}

void tst_VectorIndex::exact_ties_followTheOrder()
{
    VectorIndex index(kDimensions, 1, {});
    std::mt19937 random(6);
    const auto same = clusteredVector(random, kDimensions, 1);
    for (int owner = 0; owner < 50; ++owner)
        index.set(owner, {quantise(same)});
    const Candidates found = index.search(same, 3, all(50), 50, [](int a, int b) { return a > b; });
    QCOMPARE(found[0].slot, 49);
    QCOMPARE(found[1].slot, 48);
    QCOMPARE(found[2].slot, 47);
}

void tst_VectorIndex::set_otherDimensions_isLeftOut()
{
    VectorIndex index(kDimensions, 1, {});
    index.set(0, {Vector8{1, std::vector<int8_t>(7, 1)}});
    QVERIFY(!index.has(0));
    QCOMPARE(index.size(), size_t{0});
}

void tst_VectorIndex::graph_recall_isNearExact()
{
    Sample sample(3'000);
    sample.maintain();
    QVERIFY(sample.index.hasGraph());
    QVERIFY(sample.recall(200, 10, all(3'000), 3'000) >= 0.98);
}

void tst_VectorIndex::graph_thresholds_haveHysteresis()
{
    Sample sample(200);
    sample.maintain();
    QVERIFY(!sample.index.hasGraph());
    sample.add(200);
    sample.maintain();
    QVERIFY(sample.index.hasGraph());
    for (int owner = 0; owner < 101; ++owner)
        sample.index.remove(owner);
    sample.maintain();
    QVERIFY(sample.index.hasGraph());
    sample.index.remove(101);
    sample.maintain();
    QVERIFY(!sample.index.hasGraph());
}

void tst_VectorIndex::graph_removed_isNeverFound()
{
    Sample sample(500);
    sample.maintain();
    for (int owner = 0; owner < 500; owner += 5) {
        sample.index.remove(owner);
        sample.vectors[static_cast<size_t>(owner)] = {};
    }
    QCOMPARE(sample.index.dead(), size_t{100});
    for (int i = 0; i < 50; ++i) {
        const auto query = clusteredVector(sample.random, kDimensions, 20);
        for (const Candidate &found : sample.index.search(query, 20, all(500), 400, kBySlot))
            QVERIFY(found.slot % 5 != 0);
    }
    sample.maintain(VectorIndex::Purge::DeadNow);
    QVERIFY(sample.index.hasGraph());
    QCOMPARE(sample.index.dead(), size_t{0});
}

void tst_VectorIndex::graph_crowdedWithDead_isRebuilt()
{
    Sample sample(500);
    sample.maintain();
    for (int owner = 0; owner < 149; ++owner)
        sample.index.remove(owner);
    QVERIFY(!sample.index.plan(VectorIndex::Purge::WhenWorthIt));
    sample.index.remove(149);
    sample.maintain();
    QCOMPARE(sample.index.dead(), size_t{0});
}

void tst_VectorIndex::graph_changesDuringBuild_areCaughtUp()
{
    Sample sample(400);
    auto job = sample.index.plan(VectorIndex::Purge::WhenWorthIt);
    QVERIFY(job);
    for (int owner = 0; owner < 50; ++owner) {
        sample.index.remove(owner);
        sample.vectors[static_cast<size_t>(owner)] = {};
    }
    for (int owner = 400; owner < 450; ++owner)
        sample.add(owner);
    QVERIFY(job->run());
    sample.index.adopt(std::move(*job));
    QVERIFY(sample.index.hasGraph());
    QCOMPARE(sample.index.dead(), size_t{50});
    QVERIFY(sample.recall(100, 10, all(450), 400) >= 0.98);
    QCOMPARE(sample.index.search(floats(sample.vectors[449]), 1, all(450), 400, kBySlot).front().slot, 449);
}

void tst_VectorIndex::graph_selectiveFilter_isExact()
{
    Sample sample(1'000);
    sample.maintain();
    for (const size_t step : {size_t{2}, size_t{7}, size_t{50}}) {
        Bitmap allowed(1'000);
        for (size_t i = 0; i < 1'000; i += step)
            allowed.set(i);
        QVERIFY(sample.recall(50, 10, allowed, allowed.count()) >= 0.98);
    }
}

void tst_VectorIndex::graph_sameVectors_sameGraph()
{
    Sample one(400);
    Sample two(400);
    one.maintain();
    two.maintain();
    const auto first = one.index.snapshot(nameOf);
    QVERIFY(first && !first->isEmpty());
    QCOMPARE(*first, two.index.snapshot(nameOf).value());
}

void tst_VectorIndex::snapshot_restored_answersTheSame()
{
    Sample sample(400);
    sample.maintain();
    const QByteArray bytes = sample.index.snapshot(nameOf).value();
    VectorIndex fresh(kDimensions, 1, {200, 100});
    for (int owner = 399; owner >= 0; --owner) { // other labels than before; some changed, gone and new since
        if (owner % 10 != 0)
            fresh.set(owner, {sample.vectors[static_cast<size_t>(owner)]});
    }
    fresh.set(400, {sample.vectors[0]});
    QVERIFY(fresh.restore(bytes, nameOf));
    QVERIFY(fresh.hasGraph());
    QCOMPARE(fresh.dead(), size_t{40});
    QCOMPARE(fresh.search(floats(sample.vectors[0]), 1, all(401), 361, kBySlot).front().slot, 400);
    for (int owner = 1; owner < 400; owner += 10)
        QCOMPARE(fresh.search(floats(sample.vectors[static_cast<size_t>(owner)]), 1, all(401), 361, kBySlot).front().slot, owner);
}

void tst_VectorIndex::snapshot_withDead_isNotMade()
{
    Sample sample(400);
    QVERIFY(sample.index.snapshot(nameOf).value().isEmpty());
    sample.maintain();
    QVERIFY(!sample.index.snapshot(nameOf).value().isEmpty());
    sample.index.remove(3);
    QVERIFY(sample.index.snapshot(nameOf).value().isEmpty());
}

void tst_VectorIndex::snapshot_damaged_isRefused()
{
    Sample sample(300);
    sample.maintain();
    const QByteArray bytes = sample.index.snapshot(nameOf).value();
    for (const qsizetype size : {qsizetype{0}, qsizetype{7}, qsizetype{60}, bytes.size() / 2, bytes.size() - 1})
        QVERIFY(!sample.index.restore(bytes.left(size), nameOf));
    QVERIFY(sample.index.hasGraph());
    // Damage that is not found must at least be harmless: searching what was loaded stays inside the graph.
    std::mt19937 random(9);
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
        QByteArray damaged = bytes;
        const auto at = static_cast<qsizetype>(random() % static_cast<uint32_t>(damaged.size()));
        damaged[at] = static_cast<char>(random());
        damaged[static_cast<qsizetype>(random() % 120)] = static_cast<char>(random());
        Sample other(300);
        refused += other.index.restore(damaged, nameOf) ? 0 : 1;
        other.index.search(floats(other.vectors[0]), 20, all(300), 300, kBySlot);
    }
    QVERIFY(refused > 100);
}

void tst_VectorIndex::hnsw_sameLabelTwice_isRefused()
{
    auto graph = HnswIndex::make(kDimensions, 10, 1).value();
    const std::vector<int8_t> row(paddedSize(kDimensions), 1);
    QVERIFY(graph->add(5, row, 0.1f));
    QVERIFY(!graph->add(5, row, 0.1f));
    graph->remove(77);
    graph->remove(5);
    graph->remove(5);
    QCOMPARE(graph->dead(), size_t{1});
    QVERIFY(graph->search(row, 0.1f, 3).empty());
}

CLOISTER_TEST(tst_VectorIndex)
#include "tst_VectorIndex.moc"
