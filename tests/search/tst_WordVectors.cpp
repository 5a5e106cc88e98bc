#include "engine/search/WordVectors.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

#include <cmath>

using namespace cloister;
using namespace cloister::search;

class tst_WordVectors : public QObject
{
    Q_OBJECT

private:
    const std::shared_ptr<const WordVectors> m_words = WordVectors::load(test::tinyModel()).value();

private Q_SLOTS:
    void find_knownAndUnknown()
    {
        QCOMPARE(m_words->size(), 6);
        QCOMPARE(m_words->find(u"cat"), 0);
        QCOMPARE(m_words->find(u"invoice"), 4);
        QCOMPARE(m_words->find(u"ca"), -1);
        QCOMPARE(m_words->find(u"cats"), -1);
        QCOMPARE(m_words->find(u""), -1);
        QCOMPARE(m_words->find(u"\u65E5"), -1);
    }

    void cosine_isThatOfTheVectors()
    {
        QVERIFY(std::fabs(m_words->cosine(0, 0) - 1) < 1e-6F);
        QVERIFY(std::fabs(m_words->cosine(0, 1) - 0.8F) < 0.01F);
        QVERIFY(std::fabs(m_words->cosine(1, 2) - 0.96F) < 0.01F);
        QCOMPARE(m_words->cosine(0, 3), 0.0F);
        QCOMPARE(m_words->cosine(5, 5), 0.0F);
    }

    void nearest_overThreshold_bestFirst()
    {
        const std::vector<int> among{4, 3, 2, -1, 1, 0, 5};
        const auto near = m_words->nearest(0, among, 0.5F, 10);
        QCOMPARE(near.size(), 2);
        QCOMPARE(near.at(0).first, 1);
        QCOMPARE(near.at(1).first, 2);
        QCOMPARE(near.at(1).second, m_words->cosine(0, 2));
        QCOMPARE(m_words->nearest(0, among, 0.7F, 10).size(), 1);
        QCOMPARE(m_words->nearest(0, among, 0.5F, 1).size(), 1);
        QVERIFY(m_words->nearest(0, {}, 0.5F, 10).isEmpty());
    }

    void load_wordsWithoutVectors_isRefused()
    {
        QByteArray bytes = test::tinyModelBytes();
        bytes.replace("word.vectors", "word.uectors");
        const auto file = ModelFile::parse(test::withValidChecksum(bytes));
        QVERIFY(file);
        QCOMPARE(WordVectors::load(*file).error().code, ErrorCode::Integrity);
    }

    void builtModel_relatedWords_areNearest()
    {
        const auto file = ModelFile::open(qEnvironmentVariable("CLOISTER_MODEL", ModelFile::installedPath()));
        QVERIFY2(file, "no model: build the target \"model\" first, or name its file in CLOISTER_MODEL");
        const auto words = WordVectors::load(*file).value();
        QCOMPARE(words->size(), 50'000);
        QCOMPARE(words->find(u"the"), 0);
        const std::vector<int> among{words->find(u"doctor"), words->find(u"hospital"), words->find(u"violin"),
                                     words->find(u"piano"), words->find(u"tuesday")};
        const auto near = words->nearest(words->find(u"guitar"), among, 0.5F, 30);
        QCOMPARE(near.size(), 2);
        QVERIFY(near.at(0).first == words->find(u"piano") || near.at(0).first == words->find(u"violin"));
    }
};

CLOISTER_TEST(tst_WordVectors)
#include "tst_WordVectors.moc"
