#include "engine/search/EntryText.h"
#include "tests/search/SearchSamples.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;

namespace {

IndexEntry fullEntry()
{
    IndexEntry entry = cloister::test::messageEntry(QStringLiteral("dialogue-1"), QStringLiteral("message-ü"), 7,
                                                    QStringLiteral("Running dogs run: ORD-1234 東京"));
    entry.created = -5;
    entry.modified = 9'999'999'999'999;
    entry.hasImage = true;
    entry.tags = {QStringLiteral("a"), QStringLiteral("ünï"), QStringLiteral("\ufeffa")};
    entry.metadata = {{QStringLiteral("flag"), true}, {QStringLiteral("number"), -1.5},
                      {QStringLiteral("text"), QStringLiteral("x")},
                      {QStringLiteral("list"), QStringList{QStringLiteral("p"), QStringLiteral("q")}}};
    std::mt19937 random(1);
    cloister::test::setVector(entry, cloister::test::clusteredVector(random, 32, 3));
    entry.vectors.push_back(quantise(cloister::test::clusteredVector(random, 32, 3)));
    return entry;
}

quint32 countOf(const IndexEntry &entry, const char *stem)
{
    quint32 count = 0;
    for (const TermCount &term : entry.terms)
        count += term.stem == stem ? term.count : 0;
    return count;
}

} // namespace

class tst_IndexEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encode_decode_isTheSame();
    void decode_truncated_isRefused();
    void decode_longer_isRefused();
    void decode_flippedBits_neverCrash();
    void decode_hugeCounts_areRefused();
    void decode_embedderVersionBeyondAnInt_isRefused();
    void encode_embeddedWithoutText_waitsForNothing();
    void countWords_words_areCounted();
    void countWords_tooManyDifferentWords_theFirstCount();
    void entryOf_message_holdsTextAndName();
    void entryOf_blocks_leavesImagesOut();
    void entryOf_memory_holdsValueAndKeys();
    void entryOf_dialogue_holdsLabelAndMetadata();
    void metadataOf_kinds_areTyped();
};

void tst_IndexEntry::encode_decode_isTheSame()
{
    const IndexEntry full = fullEntry();
    QVERIFY(decode(encode(full)).value() == full);
    const IndexEntry empty;
    QVERIFY(decode(encode(empty)).value() == empty);
    IndexEntry changed = full;
    changed.vectors[1].values[3] ^= 1;
    QVERIFY(!(decode(encode(changed)).value() == full));
}

void tst_IndexEntry::decode_truncated_isRefused()
{
    const QByteArray bytes = encode(fullEntry());
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto entry = decode(bytes.left(size));
        QVERIFY2(!entry, qPrintable(QString::number(size)));
        QCOMPARE(entry.error().code, ErrorCode::Integrity);
    }
}

void tst_IndexEntry::decode_longer_isRefused()
{
    QVERIFY(!decode(encode(fullEntry()) + '\0'));
}

void tst_IndexEntry::decode_flippedBits_neverCrash()
{
    const QByteArray bytes = encode(fullEntry());
    std::mt19937 random(7);
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        QByteArray damaged = bytes;
        for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
            const auto at = static_cast<qsizetype>(random() % static_cast<uint32_t>(damaged.size()));
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (random() % 8)));
        }
        refused += decode(damaged) ? 0 : 1;
    }
    QVERIFY(refused > 1'000);
}

void tst_IndexEntry::decode_hugeCounts_areRefused()
{
    // The last byte of an empty entry counts its vectors, the one before its terms.
    const QByteArray bytes = encode(IndexEntry());
    QVERIFY(decode(bytes));
    for (const qsizetype fromEnd : {1, 2}) {
        QByteArray damaged = bytes;
        damaged.replace(bytes.size() - fromEnd, 1, QByteArray("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9));
        const auto entry = decode(damaged);
        QVERIFY(!entry);
        QCOMPARE(entry.error().code, ErrorCode::Integrity);
    }
}

void tst_IndexEntry::decode_embedderVersionBeyondAnInt_isRefused()
{
    IndexEntry entry = fullEntry();
    entry.embedder.version = std::numeric_limits<int>::max();
    QByteArray bytes = encode(entry);
    QVERIFY(decode(bytes).value() == entry);
    const QByteArray most("\xff\xff\xff\xff\x07");
    const qsizetype at = bytes.indexOf(most);
    QVERIFY(at > 0 && bytes.indexOf(most, at + 1) < 0);
    bytes[at + 4] = 0x08;
    QVERIFY(!decode(bytes));
}

// A picture alone has no vector and needs none: that it was looked at stays known.
void tst_IndexEntry::encode_embeddedWithoutText_waitsForNothing()
{
    IndexEntry entry = fullEntry();
    entry.vectors.clear();
    const QByteArray embedded = encode(entry);
    QVERIFY(decode(embedded).value() == entry);
    for (qsizetype size = 1; size < embedded.size(); ++size)
        QVERIFY(!decode(embedded.chopped(size)));
    entry.embedder = {};
    QVERIFY(decode(encode(entry)).value() == entry);
    QVERIFY(encode(entry) != embedded);
}

void tst_IndexEntry::countWords_tooManyDifferentWords_theFirstCount()
{
    QString text;
    for (size_t n = 0; n < kMostDifferentWords + 10; ++n)
        text += QString::number(100'000 + n) + QLatin1Char(' ');
    IndexEntry entry;
    static_cast<WordCounts &>(entry) = countWords(text + QStringLiteral("100000 100000"));
    QCOMPARE(entry.terms.size(), kMostDifferentWords);
    QCOMPARE(countOf(entry, "100000"), 3u);
    QCOMPARE(countOf(entry, "149999"), 1u);
    QCOMPARE(countOf(entry, "150000"), 0u);
}

void tst_IndexEntry::countWords_words_areCounted()
{
    IndexEntry entry;
    static_cast<WordCounts &>(entry) = countWords(QStringLiteral("The dog runs. Dogs running, ORD-1234!"));
    QCOMPARE(countOf(entry, "dog"), 2u);
    QCOMPARE(countOf(entry, "run"), 2u);
    QCOMPARE(countOf(entry, "ord-1234"), 1u);
    QCOMPARE(entry.length, 6u); // without "the", and the order number by its parts
    static_cast<WordCounts &>(entry) = countWords(QStringLiteral("other"));
    QCOMPARE(entry.terms.size(), size_t{1});
}

void tst_IndexEntry::entryOf_message_holdsTextAndName()
{
    Message message;
    message.id = QStringLiteral("m");
    message.dialogueId = QStringLiteral("d");
    message.name = QStringLiteral("Caroline");
    message.content = R"("I adopted a \u0070uppy")";
    const IndexEntry entry = entryOf(message);
    QVERIFY(entry.key == (EntryKey{SearchObject::Message, QStringLiteral("d"), QStringLiteral("m")}));
    QCOMPARE(countOf(entry, "puppi"), 1u);
    QCOMPARE(countOf(entry, "carolin"), 1u);
}

void tst_IndexEntry::entryOf_blocks_leavesImagesOut()
{
    const QString text = textOfContent(R"([{"type":"text","text":"a red kite"},)"
                                       R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},)"
                                       R"({"type":"tool_result","content":[{"type":"text","text":"found"}]}])");
    QCOMPARE(text, QStringLiteral("a red kite\nfound"));
    QCOMPARE(textOfContent("{broken"), QString());
}

void tst_IndexEntry::entryOf_memory_holdsValueAndKeys()
{
    Memory memory;
    memory.id = QStringLiteral("m");
    memory.label = QStringLiteral("Diet");
    memory.value = R"({"allergy": ["peanut"], "calories": 1800})";
    const IndexEntry entry = entryOf(memory);
    QCOMPARE(countOf(entry, "diet"), 1u);
    QCOMPARE(countOf(entry, "allergi"), 1u);
    QCOMPARE(countOf(entry, "peanut"), 1u);
    QCOMPARE(countOf(entry, "1800"), 1u);
}

void tst_IndexEntry::entryOf_dialogue_holdsLabelAndMetadata()
{
    Dialogue dialogue;
    dialogue.id = QStringLiteral("d");
    dialogue.label = QStringLiteral("Holiday plans");
    dialogue.metadata = R"({"city": "Lisbon", "people": ["Ana"]})";
    const IndexEntry entry = entryOf(dialogue);
    QCOMPARE(countOf(entry, "holiday"), 1u);
    QCOMPARE(countOf(entry, "lisbon"), 1u);
    QCOMPARE(countOf(entry, "ana"), 1u);
}

void tst_IndexEntry::metadataOf_kinds_areTyped()
{
    const Metadata metadata = metadataOf(R"({"a":true,"b":2,"c":"2","d":["x","y"],"e":null})");
    QCOMPARE(metadata.size(), 4);
    QVERIFY(metadata.value(QStringLiteral("a")) == MetadataValue(true));
    QVERIFY(metadata.value(QStringLiteral("b")) == MetadataValue(2.0));
    QVERIFY(metadata.value(QStringLiteral("c")) == MetadataValue(QStringLiteral("2")));
    QVERIFY(metadata.value(QStringLiteral("d")) == MetadataValue(QStringList{QStringLiteral("x"), QStringLiteral("y")}));
}

CLOISTER_TEST(tst_IndexEntry)
#include "tst_IndexEntry.moc"
