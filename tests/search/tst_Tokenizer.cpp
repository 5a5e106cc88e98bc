#include "engine/search/Tokenizer.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>

using namespace cloister::search;

namespace {

QStringList forms(const QString &text, Language language = Language::English)
{
    QStringList all;
    for (const Token &token : tokenize(text, language))
        all.append(QString::fromStdString(token.form));
    return all;
}

QStringList stems(const QString &text, Language language)
{
    QStringList all;
    for (const Token &token : tokenize(text, language))
        all.append(QString::fromStdString(token.stem));
    return all;
}

} // namespace

class tst_Tokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokenize_text_givesForms_data();
    void tokenize_text_givesForms();
    void tokenize_inflected_sharesStem();
    void tokenize_stopWords_areMarked();
    void tokenize_accents_makeNoDifference();
    void tokenize_compound_wholeIsMarked();
    void tokenize_hostileText_staysLinear_data();
    void tokenize_hostileText_staysLinear();
    void tokenize_loneSurrogates_areSafe();
    void guess_text_isLanguage_data();
    void guess_text_isLanguage();
};

void tst_Tokenizer::tokenize_text_givesForms_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("plain", "Hello, World!", "hello|world");
    row("empty", "  ,. ", "");
    row("order number", "see ORD-1234 now", "see|ord|1234|ord-1234|now");
    row("snake case", "user_id", "user|id|user_id");
    row("camel case", "getState", "get|state|getstate");
    row("capitals", "HTTPServer", "http|server|httpserver");
    row("mail", "a.b@example.com", "a|b|example|com|a.b@example.com");
    row("end of sentence", "done. Next", "done|next");
    row("dash between spaces", "one - two", "one|two");
    row("contraction", "I don't", "i|dont");
    row("curly apostrophe", "don\xE2\x80\x99t", "dont");
    row("possessive", "Anna's dog", "anna|dog");
    row("elision", "l'homme", "l|homme");
    row("accents", "Caf\xC3\xA9 \xC3\x9C" "ber Stra\xC3\x9F" "e", "cafe|uber|strasse");
    row("decomposed accent", "Cafe\xCC\x81", "cafe");
    row("full width", "\xEF\xBC\xA1\xEF\xBC\xA2", "ab");
    row("Japanese", "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD", "\xE6\x9D\xB1\xE4\xBA\xAC|\xE4\xBA\xAC\xE9\x83\xBD");
    row("one Chinese character", "\xE7\x8C\xAB", "\xE7\x8C\xAB");
    row("mixed scripts", "abc\xE6\x9D\xB1\xE4\xBA\xAC" "9", "abc|\xE6\x9D\xB1\xE4\xBA\xAC|9");
    row("Korean stays a word", "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4 x", "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4|x");
    row("Russian", "\xD0\x9C\xD0\xBE\xD0\xB9", "\xD0\xBC\xD0\xBE\xD0\xB9");
    row("pictograph", "ok \xF0\x9F\x8E\x89", "ok|\xF0\x9F\x8E\x89");
}

void tst_Tokenizer::tokenize_text_givesForms()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(forms(text).join(QLatin1Char('|')), expected);
}

void tst_Tokenizer::tokenize_inflected_sharesStem()
{
    QCOMPARE(stems(QStringLiteral("running runs"), Language::English), QStringList({QStringLiteral("run"), QStringLiteral("run")}));
    QCOMPARE(stems(QStringLiteral("Häuser"), Language::German), stems(QStringLiteral("Haus"), Language::German));
    QCOMPARE(stems(QStringLiteral("gatos"), Language::Spanish), stems(QStringLiteral("gato"), Language::Spanish));
}

void tst_Tokenizer::tokenize_stopWords_areMarked()
{
    const auto tokens = tokenize(QStringLiteral("the cat isn't here"), Language::English);
    QCOMPARE(tokens.size(), size_t{4});
    QVERIFY(tokens[0].isStopWord);
    QVERIFY(!tokens[1].isStopWord);
    QVERIFY(tokens[2].isStopWord);
    QVERIFY(!tokenize(QStringLiteral("die"), Language::English)[0].isStopWord);
    QVERIFY(tokenize(QStringLiteral("die"), Language::German)[0].isStopWord);
}

void tst_Tokenizer::tokenize_accents_makeNoDifference()
{
    QCOMPARE(stems(QStringLiteral("ménagère"), Language::French), stems(QStringLiteral("menagere"), Language::French));
}

void tst_Tokenizer::tokenize_compound_wholeIsMarked()
{
    for (const Token &token : tokenize(QStringLiteral("ORD-1234"), Language::English))
        QCOMPARE(token.isWhole, token.form == "ord-1234");
}

void tst_Tokenizer::tokenize_hostileText_staysLinear_data()
{
    QTest::addColumn<QString>("text");
    constexpr qsizetype kSize = 512 * 1024;
    const auto repeated = [](const QString &piece) { return piece.repeated(kSize / piece.size()); };
    QTest::newRow("one word") << repeated(QStringLiteral("a"));
    QTest::newRow("apostrophes") << repeated(QStringLiteral("a'"));
    QTest::newRow("joiners") << repeated(QStringLiteral("a-"));
    QTest::newRow("marks") << QString(QLatin1Char('a')) + repeated(QString(QChar(0x301)) + QChar(0x323));
    QTest::newRow("humps") << repeated(QStringLiteral("aB"));
    QTest::newRow("unspaced") << repeated(QString(QChar(0x6771)));
    QTest::newRow("Thai marks") << repeated(QString(QChar(0x0E01)) + QChar(0x0E31));
    QTest::newRow("expanding") << repeated(QString(QChar(0xFDFA)));
}

void tst_Tokenizer::tokenize_hostileText_staysLinear()
{
    QFETCH(QString, text);
    // A quadratic reader would need hours for this; the test's own time limit catches it.
    const auto tokens = tokenize(text, guessLanguage(text));
    QVERIFY(!tokens.empty());
    for (const Token &token : tokens)
        QVERIFY(token.form.size() <= 64 * 18 * 3);
    QVERIFY(tokens.size() <= static_cast<size_t>(text.size()) + 1);
}

void tst_Tokenizer::tokenize_loneSurrogates_areSafe()
{
    const QString text = QString(QChar(0xD83C)) + QLatin1String("word") + QChar(0xDF89) + QLatin1Char(' ') + QChar(0xD83C);
    QVERIFY(forms(text).contains(QStringLiteral("word")));
}

void tst_Tokenizer::guess_text_isLanguage_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("language");
    const auto row = [](const char *text, Language language) {
        QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(language);
    };
    row("What did she say about the dog?", Language::English);
    row("invoice", Language::English);
    row("", Language::English);
    row("Wo ist der Hund und was macht er?", Language::German);
    row("Où est le chien et que fait-il dans la maison ?", Language::French);
    row("¿Dónde está el perro?", Language::Spanish);
    row("Dove è il cane e che cosa fa nella casa?", Language::Italian);
    row("Onde está o cão e o que ele faz na casa?", Language::Portuguese);
    row("Waar is de hond en wat doet hij in het huis?", Language::Dutch);
    row("Var är hunden och vad gör den i huset på vägen?", Language::Swedish);
    row("Где собака и что она делает?", Language::Russian);
}

void tst_Tokenizer::guess_text_isLanguage()
{
    QFETCH(QString, text);
    QFETCH(int, language);
    QCOMPARE(static_cast<int>(guessLanguage(text)), language);
}

CLOISTER_TEST(tst_Tokenizer)
#include "tst_Tokenizer.moc"
