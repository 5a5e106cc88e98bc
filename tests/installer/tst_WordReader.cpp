#include "installer/model/WordReader.h"
#include "tests/support/Test.h"

#include <QBuffer>

using namespace cloister;
using cloister::conversion::WordReader;
using cloister::conversion::Words;

static Result<Words> readWords(QByteArray json, int most)
{
    QBuffer buffer(&json);
    buffer.open(QIODevice::ReadOnly);
    return WordReader(buffer).read(most);
}

class tst_WordReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_wordsInAnotherOrder_keepsTheFirstWords()
    {
        // Written with apostrophes for the quotes.
        QByteArray json = "{'precision':8,'dimensions':2,'words':['the','\\\'','\\u00e9'],\n"
                          "'vectors':{'1990':[9,9,9,4], '\\\'':[3.5,-4e-1,1,1],'the' : [ 1 , 2 , 3 , 0 ],"
                          "'\\u00e9':[0,0,0,2]},'end':0}";
        const auto words = readWords(json.replace('\'', '"'), 2);
        QVERIFY2(words, words ? "" : qPrintable(words.error().detail));
        QCOMPARE(words->dimensions, 2);
        QVERIFY(words->names == (std::vector<std::string>{"the", "\""}));
        QVERIFY(words->values == (std::vector<float>{1, 2, 3.5F, -0.4F}));
    }

    void read_fewerWordsThanWanted_keepsAll()
    {
        const auto words = readWords(R"({"dimensions":1,"words":["\u00e9"],"vectors":{"é":[1]}})", 50);
        QVERIFY(words);
        QVERIFY(words->names == std::vector<std::string>{"é"});
    }

    void read_anyCut_isRefused()
    {
        const QByteArray json = R"({"dimensions":1,"words":["a","b"],"vectors":{"a":[1],"b":[2]}})";
        QVERIFY(readWords(json, 2));
        for (qsizetype size = 0; size < json.size() - 2; ++size)
            QVERIFY2(!readWords(json.first(size), 2), qPrintable(QString::number(size)));
    }

    void read_otherForms_areRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("list") << QByteArray(R"(["a"])");
        QTest::newRow("vectors first") << QByteArray(R"({"vectors":{"a":[1]},"words":["a"],"dimensions":1})");
        QTest::newRow("no dimensions") << QByteArray(R"({"words":["a"],"vectors":{"a":[1]}})");
        QTest::newRow("short vector") << QByteArray(R"({"dimensions":2,"words":["a"],"vectors":{"a":[1]}})");
        QTest::newRow("word without vector") << QByteArray(R"({"dimensions":1,"words":["a"],"vectors":{"b":[1]}})");
        QTest::newRow("text in vector") << QByteArray(R"({"dimensions":1,"words":["a"],"vectors":{"a":["1"]}})");
        QTest::newRow("unknown escape") << QByteArray(R"({"dimensions":1,"words":["\x"],"vectors":{"a":[1]}})");
        QTest::newRow("endless number") << "{\"dimensions\":" + QByteArray(1000, '1') + "}";
    }

    void read_otherForms_areRefused()
    {
        QFETCH(QByteArray, json);
        const auto words = readWords(json, 10);
        QVERIFY(!words);
        QCOMPARE(words.error().code, ErrorCode::Integrity);
    }
};

CLOISTER_TEST(tst_WordReader)
#include "tst_WordReader.moc"
