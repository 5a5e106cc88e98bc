#include "engine/search/UnigramTokenizer.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;

// Ids of the tiny model: 6 the space mark, 7 to 32 the letters, 33 the, 34 cat, 35 dog, 36 sat, 37 on, 38 mat, 39 "at".
static constexpr int kMark = 6;
static constexpr int kAt = 39;

static int letter(char c)
{
    return 7 + c - 'a';
}

class tst_UnigramTokenizer : public QObject
{
    Q_OBJECT

private:
    const UnigramTokenizer m_tokenizer = UnigramTokenizer::load(*test::tinyModel()).value();

    void compare(const QString &text, const std::vector<int> &expected)
    {
        const std::vector<int> ids = m_tokenizer.encode(text);
        QCOMPARE(QList<int>(ids.begin(), ids.end()), QList<int>(expected.begin(), expected.end()));
    }

private Q_SLOTS:
    void encode_knownWords_areOnePieceEach() { compare(QStringLiteral("the cat sat"), {33, 34, 36}); }

    void encode_unknownWord_isSpelledWithBestScore()
    {
        compare(QStringLiteral("bat"), {kMark, letter('b'), kAt});
        compare(QStringLiteral("cats"), {34, letter('s')});
    }

    void encode_whiteSpaceAndControls_countAsOneSpace()
    {
        compare(QStringLiteral("  the\t\n cat\u00A0\u0007sat "), {33, 34, 36});
    }

    void encode_compatibleForms_areFolded() { compare(QStringLiteral("\uFF43\uFF41\uFF54"), {34}); }

    void encode_case_isKept() { compare(QStringLiteral("A"), {kMark, 0}); }

    void encode_unknownCharacters_mergeIntoOne()
    {
        compare(QStringLiteral("\u65E5\u672C\u8A9E"), {kMark, 0});
        compare(QStringLiteral("a\U0001F642\U0001F642b"), {kMark, letter('a'), 0, letter('b')});
    }

    void encode_nothing_isEmpty()
    {
        compare(QString(), {});
        compare(QStringLiteral(" \n "), {});
    }

    void encode_most_cutsTheRest()
    {
        const std::vector<int> ids = m_tokenizer.encode(QStringLiteral("the cat sat on the mat"), 2);
        QCOMPARE(QList<int>(ids.begin(), ids.end()), (QList<int>{33, 34}));
        QVERIFY(m_tokenizer.encode(QStringLiteral("the"), 0).empty());
    }

    void encode_endlessWord_staysExactAndBounded()
    {
        const std::vector<int> ids = m_tokenizer.encode(QString(100'000, QLatin1Char('z')));
        QCOMPARE(ids.size(), size_t(100'001));
        QCOMPARE(ids.at(0), kMark);
        QCOMPARE(std::count(ids.begin(), ids.end(), letter('z')), 100'000);
    }

    void encode_endlessSurrogates_areNotTornApart()
    {
        QString text;
        for (int i = 0; i < 2000; ++i)
            text += QStringLiteral("\U0001F642");
        compare(QLatin1Char('x') + text, {kMark, letter('x'), 0});
    }

    void encode_loneSurrogate_isUnknown() { compare(QString(QChar(0xD800)), {kMark, 0}); }
};

CLOISTER_TEST(tst_UnigramTokenizer)
#include "tst_UnigramTokenizer.moc"
