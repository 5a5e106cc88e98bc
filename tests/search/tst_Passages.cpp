#include "engine/search/NgramEmbedder.h"
#include "engine/search/Passages.h"
#include "engine/search/SentenceEncoder.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::search;

static const Utterance kNobody;

class tst_Passages : public QObject
{
    Q_OBJECT

private:
    /// Reads 4,096 words at once: nothing is split.
    NgramEmbedder m_patient;
    /// Reads 16 pieces at once.
    const std::shared_ptr<SentenceEncoder> m_short = SentenceEncoder::load(test::tinyModel()).value();

private Q_SLOTS:
    void messagePassages_firstMessage_isSaid()
    {
        QCOMPARE(messagePassages(m_patient, kNobody, {QStringLiteral("Ann"), QStringLiteral(" Hi\n there ")}),
                 QStringList{QStringLiteral("Ann said, \"Hi there\"")});
    }

    void messagePassages_shortPreviousMessage_standsWholeBefore()
    {
        QCOMPARE(messagePassages(m_patient, {QStringLiteral("Bob"), QStringLiteral("Tea?")},
                                 {QStringLiteral("Ann"), QStringLiteral("Yes")}),
                 QStringList{QStringLiteral("Bob said, \"Tea?\" Ann said, \"Yes\"")});
    }

    void messagePassages_longPreviousMessage_givesItsLastTwentyWords()
    {
        QStringList words;
        for (int i = 1; i <= 30; ++i)
            words.append(QString::number(i));
        const QString passage = messagePassages(m_patient, {QStringLiteral("Bob"), words.join(QLatin1Char(' '))},
                                                {QStringLiteral("Ann"), QStringLiteral("Yes")}).value(0);
        QCOMPARE(passage, words.mid(10).join(QLatin1Char(' ')) + QStringLiteral("\" Ann said, \"Yes\""));
    }

    void messagePassages_endlessPreviousWord_leavesRoom()
    {
        const QString passage = messagePassages(m_patient, {QStringLiteral("Bob"), QString(100'000, QLatin1Char('x'))},
                                                {QStringLiteral("Ann"), QStringLiteral("Yes")}).value(0);
        QVERIFY(passage.size() < 300);
        QVERIFY(passage.endsWith(QLatin1String("x\" Ann said, \"Yes\"")));
    }

    void messagePassages_noText_isNothing()
    {
        QVERIFY(messagePassages(m_patient, {QStringLiteral("Bob"), QStringLiteral("Tea?")}, {QStringLiteral("Ann"), QString()})
                    .isEmpty());
        QVERIFY(textPassages(m_patient, QStringLiteral(" \n")).isEmpty());
    }

    void textPassages_longText_hasHeadAndPiecesThatCoverIt()
    {
        QStringList words;
        for (int i = 0; i < 40; ++i)
            words.append(i % 2 == 0 ? QStringLiteral("cat") : QStringLiteral("dog"));
        const QString text = words.join(QLatin1Char(' '));
        const QStringList passages = textPassages(*m_short, text);
        QCOMPARE(passages.first(), text);
        QCOMPARE(passages.mid(1).join(QLatin1Char(' ')), text);
        QVERIFY(passages.size() >= 4);
        for (const QString &piece : passages.mid(1))
            QVERIFY(m_short->countTokens(piece) <= m_short->maxTokens());
    }

    void textPassages_exactlyWhatIsReadAtOnce_isNotSplit()
    {
        const QString full = QStringLiteral("cat dog cat dog cat dog cat dog cat dog cat dog cat dog cat dog");
        QCOMPARE(m_short->countTokens(full), m_short->maxTokens());
        QCOMPARE(textPassages(*m_short, full).size(), 1);
        QVERIFY(textPassages(*m_short, full + QStringLiteral(" cat")).size() > 1);
    }

    void textPassages_endlessWord_isCutIntoReadableParts()
    {
        const QString word(100, QLatin1Char('z'));
        const QStringList passages = textPassages(*m_short, word);
        QCOMPARE(passages.mid(1).join(QString()), word);
        for (const QString &piece : passages.mid(1))
            QVERIFY(m_short->countTokens(piece) <= m_short->maxTokens());
    }

    void textPassages_hugeText_hasBoundedPassages()
    {
        const QStringList passages = textPassages(*m_short, QString(5'000'000, QLatin1Char('z')));
        QCOMPARE(passages.size(), qsizetype(kMostPassages));
        QCOMPARE(passages.first().size(), kMostPassageCharacters);
    }

    void messagePassages_longMessage_piecesNameTheSpeaker()
    {
        const QString text = QStringList(30, QStringLiteral("cat")).join(QLatin1Char(' '));
        const QStringList passages = messagePassages(*m_short, kNobody, {QStringLiteral("a"), text});
        QVERIFY(passages.size() > 2);
        for (const QString &piece : passages.mid(1)) {
            QVERIFY(piece.startsWith(QLatin1String("a said, \"cat")));
            QVERIFY(piece.endsWith(QLatin1Char('"')));
        }
    }
};

CLOISTER_TEST(tst_Passages)
#include "tst_Passages.moc"
