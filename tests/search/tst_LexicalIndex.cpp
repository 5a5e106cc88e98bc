#include "engine/search/LexicalIndex.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

#include <algorithm>
#include <map>

using namespace cloister;
using namespace cloister::search;
using cloister::test::messageEntry;
using cloister::test::randomText;

namespace {

IndexEntry entryOf(const QString &text)
{
    return messageEntry(QStringLiteral("d"), QStringLiteral("m"), 0, text);
}

/// A table of four words: car and automobile mean the same, bike nearly, tree nothing of the kind.
WordTable fewWords()
{
    static const QStringList words = {QStringLiteral("car"), QStringLiteral("automobile"), QStringLiteral("bike"), QStringLiteral("tree")};
    static const float cosines[4][4] = {{1, 0.9f, 0.7f, 0.1f}, {0.9f, 1, 0.7f, 0.1f}, {0.7f, 0.7f, 1, 0.1f}, {0.1f, 0.1f, 0.1f, 1}};
    return {[](QStringView word) { return static_cast<int>(words.indexOf(word)); },
            [](int word, std::span<const int> among, float threshold, int most) {
                QList<std::pair<int, float>> near;
                for (const int other : among) {
                    if (other != word && cosines[word][other] > threshold)
                        near.append({other, cosines[word][other]});
                }
                std::sort(near.begin(), near.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
                return near.mid(0, most);
            }};
}

} // namespace

class tst_LexicalIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void score_rareTerm_countsMore();
    void score_knownCollection_isBm25();
    void score_possible_countsUnknownWordsToo();
    void score_onlyStopWords_stillFinds();
    void score_stopWordsBesideContent_countNothing();
    void score_removedRecords_leaveNoTrace();
    void score_otherLanguageInCollection_isFound();
    void score_neighbours_countLess();
    void score_neighbourAndSelf_takesMaximum();
    void score_neighbourRemoved_isForgotten();
    void remove_all_forgetsEveryTerm();
    void score_longQuery_isBounded();
    void smoothed_neighbours_earnAPart();
    void smoothed_otherDialogue_earnsNothing();
    void order_randomChanges_keepNeighbours();
};

void tst_LexicalIndex::score_rareTerm_countsMore()
{
    LexicalIndex index{{}};
    index.add(0, entryOf(QStringLiteral("dog park")));
    index.add(1, entryOf(QStringLiteral("dog house")));
    index.add(2, entryOf(QStringLiteral("dog zebra")));
    const SlotScores scores = index.score(u"dogs zebra");
    QVERIFY(scores.of[2] > scores.of[0]);
    QVERIFY(scores.of[0] > 0);
    QCOMPARE(scores.of[0], scores.of[1]);
}

void tst_LexicalIndex::score_knownCollection_isBm25()
{
    LexicalIndex index{{}};
    index.add(0, entryOf(QStringLiteral("dog dog cat")));
    index.add(1, entryOf(QStringLiteral("cat")));
    const double idf = std::log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    const double expected = idf * 2 * 1.9 / (2 + 0.9 * (1 - 0.4 + 0.4 * 3 / 2.0));
    QVERIFY(std::abs(static_cast<double>(index.score(u"dog").of[0]) - expected) < 1e-5);
    QCOMPARE(index.score(u"dog").of[1], 0.0f);
}

void tst_LexicalIndex::score_possible_countsUnknownWordsToo()
{
    LexicalIndex index({});
    index.add(0, entryOf(QStringLiteral("ferry")));
    index.add(1, entryOf(QStringLiteral("ferry harbour")));
    const float known = index.score(u"ferry").possible;
    const float unknown = index.score(u"submarine").possible;
    QVERIFY(known > 0);
    QVERIFY(unknown > known);
    QCOMPARE(index.score(u"ferry submarine").possible, known + unknown);
    QCOMPARE(index.score(u"ferry ferry").possible, known);
}

void tst_LexicalIndex::score_onlyStopWords_stillFinds()
{
    LexicalIndex index{{}};
    index.add(0, entryOf(QStringLiteral("to be or not to be")));
    index.add(1, entryOf(QStringLiteral("hamlet")));
    QVERIFY(index.score(u"to be").of[0] > 0);
}

void tst_LexicalIndex::score_stopWordsBesideContent_countNothing()
{
    LexicalIndex index{{}};
    index.add(0, entryOf(QStringLiteral("where was it")));
    index.add(1, entryOf(QStringLiteral("hamlet")));
    QCOMPARE(index.score(u"where was hamlet").of[0], 0.0f);
}

void tst_LexicalIndex::score_removedRecords_leaveNoTrace()
{
    std::mt19937 random(11);
    std::vector<IndexEntry> entries;
    for (int i = 0; i < 400; ++i)
        entries.push_back(entryOf(randomText(random, 1 + static_cast<int>(random() % 20))));
    LexicalIndex both(fewWords());
    LexicalIndex only(fewWords());
    std::map<int, int> kept; // slot there to slot here
    for (int i = 0; i < 400; ++i)
        both.add(i, entries[static_cast<size_t>(i)]);
    for (int i = 0; i < 400; ++i) {
        if (random() % 2 == 0)
            both.remove(i);
        else
            kept.emplace(i, 0);
    }
    int next = 0;
    for (auto slot = kept.rbegin(); slot != kept.rend(); ++slot) { // another order, other slots
        slot->second = next++;
        only.add(slot->second, entries[static_cast<size_t>(slot->first)]);
    }
    QCOMPARE(both.terms(), only.terms());
    for (int query = 0; query < 100; ++query) {
        const QString text = randomText(random, 3);
        const SlotScores here = both.score(text);
        const SlotScores there = only.score(text);
        QCOMPARE(here.touched.size(), there.touched.size());
        for (const auto &[from, to] : kept)
            QCOMPARE(std::bit_cast<quint32>(here.of[static_cast<size_t>(from)]),
                     std::bit_cast<quint32>(there.of[static_cast<size_t>(to)]));
    }
}

void tst_LexicalIndex::score_otherLanguageInCollection_isFound()
{
    LexicalIndex index{{}};
    const IndexEntry german = entryOf(QStringLiteral("Wir haben die alten Häuser in der Stadt nicht gesehen"));
    QCOMPARE(german.language, Language::German);
    index.add(0, german);
    QVERIFY(index.score(u"Häuser").of[0] > 0);
    QVERIFY(index.score(u"Haus").of[0] > 0);
}

void tst_LexicalIndex::score_neighbours_countLess()
{
    LexicalIndex index(fewWords());
    for (const char *word : {"car", "automobile", "bike", "tree"})
        index.add(static_cast<int>(index.terms()), entryOf(QString::fromLatin1(word)));
    const SlotScores scores = index.score(u"car");
    QVERIFY(scores.of[0] > scores.of[1]);
    QVERIFY(scores.of[1] > scores.of[2]);
    QVERIFY(scores.of[2] > 0);
    QCOMPARE(scores.of[3], 0.0f);
    QVERIFY(std::abs(scores.of[1] / scores.of[0] - 0.36f) < 1e-4f);
}

void tst_LexicalIndex::score_neighbourAndSelf_takesMaximum()
{
    LexicalIndex index(fewWords());
    index.add(0, entryOf(QStringLiteral("car tree")));
    index.add(1, entryOf(QStringLiteral("car automobile")));
    const SlotScores scores = index.score(u"car");
    QCOMPARE(scores.of[0], scores.of[1]);
}

void tst_LexicalIndex::score_neighbourRemoved_isForgotten()
{
    LexicalIndex index(fewWords());
    index.add(0, entryOf(QStringLiteral("automobile")));
    index.add(1, entryOf(QStringLiteral("bike")));
    index.remove(0);
    const SlotScores scores = index.score(u"car");
    QCOMPARE(scores.touched, std::vector<int>{1});
}

void tst_LexicalIndex::remove_all_forgetsEveryTerm()
{
    std::mt19937 random(3);
    LexicalIndex index(fewWords());
    for (int i = 0; i < 50; ++i)
        index.add(i, entryOf(randomText(random, 10)));
    QVERIFY(index.terms() > 20);
    for (int i = 0; i < 50; ++i)
        index.remove(i);
    QCOMPARE(index.terms(), size_t{0});
    QVERIFY(index.score(u"camping").touched.empty());
}

void tst_LexicalIndex::score_longQuery_isBounded()
{
    LexicalIndex index(fewWords());
    index.add(0, entryOf(QStringLiteral("w10 w300")));
    index.add(1, entryOf(QStringLiteral("other")));
    QString query;
    for (int i = 0; i < 2'000; ++i)
        query += QStringLiteral("w%1 ").arg(i);
    QVERIFY(index.score(query).of[0] > 0);
    QCOMPARE(index.score(QString()).touched.size(), size_t{0});
}

void tst_LexicalIndex::smoothed_neighbours_earnAPart()
{
    ConversationOrder order;
    for (int slot = 0; slot < 4; ++slot)
        order.add(slot, QStringLiteral("d"), 0, slot);
    const SlotScores scores{{0, 1, 0, 0}, {1}};
    const SlotScores out = smoothed(scores, order);
    QCOMPARE(out.of, (std::vector<float>{0.3f, 1, 0.3f, 0}));
    order.remove(2);
    QCOMPARE(smoothed(scores, order).of, (std::vector<float>{0.3f, 1, 0, 0.3f}));
}

void tst_LexicalIndex::smoothed_otherDialogue_earnsNothing()
{
    ConversationOrder order;
    order.add(0, QStringLiteral("d"), 0, 0);
    order.add(1, QStringLiteral("e"), 0, 1);
    QCOMPARE(smoothed({{1, 0}, {0}}, order).of, (std::vector<float>{1, 0}));
}

void tst_LexicalIndex::order_randomChanges_keepNeighbours()
{
    std::mt19937 random(5);
    ConversationOrder order;
    std::map<std::pair<qint64, qint64>, int> oracle;
    std::map<int, std::pair<qint64, qint64>> placeOf;
    for (int round = 0; round < 3'000; ++round) {
        const int slot = static_cast<int>(random() % 60);
        if (const auto known = placeOf.find(slot); known != placeOf.end()) {
            order.remove(slot);
            oracle.erase(known->second);
            placeOf.erase(known);
        } else {
            const std::pair<qint64, qint64> place{random() % 20, round};
            order.add(slot, QStringLiteral("d"), place.first, place.second);
            oracle.emplace(place, slot);
            placeOf.emplace(slot, place);
        }
        int previous = -1;
        for (const auto &[place, here] : oracle) {
            QCOMPARE(order.previous(here), previous);
            if (previous >= 0)
                QCOMPARE(order.next(previous), here);
            previous = here;
        }
        QVERIFY(previous < 0 || order.next(previous) == -1);
    }
}

CLOISTER_TEST(tst_LexicalIndex)
#include "tst_LexicalIndex.moc"
