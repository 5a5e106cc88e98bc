#include "engine/crypto/PasswordHash.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QFile>

#include <atomic>
#include <thread>
#include <vector>

using namespace cloister;
using crypto::Argon2Cost;

static constexpr Argon2Cost kCheapHash {64 * 1024, 1};

class tst_PasswordHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void deriveKey_sameInput_repeats();
    void deriveKey_anyInputChanged_differs();
    void deriveKey_defaultCost_works();
    void deriveKey_outOfBounds_isRefused_data();
    void deriveKey_outOfBounds_isRefused();
    void verifyPassword_table();
    void hashPassword_defaultCost_isRecorded();
    void verifyPassword_manyAtOnce_runsTwoAtATime();
};

static const QByteArray kSalt("0123456789abcdef");

void tst_PasswordHash::deriveKey_sameInput_repeats()
{
    QVERIFY(*crypto::deriveKey("correct horse", kSalt, kCheapHash)
        == *crypto::deriveKey("correct horse", kSalt, kCheapHash));
    // Made with libargon2's command-line parameters m=64 t=3 p=1.
    QCOMPARE(crypto::deriveKey("correct horse", kSalt, {64 * 1024, 3})->view().toByteArray().toHex(),
        QByteArray("5de797640c71ce5e1dbe17ed17ba7d249adbc20db030460e84bd4c325101844e"));
}

void tst_PasswordHash::deriveKey_anyInputChanged_differs()
{
    const auto key = crypto::deriveKey("correct horse", kSalt, kCheapHash);
    QVERIFY(key.has_value());
    QVERIFY(!(*key == *crypto::deriveKey("correct horsf", kSalt, kCheapHash)));
    QVERIFY(!(*key == *crypto::deriveKey("correct horse", "0123456789abcdeg", kCheapHash)));
    QVERIFY(!(*key == *crypto::deriveKey("correct horse", kSalt, {128 * 1024, 1})));
    QVERIFY(!(*key == *crypto::deriveKey("correct horse", kSalt, {64 * 1024, 2})));
}

void tst_PasswordHash::deriveKey_defaultCost_works()
{
    QCOMPARE(crypto::kUnlockCost.memoryBytes, quint64(256) * 1024 * 1024);
    QCOMPARE(crypto::kUnlockCost.passes, 3U);
    QVERIFY(crypto::deriveKey("correct horse", kSalt, crypto::kUnlockCost).has_value());
}

void tst_PasswordHash::deriveKey_outOfBounds_isRefused_data()
{
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<quint64>("memoryBytes");
    QTest::addColumn<quint32>("passes");
    QTest::newRow("short salt") << kSalt.left(15) << quint64(65536) << 1U;
    QTest::newRow("long salt") << kSalt + "x" << quint64(65536) << 1U;
    QTest::newRow("no memory") << kSalt << quint64(0) << 1U;
    QTest::newRow("too much memory") << kSalt << (quint64(1) << 40) << 1U;
    QTest::newRow("no passes") << kSalt << quint64(65536) << 0U;
    QTest::newRow("too many passes") << kSalt << quint64(65536) << 17U;
}

void tst_PasswordHash::deriveKey_outOfBounds_isRefused()
{
    QFETCH(QByteArray, salt);
    QFETCH(quint64, memoryBytes);
    QFETCH(quint32, passes);
    const auto key = crypto::deriveKey("passphrase", salt, {memoryBytes, passes});
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::InvalidParameter);
}

void tst_PasswordHash::verifyPassword_table()
{
    const Result<QByteArray> record = crypto::hashPassword("s3cret", kCheapHash);
    QVERIFY(record.has_value());
    QVERIFY(!record->contains("s3cret"));
    QVERIFY(*record != *crypto::hashPassword("s3cret", kCheapHash)); // another salt
    QVERIFY(*crypto::verifyPassword(*record, "s3cret"));
    for (const QByteArray &wrong : {QByteArray(), QByteArray("s3cre"), QByteArray("S3cret"), QByteArray("s3cret\0", 7)})
        QVERIFY(!*crypto::verifyPassword(*record, wrong));
    for (const QByteArray &broken : {QByteArray(), QByteArray("x"), record->chopped(1), QByteArray(500, 'a'),
             QByteArray("$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA")})
        QVERIFY(!*crypto::verifyPassword(broken, "s3cret"));
}

void tst_PasswordHash::hashPassword_defaultCost_isRecorded()
{
    const Result<QByteArray> record = crypto::hashPassword("s3cret");
    QVERIFY(record.has_value());
    QVERIFY2(record->startsWith("$argon2id$v=19$m=65536,t=3,p=1$"), record->constData());
    QVERIFY(*crypto::verifyPassword(*record, "s3cret"));
    QVERIFY(!crypto::hashPassword("s3cret", {1, 1}));
}

/// From /proc/self/status, in KiB.
static qint64 memoryFigure(const char *name)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(qsizetype(qstrlen(name))).simplified().split(' ').first().toLongLong();
    }
    return -1;
}

void tst_PasswordHash::verifyPassword_manyAtOnce_runsTwoAtATime()
{
    constexpr qint64 kEachKiB = 48 * 1024;
    QFile reset(QStringLiteral("/proc/self/clear_refs"));
    QVERIFY(reset.open(QIODevice::WriteOnly) && reset.write("5") == 1); // the peak counts from here
    reset.close();
    const qint64 before = memoryFigure("VmRSS:");
    std::atomic<int> succeeded = 0;
    std::vector<std::thread> threads; // their join is seen by the thread sanitizer, QThread's is not
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&succeeded]() {
            if (crypto::deriveKey("correct horse", kSalt, {kEachKiB * 1024, 2}))
                ++succeeded;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(succeeded.load(), 8);
    const qint64 grown = memoryFigure("VmHWM:") - before;
    QVERIFY2(grown < 3 * kEachKiB, qPrintable(QString::number(grown)));
    QVERIFY2(grown > kEachKiB / 2, qPrintable(QString::number(grown)));
}

CLOISTER_TEST(tst_PasswordHash)
#include "tst_PasswordHash.moc"
