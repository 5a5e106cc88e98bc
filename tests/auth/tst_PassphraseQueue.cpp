#include "engine/auth/PassphraseQueue.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

using namespace cloister;
using namespace cloister::auth;

class tst_PassphraseQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void aRecord_fitsItsPassphraseAlone();
    void noRecord_fitsNothing();
    void aLongQueue_refusesMore();
};

void tst_PassphraseQueue::aRecord_fitsItsPassphraseAlone()
{
    PassphraseQueue queue;
    const auto record = queue.hash(QStringLiteral("größe und länge")).result();
    QVERIFY(record.has_value());
    QVERIFY(!record->contains("länge"));
    QVERIFY(queue.verify(*record, QStringLiteral("größe und länge")).result().value());
    QVERIFY(!queue.verify(*record, QStringLiteral("grösse und länge")).result().value());
    QVERIFY(!queue.verify(*record, {}).result().value());
}

void tst_PassphraseQueue::noRecord_fitsNothing()
{
    PassphraseQueue queue;
    QVERIFY(!queue.verify({}, QStringLiteral("anything")).result().value());
    QVERIFY(!queue.verify({}, {}).result().value());
    QVERIFY(!queue.verify("no record", QStringLiteral("no record")).result().value());
}

// Work of a tenth of a second each cannot be done by the time that the ninth is asked for.
void tst_PassphraseQueue::aLongQueue_refusesMore()
{
    PassphraseQueue queue;
    QList<Future<Result<QByteArray>>> waiting;
    for (int i = 0; i < PassphraseQueue::kMaxWaiting + 4; ++i)
        waiting.append(queue.hash(QString::number(i)));
    int refused = 0;
    for (Future<Result<QByteArray>> &one : waiting) {
        const Result<QByteArray> result = one.result();
        if (result)
            continue;
        QVERIFY(result.error().code == ErrorCode::Overloaded);
        ++refused;
    }
    QVERIFY(refused >= 1);
    QVERIFY(refused <= 4);
    QVERIFY(queue.hash(QStringLiteral("later")).result().has_value());
}

CLOISTER_TEST(tst_PassphraseQueue)
#include "tst_PassphraseQueue.moc"
