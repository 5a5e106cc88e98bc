// A record is found from the moment its write is acknowledged, and nowhere any more once its delete is.
#include "tests/support/SearchFixture.h"

#include "engine/partition/DialogueStore.h"
#include "engine/partition/SearchStore.h"

#include <thread>

using namespace cloister;
using namespace cloister::test;

class tst_SearchFreshness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aWrite_isFoundOnceItIsAcknowledged();
    void aWriteIntoALoadedIndex_isFoundOnceItIsAcknowledged();
    void aLoneWrite_isRankedByItsMeaningToo();
    void aDelete_isGoneOnceItIsAcknowledged();
    void deletingADialogue_takesItsThreadsAndMessages();
    void afterReopening_theSameIsFound();
    void labelsAndTags_followTheirChanges();
    void importedRecords_areFound();
    void aFailedWrite_isNotFound();
    void pending_goesToNought();
    void vectors_surviveAChangeOfTagsOnly();
    void deletingAMessage_takesTheVectorOfTheNextOne();
    void aMessageWithoutText_doesNotWaitForEver();
    void aNameThatWasNeverUsed_leavesNoIndex();
    void deletedText_isInNoSearchRow();
    void writesDuringTheBuild_reachTheIndex();
    void rebuild_makesLostEntriesAnew();
    void aDerivingWrite_cannotChangeRecords();

private:
    std::optional<search::IndexEntry> entry(const search::EntryKey &key);
    QStringList rows();

    const QString kSpace = QStringLiteral("acme");
    std::unique_ptr<SearchFixture> m_fixture;
};

void tst_SearchFreshness::init()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
}

static search::EntryKey messageKey(const char *dialogue, const char *id)
{
    return {SearchObject::Message, QString::fromLatin1(dialogue), QString::fromLatin1(id)};
}

std::optional<search::IndexEntry> tst_SearchFreshness::entry(const search::EntryKey &key)
{
    using Found = std::optional<search::IndexEntry>;
    return m_fixture->partition(kSpace)
        .read<Found>([&](PartitionSession &session) { return SearchStore(session).find(key); })
        .value();
}

QStringList tst_SearchFreshness::rows()
{
    using Keys = QList<search::EntryKey>;
    const Keys keys = m_fixture->partition(kSpace)
                          .read<Keys>([](PartitionSession &session) { return SearchStore(session).keys(); })
                          .value();
    QStringList names;
    for (const search::EntryKey &key : keys)
        names.append(key.id);
    names.sort();
    return names;
}

void tst_SearchFreshness::aWrite_isFoundOnceItIsAcknowledged()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("the kayak is leaking")}));
    QVERIFY(m_fixture->remember(kSpace, QStringLiteral("fact-1"), "{\"likes\":\"marzipan\"}"));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("kayak")), QStringList{QStringLiteral("first-1")});
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("marzipan"), SearchObject::Memory),
        QStringList{QStringLiteral("fact-1")});
    const SearchOutcome outcome
        = m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("kayak"), SearchObject::Dialogue));
    QCOMPARE(SearchFixture::idsOf(outcome), QStringList{QStringLiteral("first")});
    QCOMPARE(outcome.results.first().matches.first().message.id, QStringLiteral("first-1"));
}

void tst_SearchFreshness::aWriteIntoALoadedIndex_isFoundOnceItIsAcknowledged()
{
    QVERIFY(m_fixture->find(kSpace, QStringLiteral("anything")).isEmpty());
    for (int i = 0; i < 30; ++i) {
        const QString id = QStringLiteral("talk-%1").arg(i);
        QVERIFY(m_fixture->talk(kSpace, id, {QStringLiteral("word%1 spoken").arg(i)}));
        QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("word%1").arg(i)), QStringList{id + QLatin1String("-1")});
    }
}

// The vector comes behind the write, and the search waits for it a moment: on a slow machine not always for long enough.
void tst_SearchFreshness::aLoneWrite_isRankedByItsMeaningToo()
{
    const ModelForTests none{"/nowhere/cloister.model"};
    QVERIFY(m_fixture->open());
    QVERIFY(m_fixture->find(kSpace, QStringLiteral("anything")).isEmpty());
    int withVector = 0;
    for (int i = 0; i < 20; ++i) {
        QVERIFY(m_fixture->talk(kSpace, QStringLiteral("talk-%1").arg(i), {QStringLiteral("lighthouses")}));
        const SearchOutcome outcome = m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("lighthousekeeper")));
        withVector += outcome.pending == 0 && outcome.explain.vectors == i + 1 ? 1 : 0;
    }
    QVERIFY(withVector > 0);
}

void tst_SearchFreshness::aDelete_isGoneOnceItIsAcknowledged()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"),
        {QStringLiteral("zebra one"), QStringLiteral("zebra two"), QStringLiteral("zebra three")}));
    QVERIFY(m_fixture->remember(kSpace, QStringLiteral("fact-1"), "\"zebra\""));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("zebra")).size(), 3);
    const Partition partition = m_fixture->partition(kSpace);
    QVERIFY(m_fixture->engine->messages.remove(partition, QStringLiteral("first"), QStringLiteral("first-2")).result());
    QStringList left = m_fixture->find(kSpace, QStringLiteral("zebra"));
    left.sort();
    QCOMPARE(left, QStringList({QStringLiteral("first-1"), QStringLiteral("first-3")}));
    QVERIFY(m_fixture->engine->memories.remove(partition, QStringLiteral("fact-1")).result());
    QVERIFY(m_fixture->find(kSpace, QStringLiteral("zebra"), SearchObject::Memory).isEmpty());
    QCOMPARE(rows(), QStringList({QStringLiteral("first"), QStringLiteral("first-1"), QStringLiteral("first-3")}));
}

void tst_SearchFreshness::deletingADialogue_takesItsThreadsAndMessages()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("root"), {QStringLiteral("heron")}));
    NewDialogue thread;
    thread.threadOf = QStringLiteral("root");
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("thread"), {QStringLiteral("heron again")}, thread));
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("other"), {QStringLiteral("heron elsewhere")}));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("heron")).size(), 3);
    QVERIFY(m_fixture->engine->dialogues.remove(m_fixture->partition(kSpace), QStringLiteral("root")).result());
    QCOMPARE(m_fixture->find(kSpace, QStringLiteral("heron")), QStringList{QStringLiteral("other-1")});
    QCOMPARE(m_fixture->find(kSpace, QStringLiteral("heron"), SearchObject::Dialogue),
        QStringList{QStringLiteral("other")});
    QCOMPARE(rows(), QStringList({QStringLiteral("other"), QStringLiteral("other-1")}));
}

void tst_SearchFreshness::afterReopening_theSameIsFound()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("lighthouse"), QStringLiteral("walnut")}));
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(kSpace), QStringLiteral("first"), QStringLiteral("first-2"))
                .result());
    QVERIFY(m_fixture->open());
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("lighthouse")), QStringList{QStringLiteral("first-1")});
    QVERIFY(m_fixture->findWords(kSpace, QStringLiteral("walnut")).isEmpty());
    QVERIFY(m_fixture->settle(kSpace));
    const SearchOutcome before = m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("lighthouse")));
    QVERIFY(m_fixture->open());
    const SearchOutcome after = m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("lighthouse")));
    QCOMPARE(SearchFixture::idsOf(after), SearchFixture::idsOf(before));
    QCOMPARE(after.results.first().relevance, before.results.first().relevance);
    QCOMPARE(after.pending, 0);
}

void tst_SearchFreshness::labelsAndTags_followTheirChanges()
{
    NewDialogue asked;
    asked.label = QStringLiteral("walrus");
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("hello")}, asked));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("walrus"), SearchObject::Dialogue).size(), 1);
    DialogueChange change;
    change.label = std::optional(QStringLiteral("ostrich"));
    change.tags = QStringList{QStringLiteral("birds")};
    QVERIFY(m_fixture->engine->dialogues.change(m_fixture->partition(kSpace), QStringLiteral("first"), change).result());
    QVERIFY(m_fixture->findWords(kSpace, QStringLiteral("walrus"), SearchObject::Dialogue).isEmpty());
    SearchQuery tagged = SearchFixture::query(QStringLiteral("ostrich"), SearchObject::Dialogue);
    tagged.filter.anyTags = {QStringLiteral("birds")};
    QCOMPARE(SearchFixture::idsOf(m_fixture->search(kSpace, tagged)), QStringList{QStringLiteral("first")});
    tagged.filter.anyTags = {QStringLiteral("fish")};
    QVERIFY(m_fixture->search(kSpace, tagged).results.isEmpty());
    QVERIFY(m_fixture->engine->messages
                .setTags(m_fixture->partition(kSpace), QStringLiteral("first"), QStringLiteral("first-1"),
                    {QStringLiteral("greeting")})
                .result());
    SearchQuery greeting = SearchFixture::query(QStringLiteral("hello"));
    greeting.filter.allTags = {QStringLiteral("greeting")};
    QCOMPARE(m_fixture->search(kSpace, greeting).results.size(), 1);
}

void tst_SearchFreshness::importedRecords_areFound()
{
    const QByteArray lines = "{\"namespace\":\"acme\",\"id\":\"imported-1\",\"label\":\"cormorant\",\"messages\":"
                             "[{\"id\":\"message-1\",\"role\":\"user\",\"content\":\"pelican\"}]}\n"
                             "{\"namespace\":\"acme\",\"id\":\"memory-1\",\"value\":\"flamingo\"}\n";
    const Caller caller = SearchFixture::keyCaller(m_fixture->projectId);
    const auto report = m_fixture->engine->transfer.importBatch(caller, lines, 1);
    QVERIFY(report.has_value());
    QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.value(0).error.detail));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("pelican")), QStringList{QStringLiteral("message-1")});
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("cormorant"), SearchObject::Dialogue),
        QStringList{QStringLiteral("imported-1")});
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("flamingo"), SearchObject::Memory),
        QStringList{QStringLiteral("memory-1")});
}

void tst_SearchFreshness::aFailedWrite_isNotFound()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("hello")}));
    QVERIFY(m_fixture->find(kSpace, QStringLiteral("badger")).size() <= 1); // the index is there now
    const QList<NewMessage> batch{SearchFixture::message(QStringLiteral("new-1"), QStringLiteral("badger")),
        SearchFixture::message(QStringLiteral("first-1"), QStringLiteral("taken"))};
    const auto added
        = m_fixture->engine->messages.add(m_fixture->partition(kSpace), QStringLiteral("first"), batch, {}).result();
    QCOMPARE(added.error().code, ErrorCode::DuplicateId);
    QVERIFY(m_fixture->findWords(kSpace, QStringLiteral("badger")).isEmpty());
    QVERIFY(!rows().contains(QStringLiteral("new-1")));
}

void tst_SearchFreshness::pending_goesToNought()
{
    QStringList texts;
    for (int i = 0; i < 25; ++i)
        texts.append(QStringLiteral("message number %1 of a long talk").arg(i));
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), texts));
    QVERIFY(m_fixture->settle(kSpace));
    const SearchOutcome outcome = m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("message")));
    QCOMPARE(outcome.pending, 0);
    QVERIFY(outcome.explain.vectors > 0);
    QVERIFY(!entry(messageKey("first", "first-1"))->vectors.empty());
}

void tst_SearchFreshness::vectors_surviveAChangeOfTagsOnly()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("a walk by the sea")}));
    QVERIFY(m_fixture->settle(kSpace));
    const auto before = entry(messageKey("first", "first-1"));
    QVERIFY(m_fixture->engine->messages
                .setTags(m_fixture->partition(kSpace), QStringLiteral("first"), QStringLiteral("first-1"),
                    {QStringLiteral("outdoors")})
                .result());
    const auto after = entry(messageKey("first", "first-1"));
    QVERIFY(after->vectors == before->vectors);
    QCOMPARE(after->tags, QStringList{QStringLiteral("outdoors")});
}

void tst_SearchFreshness::deletingAMessage_takesTheVectorOfTheNextOne()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"),
        {QStringLiteral("my password is swordfish"), QStringLiteral("do not tell that to anyone")}));
    QVERIFY(m_fixture->settle(kSpace));
    const auto before = entry(messageKey("first", "first-2"));
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(kSpace), QStringLiteral("first"), QStringLiteral("first-1"))
                .result());
    const auto right = entry(messageKey("first", "first-2"));
    QVERIFY(right->vectors != before->vectors); // its old one held the end of the deleted text
    QVERIFY(m_fixture->settle(kSpace));
    const auto settled = entry(messageKey("first", "first-2"));
    QVERIFY(!settled->vectors.empty());
    QVERIFY(settled->vectors != before->vectors);
}

void tst_SearchFreshness::aMessageWithoutText_doesNotWaitForEver()
{
    NewMessage image;
    image.id = QStringLiteral("image-1");
    image.role = QStringLiteral("user");
    image.content = "[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.com/a.png\"}}]";
    image.hasImage = true;
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("look")}));
    QVERIFY(m_fixture->say(kSpace, QStringLiteral("first"), image));
    QVERIFY(m_fixture->settle(kSpace));
    QCOMPARE(m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("look"))).pending, 0);
    m_fixture->workspace->indexes()->cache().clear();
    QCOMPARE(m_fixture->search(kSpace, SearchFixture::query(QStringLiteral("look"))).pending, 0); // read from its rows
}

void tst_SearchFreshness::aNameThatWasNeverUsed_leavesNoIndex()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("look")}));
    QVERIFY(m_fixture->settle(kSpace));
    const qint64 before = m_fixture->workspace->indexes()->cache().usedBytes();
    QVERIFY(before > 0);
    for (const char *name : {"made-up-1", "made-up-2"})
        QVERIFY(m_fixture->find(QString::fromLatin1(name), QStringLiteral("look")).isEmpty());
    QCOMPARE(m_fixture->workspace->indexes()->cache().usedBytes(), before);
}

// Every row of the search is opened and looked through: neither a word nor a vector of the deleted text is left.
void tst_SearchFreshness::deletedText_isInNoSearchRow()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("quetzalcoatl"), QStringLiteral("stays")}));
    QVERIFY(m_fixture->settle(kSpace));
    const auto deleted = entry(messageKey("first", "first-1"));
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(kSpace), QStringLiteral("first"), QStringLiteral("first-1"))
                .result());
    QVERIFY(m_fixture->settle(kSpace));
    int seen = 0;
    const auto walked = m_fixture->partition(kSpace).read<void>([&](PartitionSession &session) {
        return SearchStore(session).each([&](const search::IndexEntry &one) {
            ++seen;
            QVERIFY(!search::encode(one).contains("quetzal"));
            for (const search::Vector8 &vector : one.vectors)
                QVERIFY(vector != deleted->vectors.front());
        });
    });
    QVERIFY(walked.has_value());
    QCOMPARE(seen, 2); // the dialogue and the other message
}

void tst_SearchFreshness::writesDuringTheBuild_reachTheIndex()
{
    QStringList texts;
    for (int i = 0; i < 25; ++i)
        texts.append(QStringLiteral("old text %1").arg(i));
    for (int i = 0; i < 20; ++i)
        QVERIFY(m_fixture->talk(kSpace, QStringLiteral("old-%1").arg(i), texts));
    for (int round = 0; round < 5; ++round) {
        QVERIFY(m_fixture->open()); // nothing is in memory
        std::thread searcher([&] { m_fixture->findWords(kSpace, QStringLiteral("old")); });
        const QString id = QStringLiteral("new-%1").arg(round);
        const bool isWritten = m_fixture->talk(kSpace, id, {QStringLiteral("fresh%1").arg(round)});
        searcher.join();
        QVERIFY(isWritten);
        QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("fresh%1").arg(round)),
            QStringList{id + QLatin1String("-1")});
    }
}

void tst_SearchFreshness::rebuild_makesLostEntriesAnew()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("albatross"), QStringLiteral("gannet")}));
    QVERIFY(m_fixture->remember(kSpace, QStringLiteral("fact-1"), "\"puffin\""));
    const auto lost = m_fixture->partition(kSpace)
                          .write<void>(Partition::Intent::Derive,
                              [](PartitionSession &session) -> Result<void> {
                                  SearchStore store(session);
                                  search::IndexEntry stray;
                                  for (int i = 0; i < 450; ++i) { // more than two batches
                                      stray.key = messageKey("gone", QByteArray("stray-" + QByteArray::number(i)).constData());
                                      CLOISTER_TRY(store.put(stray));
                                  }
                                  stray.key = {SearchObject::Dialogue, {}, QStringLiteral("stray-dialogue")};
                                  CLOISTER_TRY(store.put(stray));
                                  stray.key = {SearchObject::Memory, {}, QStringLiteral("stray-memory")};
                                  CLOISTER_TRY(store.put(stray));
                                  CLOISTER_TRY(store.remove({SearchObject::Memory, {}, QStringLiteral("fact-1")}));
                                  return store.remove({SearchObject::Dialogue, {}, QStringLiteral("first")});
                              })
                          .result();
    QVERIFY(lost.has_value());
    QVERIFY(m_fixture->findWords(kSpace, QStringLiteral("albatross")).isEmpty());
    const auto records = m_fixture->engine->search.rebuild(m_fixture->partition(kSpace));
    QCOMPARE(records.value_or(0), 4);
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("albatross")).value(0), QStringLiteral("first-1"));
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("puffin"), SearchObject::Memory),
        QStringList{QStringLiteral("fact-1")});
    QVERIFY(rows().filter(QStringLiteral("stray")).isEmpty());
}

void tst_SearchFreshness::aDerivingWrite_cannotChangeRecords()
{
    QVERIFY(m_fixture->talk(kSpace, QStringLiteral("first"), {QStringLiteral("hello")}));
    const auto result = m_fixture->partition(kSpace)
                            .write<void>(Partition::Intent::Derive,
                                [](PartitionSession &session) -> Result<void> {
                                    session.note({QStringLiteral("dialogue.delete"), QLatin1String("dialogue"),
                                        QStringLiteral("first"), {}, {}, 0});
                                    CLOISTER_TRY(DialogueStore(session).remove(QStringLiteral("first")));
                                    return {};
                                })
                            .result();
    QCOMPARE(result.error().code, ErrorCode::Internal);
    QVERIFY(m_fixture->engine->dialogues.get(m_fixture->partition(kSpace), QStringLiteral("first")).has_value());
    QCOMPARE(m_fixture->findWords(kSpace, QStringLiteral("hello")).size(), 1);
}

CLOISTER_TEST(tst_SearchFreshness)
#include "tst_SearchFreshness.moc"
