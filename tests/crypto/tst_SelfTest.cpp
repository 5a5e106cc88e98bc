#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

using namespace cloister;

class tst_SelfTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initialise_once_succeedsAndStays();
    void check_answerWithOneBitFlipped_fails_data();
    void check_answerWithOneBitFlipped_fails();
    void check_primitiveThatGivesNothing_fails();
};

void tst_SelfTest::initialise_once_succeedsAndStays()
{
    QVERIFY(crypto::initialise().has_value());
    QVERIFY(crypto::initialise().has_value());
    QVERIFY(crypto::check(crypto::knownAnswers()).has_value());
}

void tst_SelfTest::check_answerWithOneBitFlipped_fails_data()
{
    QTest::addColumn<int>("index");
    const QList<crypto::KnownAnswer> answers = crypto::knownAnswers();
    QCOMPARE(answers.size(), 6);
    for (int i = 0; i < answers.size(); ++i)
        QTest::newRow(answers.at(i).primitive) << i;
}

void tst_SelfTest::check_answerWithOneBitFlipped_fails()
{
    QFETCH(int, index);
    QVERIFY(crypto::initialise().has_value());
    QList<crypto::KnownAnswer> answers = crypto::knownAnswers();
    crypto::KnownAnswer &answer = answers[index];
    QVERIFY(!answer.expected.isEmpty());
    for (qsizetype byte = 0; byte < answer.expected.size(); byte += 31) {
        const QByteArray right = answer.expected;
        answer.expected[byte] = static_cast<char>(right.at(byte) ^ 1);
        const Result<void> outcome = crypto::check(answers);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Integrity);
        QVERIFY(outcome.error().detail.contains(QLatin1String(answer.primitive)));
        answer.expected = right;
    }
    QVERIFY(crypto::check(answers).has_value());
}

void tst_SelfTest::check_primitiveThatGivesNothing_fails()
{
    const QList<crypto::KnownAnswer> broken {{"broken", QByteArray("x"), []() { return QByteArray(); }}};
    QVERIFY(!crypto::check(broken));
}

CLOISTER_TEST(tst_SelfTest)
#include "tst_SelfTest.moc"
