#include "engine/crypto/SelfTest.h"
#include "engine/crypto/SigningKey.h"
#include "tests/support/Test.h"

using namespace cloister;
using crypto::SecretKey;
using crypto::SigningKey;

class tst_SigningKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void fromSeed_publishedSeed_givesThePublishedKey();
    void verify_ownSignature_accepts();
    void verify_anythingElse_refuses();
};

void tst_SigningKey::fromSeed_publishedSeed_givesThePublishedKey()
{
    const auto seed = SecretKey::fromView(
        QByteArray::fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")); // RFC 8032, test 2
    QVERIFY(seed.has_value());
    const SigningKey key = SigningKey::fromSeed(*seed);
    QCOMPARE(key.publicKey().toHex(), QByteArray("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    QCOMPARE(key.sign("r").toHex(),
        QByteArray("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                   "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
}

void tst_SigningKey::verify_ownSignature_accepts()
{
    const SigningKey key = SigningKey::fromSeed(SecretKey::random());
    for (const QByteArray &message : {QByteArray(), QByteArray("event"), QByteArray(100'000, 'e')}) {
        const QByteArray signature = key.sign(message);
        QCOMPARE(signature.size(), 64);
        QVERIFY(SigningKey::verify(key.publicKey(), message, signature));
    }
}

void tst_SigningKey::verify_anythingElse_refuses()
{
    const SigningKey key = SigningKey::fromSeed(SecretKey::random());
    const QByteArray signature = key.sign("event");
    const QByteArray &publicKey = key.publicKey();
    QVERIFY(!SigningKey::verify(publicKey, "evenu", signature));
    QVERIFY(!SigningKey::verify(publicKey, "event ", signature));
    QVERIFY(!SigningKey::verify(SigningKey::fromSeed(SecretKey::random()).publicKey(), "event", signature));
    for (qsizetype at = 0; at < signature.size(); ++at) {
        QByteArray bad = signature;
        bad[at] = static_cast<char>(bad.at(at) ^ 1);
        QVERIFY(!SigningKey::verify(publicKey, "event", bad));
    }
    QVERIFY(!SigningKey::verify(publicKey, "event", signature.left(63)));
    QVERIFY(!SigningKey::verify(publicKey, "event", signature + 'x'));
    QVERIFY(!SigningKey::verify(publicKey, "event", ""));
    QVERIFY(!SigningKey::verify(publicKey.left(31), "event", signature));
    QVERIFY(!SigningKey::verify("", "event", signature));
}

CLOISTER_TEST(tst_SigningKey)
#include "tst_SigningKey.moc"
