#include "engine/search/Fusion.h"
#include "tests/support/Test.h"

using namespace cloister::search;

namespace {

const SlotOrder kBySlot = [](int a, int b) { return a < b; };

bool isNear(float a, float b)
{
    return std::abs(a - b) < 1e-5f;
}

} // namespace

class tst_Fusion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fused_bothLists_addUp();
    void fused_onlyWords_bestIsOne();
    void fused_onlyVectors_scoreIsTheCosine();
    void fused_equalVectors_allCount();
    void fused_fewOfTheWords_countLess();
    void fused_ties_followTheOrder();
    void byMeaning_waitingOnes_comeByWords();
    void bestScores_filterAndCount_hold();
};

void tst_Fusion::fused_bothLists_addUp()
{
    const Candidates ranked = fused({{1, 8}, {2, 4}}, 0, {{2, 0.9f}, {3, 0.5f}, {4, 0.1f}}, kBySlot);
    QCOMPARE(ranked.size(), size_t{4});
    QCOMPARE(ranked[0].slot, 1);
    QVERIFY(isNear(ranked[0].score, 1 / 1.4f));
    QCOMPARE(ranked[1].slot, 2);
    QVERIFY(isNear(ranked[1].score, (0.5f + 0.4f) / 1.4f));
    QCOMPARE(ranked[2].slot, 3);
    QVERIFY(isNear(ranked[2].score, 0.4f * 0.5f / 1.4f));
    QCOMPARE(ranked[3].slot, 4);
    QVERIFY(isNear(ranked[3].score, 0));
}

void tst_Fusion::fused_onlyWords_bestIsOne()
{
    const Candidates ranked = fused({{1, 8}, {2, 4}}, 0, {}, kBySlot);
    QVERIFY((ranked == Candidates{{1, 1}, {2, 0.5f}}));
    QVERIFY(fused({}, 0, {}, kBySlot).empty());
}

void tst_Fusion::fused_onlyVectors_scoreIsTheCosine()
{
    QVERIFY((fused({}, 10, {{5, 0.5f}, {6, 0.25f}}, kBySlot) == Candidates{{5, 0.5f}, {6, 0.25f}}));
}

void tst_Fusion::fused_equalVectors_allCount()
{
    const Candidates ranked = fused({{1, 8}}, 0, {{5, 0.8f}}, kBySlot);
    QCOMPARE(ranked[1].slot, 5);
    QVERIFY(isNear(ranked[1].score, 0.4f / 1.4f));
}

void tst_Fusion::fused_fewOfTheWords_countLess()
{
    // 2 of 10 where 8 are expected: the words of slot 1 are worth a quarter, and the meaning of slot 2 more.
    const Candidates ranked = fused({{1, 2}}, 10, {{2, 0.9f}, {1, 0.1f}}, kBySlot);
    QCOMPARE(ranked[0].slot, 2);
    QVERIFY(isNear(ranked[0].score, 0.4f / 1.4f));
    QCOMPARE(ranked[1].slot, 1);
    QVERIFY(isNear(ranked[1].score, 0.25f / 1.4f));
}

void tst_Fusion::fused_ties_followTheOrder()
{
    const Candidates ranked = fused({{7, 2}, {3, 2}, {5, 2}}, 0, {}, kBySlot);
    QCOMPARE(ranked.size(), size_t{3});
    const Candidates turned = fused({{7, 2}, {3, 2}}, 0, {{9, 1}}, [](int a, int b) { return a > b; });
    QCOMPARE(turned[0].slot, 7);
    QCOMPARE(turned[1].slot, 3);
}

void tst_Fusion::byMeaning_waitingOnes_comeByWords()
{
    const Candidates ranked = byMeaning({{1, 0.9f}, {2, -0.2f}}, {{3, 6}, {4, 3}}, kBySlot);
    QCOMPARE(ranked[0].slot, 1);
    QCOMPARE(ranked[1].slot, 3);
    QVERIFY(isNear(ranked[1].score, 0.4f));
    QVERIFY(isNear(ranked[2].score, 0.2f));
    QVERIFY(isNear(ranked[3].score, 0));
}

void tst_Fusion::bestScores_filterAndCount_hold()
{
    Bitmap allowed(4);
    allowed.set(0);
    allowed.set(2);
    allowed.set(3);
    QCOMPARE(allowed.count(), size_t{3});
    QVERIFY(!allowed.has(1) && !allowed.has(400));
    const SlotScores scores{{1, 9, 3, 2}, {3, 0, 1, 2}};
    QVERIFY((bestScores(scores, 2, allowed, kBySlot) == Candidates{{2, 3}, {3, 2}}));
}

CLOISTER_TEST(tst_Fusion)
#include "tst_Fusion.moc"
