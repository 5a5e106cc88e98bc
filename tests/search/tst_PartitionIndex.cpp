#include "engine/search/PartitionIndex.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

#include <algorithm>
#include <map>
#include <thread>

using namespace cloister;
using namespace cloister::search;
using cloister::test::clusteredVector;
using cloister::test::kTestSpace;
using cloister::test::messageEntry;

namespace {

PartitionIndex::Options withVectors()
{
    return {{}, kTestSpace, {300, 200}};
}

IndexEntry recordEntry(SearchObject object, const char *id, const char *text)
{
    IndexEntry entry;
    entry.key = {object, {}, QString::fromLatin1(id)};
    static_cast<WordCounts &>(entry) = countWords(QString::fromLatin1(text));
    return entry;
}

SearchQuery queryFor(const char *text, SearchObject object = SearchObject::Message)
{
    SearchQuery query;
    query.query = QString::fromLatin1(text);
    query.object = object;
    return query;
}

QStringList ids(const Result<SearchAnswer> &answer)
{
    QStringList all;
    for (const SearchHit &hit : answer->hits)
        all.append(hit.key.id);
    return all;
}

IndexEntry message(const char *dialogue, const char *id, qint64 seq, const char *text)
{
    return messageEntry(QString::fromLatin1(dialogue), QString::fromLatin1(id), seq, QString::fromLatin1(text));
}

std::vector<float> axis(size_t which)
{
    std::vector<float> vector(static_cast<size_t>(kTestSpace.dimensions));
    vector[which] = 1;
    return vector;
}

} // namespace

class tst_PartitionIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void search_empty_findsNothing();
    void search_words_bestFirst();
    void search_modes_useTheirSources();
    void search_upsert_replaces();
    void search_removed_isGone();
    void search_removedDialogue_takesMessages();
    void search_orderByCreated_reordersThePicked();
    void search_dialogues_haveMatches();
    void search_dialoguesByImage_needOne();
    void search_memories_ignoreMessageFilters();
    void search_otherSpace_countsAsPending();
    void search_badZone_isRefused();
    void search_resolvedRange_isTold();
    void search_rebuiltIndex_answersTheSame();
    void search_duringChanges_staysWhole();
    void maintain_manyVectors_buildsAndPurges();
    void snapshot_restored_answersTheSame();
    void memory_growsAndShrinks();
};

void tst_PartitionIndex::search_empty_findsNothing()
{
    const PartitionIndex index(withVectors());
    for (const SearchObject object : {SearchObject::Message, SearchObject::Dialogue, SearchObject::Memory}) {
        const auto answer = index.search(queryFor("anything", object), axis(0), 0);
        QVERIFY(answer);
        QVERIFY(answer->hits.isEmpty());
        QCOMPARE(answer->pending, 0);
    }
}

void tst_PartitionIndex::search_words_bestFirst()
{
    PartitionIndex index{{}};
    index.apply({{}, {message("d", "one", 1, "the puppy sleeps"), message("e", "two", 1, "puppy and puppy food"),
                      message("f", "three", 1, "nothing of it")}});
    const auto answer = index.search(queryFor("puppies"), {}, 0);
    QCOMPARE(ids(answer), QStringList({QStringLiteral("two"), QStringLiteral("one")}));
    QCOMPARE(answer->hits[0].relevance, 1.0);
    QVERIFY(answer->hits[1].relevance < 1.0 && answer->hits[1].relevance > 0.0);
    SearchQuery one = queryFor("puppies");
    one.limit = 1;
    QCOMPARE(index.search(one, {}, 0)->hits.size(), 1);
}

void tst_PartitionIndex::search_modes_useTheirSources()
{
    PartitionIndex index(withVectors());
    IndexEntry words = message("d", "words", 1, "kayak trip");
    IndexEntry meaning = message("e", "meaning", 1, "paddling downstream");
    const IndexEntry waiting = message("f", "waiting", 1, "kayak");
    cloister::test::setVector(words, axis(5));
    cloister::test::setVector(meaning, axis(0));
    index.apply({{}, {words, meaning, waiting}});
    SearchQuery query = queryFor("kayak");
    query.mode = SearchMode::Keyword;
    QCOMPARE(ids(index.search(query, axis(0), 0)).size(), 2);
    QVERIFY(!ids(index.search(query, axis(0), 0)).contains(QStringLiteral("meaning")));
    query.mode = SearchMode::Semantic;
    const auto semantic = index.search(query, axis(0), 0);
    QCOMPARE(ids(semantic), QStringList({QStringLiteral("meaning"), QStringLiteral("waiting"), QStringLiteral("words")}));
    query.mode = SearchMode::Hybrid;
    const auto hybrid = index.search(query, axis(0), 0);
    QCOMPARE(ids(hybrid).size(), 3);
    QCOMPARE(hybrid->pending, 1);
    QCOMPARE(hybrid->explain.vectors, 2);
    QCOMPARE(hybrid->explain.lexical, 2);
    for (const SearchHit &hit : hybrid->hits)
        QVERIFY(hit.relevance >= 0 && hit.relevance <= 1);
}

void tst_PartitionIndex::search_upsert_replaces()
{
    PartitionIndex index{{}};
    const IndexChange change{{}, {message("d", "one", 1, "kayak")}};
    index.apply(change);
    index.apply(change);
    QCOMPARE(index.size(), 1);
    index.apply({{}, {message("d", "one", 1, "canoe")}});
    QVERIFY(index.search(queryFor("kayak"), {}, 0)->hits.isEmpty());
    QCOMPARE(ids(index.search(queryFor("canoe"), {}, 0)), QStringList{QStringLiteral("one")});
}

void tst_PartitionIndex::search_removed_isGone()
{
    PartitionIndex index(withVectors());
    IndexEntry entry = message("d", "one", 1, "kayak");
    cloister::test::setVector(entry, axis(0));
    index.apply({{}, {entry, message("d", "two", 2, "other")}});
    index.apply({{entry.key, {SearchObject::Message, QStringLiteral("d"), QStringLiteral("unknown")}}, {}});
    QCOMPARE(index.size(), 1);
    QVERIFY(index.search(queryFor("kayak"), axis(0), 0)->hits.isEmpty());
}

void tst_PartitionIndex::search_removedDialogue_takesMessages()
{
    PartitionIndex index{{}};
    index.apply({{}, {recordEntry(SearchObject::Dialogue, "d", "trip"), message("d", "one", 1, "kayak"),
                      message("d", "two", 2, "kayak"), message("e", "three", 1, "kayak")}});
    index.apply({{{SearchObject::Dialogue, {}, QStringLiteral("d")}}, {}});
    QCOMPARE(index.size(), 1);
    QCOMPARE(ids(index.search(queryFor("kayak"), {}, 0)), QStringList{QStringLiteral("three")});
}

void tst_PartitionIndex::search_orderByCreated_reordersThePicked()
{
    PartitionIndex index{{}};
    index.apply({{}, {message("d", "best", 1, "kayak kayak kayak"), message("e", "good", 3, "kayak kayak and words"),
                      message("f", "weak", 5, "kayak with a great many other words in it beside it all")}});
    SearchQuery query = queryFor("kayak");
    query.limit = 2;
    query.orderBy = SearchOrder::Created;
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList({QStringLiteral("good"), QStringLiteral("best")}));
    query.order = Order::Ascending;
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList({QStringLiteral("best"), QStringLiteral("good")}));
}

void tst_PartitionIndex::search_dialogues_haveMatches()
{
    PartitionIndex index{{}};
    index.apply({{}, {recordEntry(SearchObject::Dialogue, "label", "kayak"), recordEntry(SearchObject::Dialogue, "said", "other"),
                      recordEntry(SearchObject::Dialogue, "none", "nothing"), message("said", "one", 1, "a kayak"),
                      message("said", "two", 2, "the kayak again"), message("none", "three", 1, "dinner")}});
    const auto answer = index.search(queryFor("kayak", SearchObject::Dialogue), {}, 0);
    QCOMPARE(ids(answer), QStringList({QStringLiteral("said"), QStringLiteral("label")}));
    QCOMPARE(answer->hits[0].matches.size(), 2);
    QCOMPARE(answer->hits[0].matches[0].key.dialogueId, QStringLiteral("said"));
    QVERIFY(answer->hits[0].matches[0].relevance >= answer->hits[0].matches[1].relevance);
    QVERIFY(answer->hits[1].matches.isEmpty());
    QVERIFY(answer->hits[0].relevance <= 1 && answer->hits[0].relevance > answer->hits[1].relevance);
}

void tst_PartitionIndex::search_dialoguesByImage_needOne()
{
    PartitionIndex index{{}};
    IndexEntry pictured = message("with", "one", 1, "sunset");
    pictured.hasImage = true;
    index.apply({{}, {recordEntry(SearchObject::Dialogue, "with", "sunset"), recordEntry(SearchObject::Dialogue, "without", "sunset"),
                      pictured, message("without", "two", 1, "sunset")}});
    SearchQuery query = queryFor("sunset", SearchObject::Dialogue);
    query.filter.hasImage = true;
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList{QStringLiteral("with")});
    query.filter.hasImage = false;
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList{QStringLiteral("without")});
    query.filter.hasImage.reset();
    query.filter.dialogueId = QStringLiteral("with");
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList{QStringLiteral("with")});
}

void tst_PartitionIndex::search_memories_ignoreMessageFilters()
{
    PartitionIndex index{{}};
    index.apply({{}, {recordEntry(SearchObject::Memory, "m", "peanut allergy"), message("d", "one", 1, "peanut")}});
    SearchQuery query = queryFor("peanut", SearchObject::Memory);
    QCOMPARE(ids(index.search(query, {}, 0)), QStringList{QStringLiteral("m")});
    query.filter.hasImage = true;
    QVERIFY(index.search(query, {}, 0)->hits.isEmpty());
    query.filter.hasImage = false;
    QCOMPARE(index.search(query, {}, 0)->hits.size(), 1);
}

void tst_PartitionIndex::search_otherSpace_countsAsPending()
{
    PartitionIndex index(withVectors());
    IndexEntry entry = message("d", "one", 1, "kayak");
    cloister::test::setVector(entry, axis(0));
    entry.embedder.version = 2;
    index.apply({{}, {entry}});
    QCOMPARE(index.pending(), 1);
    QCOMPARE(index.search(queryFor("x"), axis(0), 0)->explain.vectors, 0);
    entry.embedder = kTestSpace;
    index.apply({{}, {entry}});
    QCOMPARE(index.pending(), 0);
}

void tst_PartitionIndex::search_badZone_isRefused()
{
    SearchQuery query = queryFor("x");
    query.timezone = QStringLiteral("Nowhere/Land");
    const PartitionIndex index{{}};
    QCOMPARE(index.search(query, {}, 0).error().code, ErrorCode::InvalidParameter);
}

void tst_PartitionIndex::search_resolvedRange_isTold()
{
    SearchQuery query = queryFor("x");
    query.filter.created = DateFilter{QStringLiteral("1970"), {}, {}, {}, {}};
    const auto answer = PartitionIndex{{}}.search(query, {}, 0);
    QCOMPARE(answer->created->from, std::optional<qint64>(0));
    QVERIFY(!answer->modified);
}

void tst_PartitionIndex::search_rebuiltIndex_answersTheSame()
{
    std::mt19937 random(8);
    PartitionIndex live(withVectors());
    std::map<int, IndexEntry> entries;
    for (int round = 0; round < 600; ++round) {
        const int number = static_cast<int>(random() % 150);
        IndexEntry entry = messageEntry(QStringLiteral("d%1").arg(number % 7), QString::number(number), number / 2,
                                        cloister::test::randomText(random, 1 + static_cast<int>(random() % 6)));
        if (random() % 3 > 0)
            cloister::test::setVector(entry, random() % 2 == 0 ? axis(random() % 3) : clusteredVector(random, kTestSpace.dimensions, 4));
        if (random() % 3 == 0) {
            live.apply({{entry.key}, {}});
            entries.erase(number);
        } else {
            live.apply({{}, {entry}});
            entries[number] = entry;
        }
    }
    PartitionIndex rebuilt(withVectors());
    for (const auto &[number, entry] : entries)
        rebuilt.apply({{}, {entry}});
    for (int round = 0; round < 200; ++round) {
        SearchQuery query = queryFor("");
        query.query = cloister::test::randomText(random, 3);
        query.limit = 100;
        query.mode = static_cast<SearchMode>(random() % 3);
        const std::vector<float> vector = axis(random() % 3);
        const auto here = live.search(query, vector, 0);
        const auto there = rebuilt.search(query, vector, 0);
        QCOMPARE(ids(here), ids(there));
        QCOMPARE(here->pending, there->pending);
        for (qsizetype i = 0; i < here->hits.size(); ++i)
            QVERIFY(here->hits[i].relevance == there->hits[i].relevance);
    }
}

void tst_PartitionIndex::search_duringChanges_staysWhole()
{
    // Two messages always come and go together, so every answer holds both or none.
    PartitionIndex index(withVectors());
    std::atomic<bool> isDone = false;
    std::atomic<int> torn = 0;
    const auto watch = [&] {
        while (!isDone) {
            const auto answer = index.search(queryFor("kayak"), axis(1), 0);
            int pair = 0;
            for (const SearchHit &hit : answer->hits)
                pair += hit.key.dialogueId == QLatin1String("pair") ? 1 : 0;
            torn += pair == 1 ? 1 : 0;
        }
    };
    std::thread first(watch);
    std::thread second(watch);
    std::thread maintainer([&] {
        while (!isDone) {
            QVERIFY(index.maintain());
            std::this_thread::yield();
        }
    });
    std::mt19937 random(12);
    const std::vector<IndexEntry> pair = {message("pair", "one", 1, "kayak kayak"), message("pair", "two", 2, "kayak kayak")};
    for (int round = 0; round < 10'000; ++round) {
        const int number = static_cast<int>(random() % 500);
        IndexEntry entry = messageEntry(QStringLiteral("d"), QString::number(number), number, cloister::test::randomText(random, 4));
        cloister::test::setVector(entry, clusteredVector(random, kTestSpace.dimensions, 5));
        IndexChange change;
        if (random() % 3 == 0)
            change.removes = {entry.key};
        else
            change.upserts = {entry};
        if (round % 2 == 0)
            change.upserts.insert(change.upserts.end(), pair.begin(), pair.end());
        else
            change.removes.insert(change.removes.end(), {pair[0].key, pair[1].key});
        index.apply(change);
    }
    isDone = true;
    first.join();
    second.join();
    maintainer.join();
    QCOMPARE(torn.load(), 0);
}

void tst_PartitionIndex::maintain_manyVectors_buildsAndPurges()
{
    PartitionIndex index(withVectors());
    std::mt19937 random(3);
    IndexChange change;
    for (int i = 0; i < 400; ++i) {
        change.upserts.push_back(messageEntry(QStringLiteral("d"), QString::number(i), i, QStringLiteral("w")));
        cloister::test::setVector(change.upserts.back(), clusteredVector(random, kTestSpace.dimensions, 9));
    }
    index.apply(change);
    QVERIFY(index.snapshot()->isEmpty());
    QVERIFY(index.maintain());
    QVERIFY(!index.snapshot()->isEmpty());
    index.apply({{change.upserts[5].key}, {}});
    QVERIFY(index.snapshot()->isEmpty());
    QVERIFY(index.maintain(VectorIndex::Purge::DeadNow));
    QVERIFY(!index.snapshot()->isEmpty());
}

void tst_PartitionIndex::snapshot_restored_answersTheSame()
{
    PartitionIndex index(withVectors());
    std::mt19937 random(3);
    IndexChange change;
    for (int i = 0; i < 400; ++i) {
        change.upserts.push_back(messageEntry(QStringLiteral("d"), QString::number(i), i, QStringLiteral("w")));
        cloister::test::setVector(change.upserts.back(), clusteredVector(random, kTestSpace.dimensions, 9));
    }
    index.apply(change);
    QVERIFY(index.maintain());
    PartitionIndex other(withVectors());
    other.apply(change);
    QVERIFY(!other.restore(QByteArray("no graph")));
    QVERIFY(other.restore(index.snapshot().value()));
    SearchQuery query = queryFor("q");
    query.mode = SearchMode::Semantic;
    for (int i = 0; i < 20; ++i) {
        const auto vector = clusteredVector(random, kTestSpace.dimensions, 9);
        QCOMPARE(ids(index.search(query, vector, 0)), ids(other.search(query, vector, 0)));
    }
}

void tst_PartitionIndex::memory_growsAndShrinks()
{
    PartitionIndex index(withVectors());
    const qint64 empty = index.memoryBytes();
    IndexChange change;
    for (int i = 0; i < 100; ++i)
        change.upserts.push_back(messageEntry(QStringLiteral("d"), QString::number(i), i, QStringLiteral("word number w%1").arg(i)));
    index.apply(change);
    const qint64 full = index.memoryBytes();
    QVERIFY(full > empty + 100 * 100);
    index.apply({{{SearchObject::Dialogue, {}, QStringLiteral("d")}}, {}});
    QVERIFY(index.memoryBytes() < full);
    QCOMPARE(index.size(), 0);
}

CLOISTER_TEST(tst_PartitionIndex)
#include "tst_PartitionIndex.moc"
