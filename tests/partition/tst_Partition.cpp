#include "tests/support/PartitionFixture.h"
#include "tests/support/Test.h"

#include "engine/crypto/Digest.h"
#include "engine/partition/DialogueStore.h"
#include "engine/partition/MessageStore.h"
#include "engine/service/DialogueService.h"
#include "engine/service/MemoryService.h"
#include "engine/service/MessageService.h"
#include "engine/tables/EventTable.h"
#include "engine/tables/Maintenance.h"
#include "engine/tables/MemoryTable.h"

#include <array>
#include <atomic>
#include <future>
#include <numeric>

using namespace cloister;

class tst_Partition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void reading_neverCreatesTheNamespace();
    void aChangeOfNothing_neverCreatesTheNamespace();
    void aRecord_isAMissInEveryOtherNamespace();
    void aChangeWithoutAnEvent_isRefusedAndLeavesNothing();
    void aFailedChange_leavesNeitherRowsNorEvents();
    void events_chainAndHoldNoContent();
    void longValues_comeBackAndLeaveNoPartsBehind();
    void images_standInTheirOwnRowsAndComeBackByteForByte();
    void deletingADialogue_takesItsThreadsAtEveryDepth();
    void aList_readsNoMoreThanItsBytes();
    void aListOfDialogues_readsNoState();
    void counters_followTheRecords();
    void afterReopening_everythingIsThere();
    void anErasedKey_makesTheRowsUnreadable();
    void readersBesideAnErasure_neverTakeItForDamage();

private:
    Dialogue make(const Partition &partition, const QString &id, const QStringList &texts = {},
        const std::optional<QString> &threadOf = {});
    void fill(const Partition &partition, int count, const QByteArray &value);
    QList<tables::EventRow> events() const;
    tables::ProjectTotals totals() const;

    std::unique_ptr<PartitionFixture> m_fixture;
    DialogueService m_dialogues;
    MessageService m_messages;
    MemoryService m_memories;
};

static NewMessage text(const QString &content)
{
    NewMessage message;
    message.role = QStringLiteral("user");
    message.content = "\"" + content.toUtf8() + "\"";
    message.contentLength = content.size();
    return message;
}

void tst_Partition::init()
{
    m_fixture = std::make_unique<PartitionFixture>();
    QVERIFY(m_fixture->ready);
}

Dialogue tst_Partition::make(const Partition &partition, const QString &id, const QStringList &texts,
    const std::optional<QString> &threadOf)
{
    NewDialogue asked;
    asked.id = id;
    asked.threadOf = threadOf;
    asked.hasMessages = !texts.isEmpty();
    for (const QString &one : texts)
        asked.messages.append(text(one));
    const Result<Dialogue> made = m_dialogues.create(partition, asked, {}).result();
    if (!made)
        qWarning() << made.error().detail;
    return made.value_or(Dialogue());
}

QList<tables::EventRow> tst_Partition::events() const
{
    auto lease = m_fixture->file->readers().lease();
    return tables::EventTable(lease->connection()).list({.limit = 1000}).value_or(QList<tables::EventRow>());
}

tables::ProjectTotals tst_Partition::totals() const
{
    auto lease = m_fixture->file->readers().lease();
    return tables::Maintenance(lease->connection()).totals().value_or(tables::ProjectTotals());
}

void tst_Partition::reading_neverCreatesTheNamespace()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("nothing")).error().code, ErrorCode::DialogueNotFound);
    QVERIFY(m_dialogues.list(partition, {}).value().items.isEmpty());
    QCOMPARE(totals().namespaces, 0);
    QVERIFY(*m_fixture->file->keys().find(partition.key().bytes()) == nullptr);
}

void tst_Partition::aChangeOfNothing_neverCreatesTheNamespace()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    const auto removed = m_dialogues.remove(partition, QStringLiteral("nothing")).result();
    QCOMPARE(removed.error().code, ErrorCode::DialogueNotFound);
    const auto added = m_messages.add(partition, QStringLiteral("nothing"), {text(QStringLiteral("hi"))}, {}).result();
    QCOMPARE(added.error().code, ErrorCode::DialogueNotFound);
    QCOMPARE(totals().namespaces, 0);
    QVERIFY(*m_fixture->file->keys().find(partition.key().bytes()) == nullptr);
    QVERIFY(events().isEmpty());
}

void tst_Partition::aRecord_isAMissInEveryOtherNamespace()
{
    make(m_fixture->partition(QStringLiteral("acme")), QStringLiteral("dialogue-1"), {QStringLiteral("hello")});
    for (const char *other : {"", "acm", "acme2", "ACME", "acme#proj0001", "%61cme"}) {
        const Partition partition = m_fixture->partition(QString::fromLatin1(other));
        QCOMPARE(m_dialogues.get(partition, QStringLiteral("dialogue-1")).error().code, ErrorCode::DialogueNotFound);
        QVERIFY(m_dialogues.list(partition, {}).value().items.isEmpty());
        QCOMPARE(m_messages.list(partition, QStringLiteral("dialogue-1"), {}).error().code,
            ErrorCode::DialogueNotFound);
    }
    QVERIFY(m_dialogues.get(m_fixture->partition(QStringLiteral("acme")), QStringLiteral("dialogue-1")).has_value());
}

void tst_Partition::aChangeWithoutAnEvent_isRefusedAndLeavesNothing()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    const auto result = partition
                            .write<void>(Partition::Intent::Create,
                                [](PartitionSession &session) -> Result<void> {
                                    Dialogue dialogue;
                                    dialogue.id = QStringLiteral("silent-1");
                                    return DialogueStore(session).insert(dialogue);
                                })
                            .result();
    QCOMPARE(result.error().code, ErrorCode::Internal);
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("silent-1")).error().code, ErrorCode::DialogueNotFound);
    QCOMPARE(totals().namespaces, 0);
}

void tst_Partition::aFailedChange_leavesNeitherRowsNorEvents()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    make(partition, QStringLiteral("dialogue-1"), {QStringLiteral("one")});
    const qsizetype before = events().size();
    QList<NewMessage> batch{text(QStringLiteral("two")), text(QStringLiteral("three"))};
    batch[1].id = m_messages.list(partition, QStringLiteral("dialogue-1"), {}).value().items.first().id;
    const auto result = m_messages.add(partition, QStringLiteral("dialogue-1"), batch, {}).result();
    QCOMPARE(result.error().code, ErrorCode::DuplicateId);
    QCOMPARE(m_messages.list(partition, QStringLiteral("dialogue-1"), {}).value().items.size(), 1);
    QCOMPARE(events().size(), before);
}

void tst_Partition::events_chainAndHoldNoContent()
{
    const Partition partition = m_fixture->partition(QStringLiteral("canary-namespace"));
    make(partition, QStringLiteral("canary-dialogue"), {QStringLiteral("canary-content")});
    QVERIFY(m_dialogues.remove(partition, QStringLiteral("canary-dialogue")).result().has_value());
    const QList<tables::EventRow> rows = events();
    QVERIFY(rows.size() >= 4); // namespace, dialogue, message, deletion
    QByteArray previous(32, '\0');
    qint64 seq = 0;
    for (const tables::EventRow &row : rows) {
        QCOMPARE(row.seq, ++seq);
        QCOMPARE(row.hash, crypto::sha256(row.body));
        QVERIFY(row.body.contains("\"prev\":\"" + previous.toHex() + '"'));
        QVERIFY2(!row.body.contains("canary"), row.body.constData());
        previous = row.hash;
    }
}

void tst_Partition::longValues_comeBackAndLeaveNoPartsBehind()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    const QString content(3'000'000, QLatin1Char('x'));
    make(partition, QStringLiteral("dialogue-1"), {content});
    const Message message = m_messages.list(partition, QStringLiteral("dialogue-1"), {}).value().items.first();
    QCOMPARE(message.content.size(), content.size() + 2);
    QCOMPARE(message.contentLength, content.size());
    DialogueChange change;
    change.state = "{\"notes\":\"" + QByteArray(900'000, 'y') + "\"}";
    QVERIFY(m_dialogues.change(partition, QStringLiteral("dialogue-1"), change).result().has_value());
    QCOMPARE(m_dialogues.state(partition, QStringLiteral("dialogue-1")).value(), *change.state);
    QVERIFY(m_dialogues.remove(partition, QStringLiteral("dialogue-1")).result().has_value());
    auto lease = m_fixture->file->readers().lease();
    auto chunks = lease->connection().prepare("SELECT count(*) FROM chunk");
    QVERIFY(chunks.next());
    QCOMPARE(chunks.integer(0), 0);
    QCOMPARE(totals().bytes, 0);
}

void tst_Partition::images_standInTheirOwnRowsAndComeBackByteForByte()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    make(partition, QStringLiteral("dialogue-1"));
    const QByteArray png = QByteArray::fromHex("89504e470d0a1a0a") + QByteArray(400'000, 'p');
    NewMessage message = text({});
    message.content = "[{\"type\":\"text\",\"text\":\"see\"}, {\"type\" : \"image\", \"source\":{\"type\":\"base64\","
                      "\"media_type\":\"image/png\",\"data\":\""
        + png.toBase64() + "\"}}]";
    message.hasImage = true;
    QVERIFY(m_messages.add(partition, QStringLiteral("dialogue-1"), {message}, {}).result().has_value());
    {
        auto lease = m_fixture->file->readers().lease();
        auto images = lease->connection().prepare("SELECT count(*), (SELECT count(*) FROM chunk) FROM image");
        QVERIFY(images.next());
        QCOMPARE(images.integer(0), 1);
        QCOMPARE(images.integer(1), 2);
    }
    QCOMPARE(m_messages.list(partition, QStringLiteral("dialogue-1"), {}).value().items.first().content,
        message.content);
}

void tst_Partition::deletingADialogue_takesItsThreadsAtEveryDepth()
{
    const Partition partition = m_fixture->partition({});
    make(partition, QStringLiteral("root-1"), {QStringLiteral("a")});
    make(partition, QStringLiteral("child-1"), {QStringLiteral("b")}, QStringLiteral("root-1"));
    make(partition, QStringLiteral("grandchild-1"), {QStringLiteral("c")}, QStringLiteral("child-1"));
    make(partition, QStringLiteral("other-1"), {QStringLiteral("d")});
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("root-1")).value().threadCount, 1);
    const auto counts = m_dialogues.remove(partition, QStringLiteral("root-1")).result();
    QCOMPARE(counts->dialogues, 3);
    QCOMPARE(counts->messages, 3);
    QCOMPARE(m_dialogues.list(partition, {}).value().items.size(), 1);
    QCOMPARE(m_messages.list(partition, QStringLiteral("other-1"), {}).value().items.size(), 1);
}

// So many messages of "dialogue-1" and memories tagged "tag".
void tst_Partition::fill(const Partition &partition, int count, const QByteArray &value)
{
    QVERIFY(!make(partition, QStringLiteral("dialogue-1")).id.isEmpty());
    QList<NewMessage> messages(count, text({}));
    for (NewMessage &message : messages)
        message.content = value;
    QVERIFY(m_messages.add(partition, QStringLiteral("dialogue-1"), messages, {}).result());
    NewMemory memory;
    memory.value = value;
    memory.tags = {QStringLiteral("tag")};
    for (int i = 0; i < count; ++i)
        QVERIFY(m_memories.create(partition, memory, {}).result());
}

// Values of 256 KiB stand in the rows: a list that read all of them would hold a quarter of a gigabyte at its limit.
void tst_Partition::aList_readsNoMoreThanItsBytes()
{
    constexpr int kRecords = 140;
    constexpr qint64 kMostBytes = 32 * 1024 * 1024;
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    const QByteArray value = '"' + QByteArray(250 * 1024, 'x') + '"';
    fill(partition, kRecords, value);
    tables::Range range;
    range.limit = 1000;
    const auto bytesOf = [](const auto &rows) {
        return std::accumulate(rows.begin(), rows.end(), qint64(0), [](qint64 sum, const auto &row) { return sum + row.bytes; });
    };
    bool isCut = false;
    const auto messageRows = partition.read<QList<tables::MessageRow>>([&](PartitionSession &session) {
        return tables::MessageTable(session.scope()).list(QStringLiteral("dialogue-1"), range, &isCut);
    });
    QVERIFY(messageRows && isCut);
    QVERIFY(bytesOf(*messageRows) <= kMostBytes && bytesOf(*messageRows) > kMostBytes - value.size() * 2);
    const auto memoryRows = partition.read<QList<tables::MemoryRow>>(
        [&](PartitionSession &session) { return tables::MemoryTable(session.scope()).list(range, &isCut); });
    QVERIFY(memoryRows && isCut);
    QVERIFY(bytesOf(*memoryRows) <= kMostBytes && bytesOf(*memoryRows) > kMostBytes - value.size() * 2);

    // The pages go on where they were cut.
    ListQuery query;
    query.limit = kRecords;
    QSet<QString> ids;
    int pages = 0;
    const auto take = [&](const auto &page) {
        for (const auto &item : page.items)
            ids.insert(item.id);
        query.next = page.next;
        ++pages;
    };
    do {
        const auto page = m_messages.list(partition, QStringLiteral("dialogue-1"), query);
        QVERIFY(page);
        take(*page);
    } while (!query.next.isEmpty());
    QCOMPARE(std::pair(pages, ids.size()), std::pair(2, qsizetype(kRecords)));
    for (const QStringList &tags : {QStringList(), QStringList(QStringLiteral("tag"))}) {
        do {
            const auto page = m_memories.list(partition, query, tags);
            QVERIFY(page);
            take(*page);
        } while (!query.next.isEmpty());
    }
    QCOMPARE(std::pair(pages, ids.size()), std::pair(6, qsizetype(kRecords * 2)));
}

void tst_Partition::aListOfDialogues_readsNoState()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    make(partition, QStringLiteral("parent-1"));
    make(partition, QStringLiteral("thread-1"), {}, QStringLiteral("parent-1"));
    for (const bool isDescending : {false, true}) {
        for (const std::optional<QString> &threadOf : {std::optional<QString>(), std::optional(QStringLiteral("parent-1"))}) {
            tables::Range range;
            range.isDescending = isDescending;
            const auto rows = partition.read<QList<tables::DialogueRow>>([&](PartitionSession &session) {
                return tables::DialogueTable(session.scope()).list(range, {{}, {}, threadOf});
            });
            QVERIFY(rows && rows->size() == (threadOf ? 1 : 2));
            QVERIFY(!rows->first().dialogue.metadata.isEmpty());
            for (const tables::DialogueRow &row : *rows)
                QCOMPARE(row.dialogue.state, Dialogue().state); // not what was sealed
        }
    }
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("thread-1"))->state, QByteArray("{}")); // the control
}

void tst_Partition::counters_followTheRecords()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    make(partition, QStringLiteral("dialogue-1"), {QStringLiteral("a"), QStringLiteral("b")});
    QVERIFY(m_memories.create(partition, NewMemory{}, {}).result().has_value());
    QCOMPARE(totals().dialogues, 1);
    QCOMPARE(totals().messages, 2);
    QCOMPARE(totals().memories, 1);
    const QList<Message> messages = m_messages.list(partition, QStringLiteral("dialogue-1"), {}).value().items;
    QVERIFY(m_messages.remove(partition, QStringLiteral("dialogue-1"), messages.first().id).result().has_value());
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("dialogue-1")).value().totalMessages, 1);
    QVERIFY(m_dialogues.remove(partition, QStringLiteral("dialogue-1")).result().has_value());
    const QString memory = m_memories.list(partition, {}, {}).value().items.first().id;
    QVERIFY(m_memories.remove(partition, memory).result().has_value());
    QCOMPARE(totals().dialogues, 0);
    QCOMPARE(totals().messages, 0);
    QCOMPARE(totals().memories, 0);
    QCOMPARE(totals().bytes, 0);
}

void tst_Partition::afterReopening_everythingIsThere()
{
    make(m_fixture->partition(QStringLiteral("acme")), QStringLiteral("dialogue-1"), {QStringLiteral("kept")});
    m_fixture->reopen();
    QVERIFY(m_fixture->ready);
    const auto page = m_messages.list(m_fixture->partition(QStringLiteral("acme")), QStringLiteral("dialogue-1"), {});
    QCOMPARE(page.value().items.first().content, QByteArray("\"kept\""));
}

void tst_Partition::anErasedKey_makesTheRowsUnreadable()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    make(partition, QStringLiteral("dialogue-1"), {QStringLiteral("gone")});
    make(m_fixture->partition(QStringLiteral("globex")), QStringLiteral("dialogue-1"), {QStringLiteral("stays")});
    QVERIFY(m_fixture->file->keys().destroy(partition.key().bytes()));
    QCOMPARE(m_dialogues.get(partition, QStringLiteral("dialogue-1")).error().code, ErrorCode::Integrity);
    QVERIFY(m_dialogues.get(m_fixture->partition(QStringLiteral("globex")), QStringLiteral("dialogue-1")).has_value());
}

void tst_Partition::readersBesideAnErasure_neverTakeItForDamage()
{
    const Partition partition = m_fixture->partition(QStringLiteral("acme"));
    std::atomic<bool> isOver = false;
    std::atomic<int> found = 0;
    std::atomic<int> missed = 0;
    const auto readOn = [&] {
        while (!isOver) {
            const Result<Dialogue> read = m_dialogues.get(partition, QStringLiteral("dialogue-1"));
            if (read)
                ++found;
            else if (read.error().code == ErrorCode::DialogueNotFound)
                ++missed;
            else if (read.error().code != ErrorCode::StorageUnavailable) // while it is being erased
                return false;
        }
        return !m_fixture->file->isQuarantined(partition.key().bytes());
    };
    std::array readers{std::async(std::launch::async, readOn), std::async(std::launch::async, readOn)};
    int erased = 0;
    for (int i = 0; i < 300; ++i) {
        make(partition, QStringLiteral("dialogue-1"), {QStringLiteral("short-lived")});
        erased += partition.erase().result() ? 1 : 0;
    }
    isOver = true;
    QCOMPARE(erased, 300);
    for (std::future<bool> &reader : readers)
        QVERIFY(reader.get());
    QVERIFY(found > 0);
    QVERIFY(missed > 0);
}

CLOISTER_TEST(tst_Partition)
#include "tst_Partition.moc"
