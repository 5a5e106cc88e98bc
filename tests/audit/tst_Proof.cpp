#include "engine/audit/proof/LogLine.h"
#include "engine/audit/proof/MerkleTree.h"
#include "engine/crypto/Digest.h"
#include "tests/audit/SampleLog.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::test;
using audit::LogLine;
using audit::MerkleTree;
using audit::SignedCheckpoint;

/// Trees, checkpoints and the lines of an exported log.
class tst_Proof : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_log.isReady); }
    void tree_root_isThatOfTheDefinition();
    void tree_knownValues_agree();
    void tree_resumed_goesOnAsBefore();
    void tree_damagedFrontier_isRefused();
    void checkpoint_line_isReadBack();
    void checkpoint_anyByteChanged_isRefusedOrUnsigned();
    void line_event_isShown();
    void line_anythingElse_isBroken_data();
    void line_anythingElse_isBroken();

private:
    static QByteArray byDefinition(const QByteArrayList &leaves);

    const SampleLog m_log{3, 3};
};

// RFC 6962, section 2.1: split at the largest power of two below the number of leaves.
QByteArray tst_Proof::byDefinition(const QByteArrayList &leaves)
{
    if (leaves.isEmpty())
        return crypto::sha256({});
    if (leaves.size() == 1)
        return crypto::sha256(QByteArray(1, '\0') + leaves.first());
    qsizetype left = 1;
    while (left * 2 < leaves.size())
        left *= 2;
    return crypto::sha256(QByteArray(1, '\1') + byDefinition(leaves.mid(0, left)) + byDefinition(leaves.mid(left)));
}

void tst_Proof::tree_root_isThatOfTheDefinition()
{
    MerkleTree tree;
    QByteArrayList leaves;
    QCOMPARE(tree.root(), byDefinition(leaves));
    for (int i = 0; i < 70; ++i) {
        leaves.append(crypto::sha256(QByteArray::number(i)));
        tree.add(leaves.last());
        QCOMPARE(tree.root(), byDefinition(leaves));
        QCOMPARE(tree.size(), leaves.size());
    }
}

void tst_Proof::tree_knownValues_agree()
{
    MerkleTree tree;
    QCOMPARE(tree.root().toHex(), QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    tree.add({});
    QCOMPARE(tree.root().toHex(), QByteArray("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
}

void tst_Proof::tree_resumed_goesOnAsBefore()
{
    MerkleTree whole;
    for (int i = 0; i < 100; ++i) {
        const auto resumed = MerkleTree::resume(whole.size(), whole.frontier());
        QVERIFY(resumed.has_value());
        MerkleTree next = *resumed;
        whole.add(crypto::sha256(QByteArray::number(i)));
        next.add(crypto::sha256(QByteArray::number(i)));
        QCOMPARE(next.root(), whole.root());
    }
}

void tst_Proof::tree_damagedFrontier_isRefused()
{
    MerkleTree tree;
    for (int i = 0; i < 7; ++i)
        tree.add(crypto::sha256({}));
    QVERIFY(MerkleTree::resume(7, tree.frontier()).has_value());
    QVERIFY(!MerkleTree::resume(8, tree.frontier()).has_value());
    QVERIFY(!MerkleTree::resume(7, tree.frontier().chopped(1)).has_value());
    QVERIFY(!MerkleTree::resume(-1, {}).has_value());
}

void tst_Proof::checkpoint_line_isReadBack()
{
    const SignedCheckpoint &checkpoint = m_log.checkpoints.first();
    const auto read = SignedCheckpoint::readLine(checkpoint.line());
    QVERIFY(read.has_value());
    QVERIFY(read->isSignedBy(m_log.publicKey()));
    QCOMPARE(read->line(), checkpoint.line());
    QCOMPARE(read->what.seq, 3);
    QCOMPARE(read->what.chain, QStringLiteral("p1"));
    QCOMPARE(read->what.head, m_log.entries.at(2).hash);
    // What is signed says what it is for.
    QVERIFY(!crypto::SigningKey::verify(m_log.publicKey(), checkpoint.body, checkpoint.signature));
}

void tst_Proof::checkpoint_anyByteChanged_isRefusedOrUnsigned()
{
    const QByteArray line = m_log.checkpoints.first().line();
    for (qsizetype at = 0; at < line.size(); ++at) {
        QByteArray changed = line;
        changed[at] = char(changed.at(at) ^ 1);
        const auto read = SignedCheckpoint::readLine(changed);
        QVERIFY2(!read || !read->isSignedBy(m_log.publicKey()), changed.constData());
    }
}

void tst_Proof::line_event_isShown()
{
    audit::LogVerifier verifier(m_log.publicKey());
    for (const SampleLog::Entry &entry : m_log.entries)
        LogLine::show(LogLine::ofEvent(entry.body, entry.hash), verifier);
    LogLine::show(m_log.checkpoints.first().line(), verifier);
    const audit::LogVerdict verdict = verifier.verdict();
    QCOMPARE(verdict.problems, QStringList());
    QCOMPARE(verdict.integrity, audit::Proof::Holds);
}

void tst_Proof::line_anythingElse_isBroken_data()
{
    QTest::addColumn<QByteArray>("line");
    const QByteArray good = LogLine::ofEvent(m_log.entries.first().body, m_log.entries.first().hash);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a text") << QByteArray("hello");
    QTest::newRow("JSON") << QByteArray("{}");
    QTest::newRow("white space before") << QByteArray(' ' + good);
    QTest::newRow("white space after") << QByteArray(good + ' ');
    QTest::newRow("another member") << QByteArray(good.chopped(1) + ",\"namespace\":\"acme\"}");
    QTest::newRow("capital digits") << QByteArray(good.chopped(66) + good.right(66).toUpper());
    QTest::newRow("a hash cut short") << QByteArray(good.chopped(3) + "\"}");
    QTest::newRow("an empty event") << QByteArray("{\"event\":{},\"hash\":\"" + QByteArray(64, '0') + "\"}");
    QTest::newRow("an empty checkpoint") << QByteArray("{\"checkpoint\":{},\"signature\":\"\"}");
}

void tst_Proof::line_anythingElse_isBroken()
{
    QFETCH(QByteArray, line);
    audit::LogVerifier verifier(m_log.publicKey());
    LogLine::show(line, verifier);
    QVERIFY(verifier.isBroken());
    QCOMPARE(verifier.verdict().firstBad, std::optional<qint64>(1));
}

CLOISTER_TEST(tst_Proof)
#include "tst_Proof.moc"
