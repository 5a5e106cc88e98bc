#include "engine/base/AtomicFile.h"
#include "engine/crypto/SelfTest.h"
#include "engine/crypto/UnlockSecret.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace cloister;
using crypto::SecretKey;
using crypto::UnlockSecret;

static const QByteArray kUnlockSalt("0123456789abcdef");

class tst_UnlockSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void passphrase_composedAndDecomposed_givesOneKey();
    void passphrase_badText_isRefused_data();
    void passphrase_badText_isRefused();
    void recoveryCode_typedLoosely_isTheSame();
    void recoveryCode_badText_isRefused();
    void makeRecoveryCode_hasTheFormAndNeverRepeats();
    void createKeyFile_isPrivateAndReadsBack();
    void createKeyFile_existing_isRefusedAndUntouched();
    void keyFile_damaged_isRefused();
    void fromFile_passphraseLine_dropsTheLineEndOnly();
    void fromFile_openToOthers_isRefused();
    void wrappingKey_kinds_areSeparate();

private:
    QString path(const char *name) const { return m_directory.filePath(QLatin1String(name)); }
    static SecretKey keyOf(const Result<UnlockSecret> &secret);

    QTemporaryDir m_directory;
};

SecretKey tst_UnlockSecret::keyOf(const Result<UnlockSecret> &secret)
{
    return std::move(secret->wrappingKey(kUnlockSalt, {64 * 1024, 1})).value();
}

void tst_UnlockSecret::passphrase_composedAndDecomposed_givesOneKey()
{
    const auto composed = UnlockSecret::passphrase("caf\xc3\xa9 au lait");
    const auto decomposed = UnlockSecret::passphrase("cafe\xcc\x81 au lait");
    QVERIFY(composed.has_value() && decomposed.has_value());
    QVERIFY(keyOf(composed) == keyOf(decomposed));
    QVERIFY(!(keyOf(composed) == keyOf(UnlockSecret::passphrase("cafe au lait"))));
}

void tst_UnlockSecret::passphrase_badText_isRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too long") << QByteArray(1025, 'p');
    QTest::newRow("not UTF-8") << QByteArray("pass\xff");
    QTest::newRow("cut UTF-8") << QByteArray("pass\xc3");
    QTest::newRow("NUL") << QByteArray("pass\0word", 9);
    QTest::newRow("two lines") << QByteArray("pass\nword");
}

void tst_UnlockSecret::passphrase_badText_isRefused()
{
    QFETCH(QByteArray, text);
    const auto secret = UnlockSecret::passphrase(text);
    QVERIFY(!secret);
    QCOMPARE(secret.error().code, ErrorCode::InvalidParameter);
    QVERIFY(!secret.error().detail.contains(QLatin1String("word")));
}

void tst_UnlockSecret::recoveryCode_typedLoosely_isTheSame()
{
    const SecretKey exact = keyOf(UnlockSecret::recoveryCode("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"));
    for (const char *typed : {"0123456789ABCDEFGHJKMNPQRSTVWXYZ", "0123 4567 89ab cdef ghjk mnpq rstv wxyz",
             "OI23-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ\n", " oL23-4567-89ab-cdef-ghjk-mnpq-rstv-wxyz "})
        QVERIFY2(keyOf(UnlockSecret::recoveryCode(typed)) == exact, typed);
    QVERIFY(!(keyOf(UnlockSecret::recoveryCode("1123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ")) == exact));
}

void tst_UnlockSecret::recoveryCode_badText_isRefused()
{
    for (const QByteArray &bad :
        {QByteArray(), QByteArray("0123"), QByteArray("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXY"),
            QByteArray("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ0"),
            QByteArray("U123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"),
            QByteArray("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXY\0", 39), QByteArray(100'000, '0')})
        QCOMPARE(UnlockSecret::recoveryCode(bad).error().code, ErrorCode::InvalidParameter);
}

void tst_UnlockSecret::makeRecoveryCode_hasTheFormAndNeverRepeats()
{
    const QRegularExpression form(QStringLiteral("^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$"));
    const crypto::SecureBytes a = UnlockSecret::makeRecoveryCode();
    const crypto::SecureBytes b = UnlockSecret::makeRecoveryCode();
    QVERIFY(form.match(QString::fromLatin1(a.view())).hasMatch());
    QVERIFY(a.view() != b.view());
    QVERIFY(UnlockSecret::recoveryCode(a.view()).has_value());
}

void tst_UnlockSecret::createKeyFile_isPrivateAndReadsBack()
{
    QVERIFY(UnlockSecret::createKeyFile(path("a.key")).has_value());
    QVERIFY(UnlockSecret::createKeyFile(path("b.key")).has_value());
    QVERIFY(files::checkPrivate(path("a.key")).has_value());
    const auto a = UnlockSecret::fromFile(path("a.key"));
    QVERIFY(a.has_value());
    QCOMPARE(a->kind(), UnlockSecret::Kind::KeyFile);
    QVERIFY(keyOf(a) == keyOf(UnlockSecret::fromFile(path("a.key"))));
    QVERIFY(!(keyOf(a) == keyOf(UnlockSecret::fromFile(path("b.key")))));
}

void tst_UnlockSecret::createKeyFile_existing_isRefusedAndUntouched()
{
    QVERIFY(files::writeAtomically(path("mine"), "precious").has_value());
    QCOMPARE(UnlockSecret::createKeyFile(path("mine")).error().code, ErrorCode::Conflict);
    QCOMPARE(*files::readPrivate(path("mine"), 100), QByteArray("precious"));
}

void tst_UnlockSecret::keyFile_damaged_isRefused()
{
    QVERIFY(UnlockSecret::createKeyFile(path("c.key")).has_value());
    const QByteArray content = *files::readPrivate(path("c.key"), 1000);
    QVERIFY(UnlockSecret::keyFile(content).has_value());
    QCOMPARE(UnlockSecret::keyFile(content.left(20)).error().code, ErrorCode::InvalidParameter);
    QCOMPARE(UnlockSecret::keyFile(content + "AAAA").error().code, ErrorCode::InvalidParameter);
    QCOMPARE(UnlockSecret::keyFile("cloister-key-1\n" + QByteArray(44, '!')).error().code, ErrorCode::InvalidParameter);
    QCOMPARE(UnlockSecret::keyFile("something").error().code, ErrorCode::InvalidParameter);
    QCOMPARE(UnlockSecret::keyFile(QByteArray(content).replace("-1\n", "-2\n")).error().code, ErrorCode::Conflict);
}

void tst_UnlockSecret::fromFile_passphraseLine_dropsTheLineEndOnly()
{
    for (const QByteArray &content :
        {QByteArray("pass word"), QByteArray("pass word\n"), QByteArray("pass word\r\n")}) {
        QVERIFY(files::writeAtomically(path("pass"), content).has_value());
        const auto secret = UnlockSecret::fromFile(path("pass"));
        QVERIFY(secret.has_value());
        QCOMPARE(secret->kind(), UnlockSecret::Kind::Passphrase);
        QVERIFY(keyOf(secret) == keyOf(UnlockSecret::passphrase("pass word")));
    }
    for (const QByteArray &content :
        {QByteArray(), QByteArray("\n"), QByteArray("one\ntwo\n"), QByteArray("x\0y", 3)}) {
        QVERIFY(files::writeAtomically(path("pass"), content).has_value());
        QCOMPARE(UnlockSecret::fromFile(path("pass")).error().code, ErrorCode::InvalidParameter);
    }
    QVERIFY(files::writeAtomically(path("pass"), QByteArray(5000, 'p')).has_value());
    QCOMPARE(UnlockSecret::fromFile(path("pass")).error().code, ErrorCode::PayloadTooLarge);
}

void tst_UnlockSecret::fromFile_openToOthers_isRefused()
{
    QVERIFY(files::writeAtomically(path("open"), "pass word\n").has_value());
    for (const mode_t mode : {mode_t(0640), mode_t(0604), mode_t(0660)}) {
        QCOMPARE(::chmod(QFile::encodeName(path("open")).constData(), mode), 0);
        const auto secret = UnlockSecret::fromFile(path("open"));
        QVERIFY(!secret);
        QCOMPARE(secret.error().code, ErrorCode::Forbidden);
    }
    QCOMPARE(UnlockSecret::fromFile(path("missing")).error().code, ErrorCode::NotFound);
}

void tst_UnlockSecret::wrappingKey_kinds_areSeparate()
{
    const auto code = UnlockSecret::recoveryCode("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    const auto phrase = UnlockSecret::passphrase("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    QVERIFY(!(keyOf(code) == keyOf(phrase)));
    QVERIFY(!(keyOf(code) == *code->wrappingKey("another salt 16!", {})));
    QCOMPARE(code->wrappingKey("short", {}).error().code, ErrorCode::InvalidParameter);
}

CLOISTER_TEST(tst_UnlockSecret)
#include "tst_UnlockSecret.moc"
