// DEL-1, the search's part: what was deleted is in no page of the project's file, not even in a free one. The storage's
// own encryption is taken off, so that what is looked for is seen when it is there.
#include "engine/crypto/Digest.h"
#include "engine/partition/SearchImageStore.h"
#include "engine/partition/SearchStore.h"
#include "engine/service/Embedding.h"
#include "engine/service/IndexUpkeep.h"
#include "tests/support/SearchFixture.h"

#include <QFile>
#include <QtEndian>

#include <openssl/evp.h>

using namespace cloister;
using namespace cloister::test;

class tst_SearchErasure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDeletedMessage_leavesNoByte();
    void aDeletedDialogue_leavesNoByte();
    void anErasedNamespace_leavesNoByte();
    void vectorsOfAnErasedNamespace_areNotItsSuccessors();

private:
    QByteArray pages(const char *suffix);
    QByteArrayList sealedRows(const char *sql);
    QByteArrayList rowsOfSearch();
    int countOnDisk(const QByteArrayList &values);
    bool closed();

    std::unique_ptr<SearchFixture> m_fixture;
};

static const QString kErasedSpace = QStringLiteral("acme");

// Forty messages, and an index that takes twenty for many: it has a saved graph.
void tst_SearchErasure::init()
{
    m_fixture = std::make_unique<SearchFixture>();
    QVERIFY(m_fixture->create());
    search::PartitionIndex::Options options = m_fixture->workspace->indexes()->options();
    options.limits = {20, 10};
    m_fixture->workspace->indexes()->setOptions(options);
    QStringList texts;
    for (int i = 0; i < 40; ++i)
        texts.append(QStringLiteral("sentence number %1 about thing%2").arg(i).arg(i % 7));
    QVERIFY(m_fixture->talk(kErasedSpace, QStringLiteral("first"), texts));
    QVERIFY(m_fixture->talk(kErasedSpace, QStringLiteral("second"), {QStringLiteral("stays")}));
    QVERIFY(m_fixture->settle(kErasedSpace));
    QVERIFY(IndexUpkeep(10).run(m_fixture->partition(kErasedSpace)).has_value());
}

// Every page of the file or of its write-ahead log as SQLite sees it: AES-256 in CBC mode, 48 bytes at the end of a page
// kept for the initial vector and the authentication.
QByteArray tst_SearchErasure::pages(const char *suffix)
{
    constexpr qsizetype kPage = 4096;
    constexpr qsizetype kReserve = 48;
    const bool isLog = qstrlen(suffix) > 0;
    QFile file(m_fixture->file("projects/") + m_fixture->projectId + QLatin1String("/project.db") + QLatin1String(suffix));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray raw = file.readAll();
    const auto key = crypto::subkey(*m_fixture->workspace->keystore().projectKey(m_fixture->projectId), 1, "projdata");
    QByteArray plain;
    const qsizetype step = isLog ? kPage + 24 : kPage; // a frame of the log has a head
    for (qsizetype at = isLog ? 32 : 0; at + step <= raw.size(); at += step) {
        const qsizetype begin = at + (isLog ? 24 : 0);
        // The first page starts with the salt, in clear.
        const bool isFirst = isLog ? qFromBigEndian<quint32>(raw.constData() + at) == 1 : at == 0;
        const qsizetype skipped = isFirst ? 16 : 0;
        const auto *from = reinterpret_cast<const unsigned char *>(raw.constData() + begin + skipped);
        const auto *iv = reinterpret_cast<const unsigned char *>(raw.constData() + begin + kPage - kReserve);
        QByteArray page(kPage, '\0');
        int size = 0;
        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), nullptr, key.bytes().data(), iv);
        EVP_CIPHER_CTX_set_padding(context, 0);
        EVP_DecryptUpdate(context, reinterpret_cast<unsigned char *>(page.data()), &size, from,
            static_cast<int>(kPage - kReserve - skipped));
        EVP_CIPHER_CTX_free(context);
        plain += page.left(size);
    }
    return plain;
}

QByteArrayList tst_SearchErasure::sealedRows(const char *sql)
{
    const auto file = m_fixture->workspace->project(m_fixture->projectId);
    const auto lease = (*file)->readers().lease();
    auto statement = lease->connection().prepare(sql);
    QByteArrayList rows;
    while (statement.next())
        rows.append(statement.blob(0));
    return rows;
}

QByteArrayList tst_SearchErasure::rowsOfSearch()
{
    return sealedRows("SELECT entry FROM search_entry WHERE object = 'message' AND id >= 'first/' AND id < 'first0'")
        + sealedRows("SELECT image FROM search_image");
}

// How many of the sealed values are there, by their beginnings: the rest may stand on another page.
int tst_SearchErasure::countOnDisk(const QByteArrayList &values)
{
    const QByteArray all = pages("") + pages("-wal");
    int count = 0;
    for (const QByteArray &value : values)
        count += all.contains(value.left(40));
    return count;
}

// Closing writes the log into the file.
bool tst_SearchErasure::closed()
{
    return m_fixture->open();
}

void tst_SearchErasure::aDeletedMessage_leavesNoByte()
{
    const QByteArrayList values
        = sealedRows("SELECT entry FROM search_entry WHERE object = 'message' AND id = 'first/first-5'")
        + sealedRows("SELECT image FROM search_image");
    QVERIFY(values.size() >= 3);
    QVERIFY(closed());
    QCOMPARE(countOnDisk(values), values.size()); // seen as long as they are there
    QVERIFY(m_fixture->engine->messages
                .remove(m_fixture->partition(kErasedSpace), QStringLiteral("first"), QStringLiteral("first-5"))
                .result());
    QVERIFY(closed());
    QCOMPARE(countOnDisk(values), 0);
}

void tst_SearchErasure::aDeletedDialogue_leavesNoByte()
{
    const QByteArrayList values = rowsOfSearch();
    QVERIFY(values.size() >= 42);
    QVERIFY(closed());
    QCOMPARE(countOnDisk(values), values.size());
    QVERIFY(m_fixture->engine->dialogues.remove(m_fixture->partition(kErasedSpace), QStringLiteral("first")).result());
    QVERIFY(closed());
    QCOMPARE(countOnDisk(values), 0);
    QCOMPARE(m_fixture->findWords(kErasedSpace, QStringLiteral("stays")), QStringList(QStringLiteral("second-1")));
}

void tst_SearchErasure::anErasedNamespace_leavesNoByte()
{
    const QByteArrayList values = rowsOfSearch();
    QVERIFY(values.size() >= 42);
    QVERIFY(m_fixture->partition(kErasedSpace).loadedIndex());
    QVERIFY(m_fixture->partition(kErasedSpace).erase().result());
    QVERIFY(!m_fixture->workspace->indexes()->cache().find(
        PartitionKey(kErasedSpace, m_fixture->projectId).bytes()));
    QVERIFY(closed());
    QCOMPARE(countOnDisk(values), 0);
    QVERIFY(m_fixture->find(kErasedSpace, QStringLiteral("thing3")).isEmpty());
}

namespace {

/// Lets something happen while vectors are made for the first time.
class EmbedderWithAPause : public search::Embedder
{
public:
    explicit EmbedderWithAPause(std::function<void()> meanwhile) : m_meanwhile(std::move(meanwhile)) {}

    search::EmbedderId id() const override { return {QStringLiteral("pause"), 1, 2}; }
    Result<QList<std::vector<float>>> embed(const QStringList &texts) override
    {
        if (m_meanwhile)
            std::exchange(m_meanwhile, {})();
        return QList<std::vector<float>>(texts.size(), {1.0f, 0.0f});
    }
    int maxTokens() const override { return 100; }
    int countTokens(const QString &text) const override { return static_cast<int>(text.size() / 4); }

private:
    std::function<void()> m_meanwhile;
};

} // namespace

// The last message stays the same, but what is embedded with it, the one before it, does not.
void tst_SearchErasure::vectorsOfAnErasedNamespace_areNotItsSuccessors()
{
    const QString space = QStringLiteral("short");
    const auto talk = [&](const QString &first) {
        return m_fixture->talk(space, QStringLiteral("talk-1"), {first, QStringLiteral("and the same again")});
    };
    QVERIFY(talk(QStringLiteral("a secret of the erased")));
    bool isReplaced = false;
    EmbedderWithAPause embedder([&] {
        isReplaced = m_fixture->partition(space).erase().result().has_value() && talk(QStringLiteral("something else"));
    });
    QCOMPARE(embedSome(m_fixture->partition(space), embedder).value_or(0), 3);
    QVERIFY(isReplaced);
    const auto waiting = m_fixture->partition(space).read<qint64>(
        [&](PartitionSession &session) { return SearchStore(session).countOutside(embedder.id()); });
    QCOMPARE(waiting.value_or(0), 3);
    QCOMPARE(embedSome(m_fixture->partition(space), embedder).value_or(0), 3);
}

CLOISTER_TEST(tst_SearchErasure)
#include "tst_SearchErasure.moc"
