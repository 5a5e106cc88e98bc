// DUR-3: a project file that somebody changed. Whoever holds the file's key but not the namespace's may move, swap and
// zero sealed values; whoever holds no key may flip bits, zero and swap pages. Every such change is an error or changes
// nothing that is read; the other namespaces go on.
#include "tests/support/PartitionFixture.h"
#include "tests/support/Test.h"

#include "engine/crypto/Digest.h"
#include "engine/service/DialogueService.h"
#include "engine/service/MessageService.h"

#include <QFile>
#include <QRandomGenerator>

using namespace cloister;

class tst_Tamper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void changedValues_doNotOpen_data();
    void changedValues_doNotOpen();
    void theSameValueWrittenBack_opens();
    void changedPages_areReportedOrChangeNothing_data();
    void changedPages_areReportedOrChangeNothing();
    void anUnsealedCopyOfTheCheck_wouldNotNotice();

private:
    void fill(const QString &nameSpace);
    /// Everything a namespace answers, or the error of the first read that failed.
    Result<QByteArray> answers(const QString &nameSpace) const;
    void execute(const QByteArray &sql);
    QString dataFile() const { return m_fixture->folder.filePath(QStringLiteral("p/project.db")); }

    std::unique_ptr<PartitionFixture> m_fixture;
    DialogueService m_dialogues;
    MessageService m_messages;
};

void tst_Tamper::init()
{
    m_fixture = std::make_unique<PartitionFixture>();
    QVERIFY(m_fixture->ready);
    fill(QStringLiteral("victim"));
    fill(QStringLiteral("healthy"));
}

void tst_Tamper::fill(const QString &nameSpace)
{
    for (int d = 0; d < 6; ++d) {
        NewDialogue asked;
        asked.id = QStringLiteral("dialogue-%1").arg(d);
        asked.metadata = "{\"of\":\"" + nameSpace.toUtf8() + "\"}";
        asked.hasMessages = true;
        for (int m = 0; m < 5; ++m) {
            NewMessage message;
            message.id = QStringLiteral("message-%1").arg(m);
            message.role = QStringLiteral("user");
            message.content = "\"" + nameSpace.toUtf8() + QByteArray(600 + 10 * m, 'a' + static_cast<char>(d)) + "\"";
            asked.messages.append(message);
        }
        QVERIFY(m_dialogues.create(m_fixture->partition(nameSpace), asked, {}).result().has_value());
    }
}

Result<QByteArray> tst_Tamper::answers(const QString &nameSpace) const
{
    const Partition partition = m_fixture->partition(nameSpace);
    QByteArray all;
    for (int d = 0; d < 6; ++d) {
        const QString id = QStringLiteral("dialogue-%1").arg(d);
        CLOISTER_ASSIGN(const Dialogue dialogue, m_dialogues.get(partition, id));
        all += dialogue.metadata + dialogue.state;
        CLOISTER_ASSIGN(const Page<Message> page, m_messages.list(partition, id, {}));
        for (const Message &message : page.items)
            all += message.id.toUtf8() + message.content + message.metadata;
    }
    return all;
}

// Runs SQL on the closed file as one who has its key, then opens it again.
void tst_Tamper::execute(const QByteArray &sql)
{
    m_fixture->file.reset();
    {
        const crypto::SecretKey key = crypto::subkey(m_fixture->projectKey, 1, "projdata");
        auto connection = storage::Connection::open(
            {.path = dataFile(), .key = key.bytes(), .role = storage::Role::Writer, .request = false});
        QVERIFY(connection.has_value());
        QVERIFY((*connection)->execute(sql).has_value());
    }
    m_fixture->reopen();
    QVERIFY(m_fixture->ready);
}

void tst_Tamper::changedValues_doNotOpen_data()
{
    QTest::addColumn<QByteArray>("sql");
    const QByteArray victim = "pk = 'DIALOGUE#victim#proj0001'";
    const QByteArray healthy = "pk = 'DIALOGUE#healthy#proj0001'";
    QTest::newRow("content of another message")
        << QByteArray("UPDATE message SET content = (SELECT content FROM message WHERE " + victim
               + " AND dialogue_id = 'dialogue-1' AND id = 'message-1') WHERE " + victim
               + " AND dialogue_id = 'dialogue-0' AND id = 'message-1'");
    QTest::newRow("content of the same message in another namespace")
        << QByteArray("UPDATE message SET content = (SELECT content FROM message AS other WHERE other." + healthy
               + " AND other.dialogue_id = message.dialogue_id AND other.id = message.id) WHERE " + victim);
    QTest::newRow("metadata where content stood")
        << QByteArray("UPDATE message SET content = metadata WHERE " + victim);
    QTest::newRow("a message moved in its dialogue")
        << QByteArray("UPDATE message SET seq = seq + 1000 WHERE " + victim + " AND dialogue_id = 'dialogue-2'");
    QTest::newRow("a message moved to another dialogue")
        << QByteArray("UPDATE message SET dialogue_id = 'dialogue-4', seq = seq + 1000 WHERE " + victim
               + " AND dialogue_id = 'dialogue-3' AND id = 'message-0'");
    QTest::newRow("a value zeroed") << QByteArray("UPDATE dialogue SET metadata = zeroblob(length(metadata)) WHERE " + victim);
    QTest::newRow("a value cut") << QByteArray("UPDATE message SET content = substr(content, 1, 60) WHERE " + victim);
    QTest::newRow("a value emptied") << QByteArray("UPDATE dialogue SET state = x'' WHERE " + victim);
    QTest::newRow("rows of another namespace brought in")
        << QByteArray("DELETE FROM dialogue WHERE " + victim
               + "; UPDATE dialogue SET pk = 'DIALOGUE#victim#proj0001' WHERE " + healthy);
}

void tst_Tamper::changedValues_doNotOpen()
{
    QFETCH(const QByteArray, sql);
    QVERIFY(answers(QStringLiteral("victim")).has_value());
    execute(sql);
    const Result<QByteArray> read = answers(QStringLiteral("victim"));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Integrity);
    const Result<QByteArray> again = answers(QStringLiteral("victim"));
    QCOMPARE(again.error().code, ErrorCode::StorageUnavailable); // in quarantine
    if (!sql.contains("SET pk"))
        QVERIFY(answers(QStringLiteral("healthy")).has_value());
}

void tst_Tamper::theSameValueWrittenBack_opens()
{
    execute("UPDATE message SET content = content; UPDATE dialogue SET metadata = metadata");
    QVERIFY(answers(QStringLiteral("victim")).has_value());
}

void tst_Tamper::changedPages_areReportedOrChangeNothing_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("one bit flipped") << 0;
    QTest::newRow("a page zeroed") << 1;
    QTest::newRow("two pages swapped") << 2;
    QTest::newRow("the end cut off") << 3;
}

static QByteArray damaged(QByteArray bytes, int kind, QRandomGenerator &random)
{
    static constexpr int kPage = 4096;
    const auto pages = static_cast<int>(bytes.size() / kPage);
    const int page = random.bounded(pages);
    switch (kind) {
    case 0: {
        const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
        bytes[at] = static_cast<char>(bytes.at(at) ^ (1 << random.bounded(8)));
        break;
    }
    case 1: bytes.replace(page * kPage, kPage, QByteArray(kPage, '\0')); break;
    case 2: {
        const int other = (page + 1 + random.bounded(pages - 1)) % pages;
        const QByteArray first = bytes.mid(page * kPage, kPage);
        bytes.replace(page * kPage, kPage, bytes.mid(other * kPage, kPage));
        bytes.replace(other * kPage, kPage, first);
        break;
    }
    default: bytes.truncate(page * kPage); break;
    }
    return bytes;
}

void tst_Tamper::changedPages_areReportedOrChangeNothing()
{
    QFETCH(const int, kind);
    const QByteArray victim = answers(QStringLiteral("victim")).value();
    const QByteArray healthy = answers(QStringLiteral("healthy")).value();
    m_fixture->file.reset();
    QFile file(dataFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    file.close();
    QRandomGenerator random(42 + static_cast<quint32>(kind));
    int reported = 0;
    for (int round = 0; round < 25; ++round) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(damaged(whole, kind, random));
        file.close();
        m_fixture->ready = true;
        m_fixture->reopen();
        if (!m_fixture->ready) {
            ++reported;
            continue;
        }
        for (const auto &[name, expected] : {std::pair("victim", victim), std::pair("healthy", healthy)}) {
            const Result<QByteArray> read = answers(QString::fromLatin1(name));
            if (read)
                QCOMPARE(*read, expected);
            else
                ++reported;
        }
        m_fixture->file.reset();
    }
    QVERIFY2(reported > 0, "no damage of 25 was noticed");
}

// The negative control: the same moves on values that are not bound to their place go unnoticed.
void tst_Tamper::anUnsealedCopyOfTheCheck_wouldNotNotice()
{
    const auto key = std::make_shared<NamespaceKey>(NamespaceKey{crypto::SecretKey::random(), 1, {}});
    const Sealer sealer(PartitionKey(QStringLiteral("victim"), QStringLiteral("proj0001")), key);
    const QByteArray bound = sealer.seal({QLatin1String("message.content"), QStringLiteral("a/1"), 0}, "text");
    QVERIFY(!sealer.open({QLatin1String("message.content"), QStringLiteral("a/2"), 0}, bound).has_value());
    const QByteArray loose = sealer.seal({QLatin1String("any"), QStringLiteral("any"), 0}, "text");
    QVERIFY(sealer.open({QLatin1String("any"), QStringLiteral("any"), 0}, loose).has_value());
}

CLOISTER_TEST(tst_Tamper)
#include "tst_Tamper.moc"
