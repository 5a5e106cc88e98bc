#include "engine/crypto/Digest.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace cloister;
using crypto::SecretKey;

class tst_Digest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void sha256_anyLength_agreesWithAnotherImplementation();
    void sha256_inParts_equalsTheWhole();
    void hmac_anyLength_agreesWithAnotherImplementation();
    void isEqual_table();
    void subkey_sameInput_repeats();
    void subkey_otherIdContextOrParent_differs();
    void randomBytes_haveTheLengthAskedFor();
};

void tst_Digest::sha256_anyLength_agreesWithAnotherImplementation()
{
    for (const qsizetype size : {0, 1, 55, 56, 63, 64, 65, 1000}) {
        const QByteArray data(size, 's');
        QCOMPARE(crypto::sha256(data), QCryptographicHash::hash(data, QCryptographicHash::Sha256));
    }
}

void tst_Digest::sha256_inParts_equalsTheWhole()
{
    const QByteArray data = crypto::randomBytes(500);
    crypto::Sha256 digest;
    for (qsizetype at = 0; at < data.size(); at += 37)
        digest.add(QByteArrayView(data).sliced(at, qMin<qsizetype>(37, data.size() - at)));
    QCOMPARE(digest.result(), crypto::sha256(data));
    QCOMPARE(digest.add("abc").result(), crypto::sha256("abc")); // starts anew
    crypto::Sha256 moved = std::move(digest);
    QCOMPARE(moved.result(), crypto::sha256(""));
}

void tst_Digest::hmac_anyLength_agreesWithAnotherImplementation()
{
    const SecretKey key = SecretKey::random();
    for (const qsizetype size : {0, 1, 64, 200}) {
        const QByteArray data(size, 'h');
        QCOMPARE(crypto::hmac(key, data),
            QMessageAuthenticationCode::hash(data, key.view().toByteArray(), QCryptographicHash::Sha256));
    }
    QVERIFY(crypto::hmac(key, "a") != crypto::hmac(SecretKey::random(), "a"));
}

void tst_Digest::isEqual_table()
{
    QVERIFY(crypto::isEqual("", ""));
    QVERIFY(crypto::isEqual("abc", QByteArray("abc")));
    QVERIFY(crypto::isEqual(QByteArrayView(), ""));
    QVERIFY(!crypto::isEqual("abc", "abd"));
    QVERIFY(!crypto::isEqual("abc", "ab"));
    QVERIFY(!crypto::isEqual("", "a"));
}

void tst_Digest::subkey_sameInput_repeats()
{
    const SecretKey parent = SecretKey::random();
    QVERIFY(crypto::subkey(parent, 1, "testtest") == crypto::subkey(parent, 1, "testtest"));
}

void tst_Digest::subkey_otherIdContextOrParent_differs()
{
    const SecretKey parent = SecretKey::random();
    const SecretKey key = crypto::subkey(parent, 1, "testtest");
    QVERIFY(!(key == parent));
    QVERIFY(!(key == crypto::subkey(parent, 2, "testtest")));
    QVERIFY(!(key == crypto::subkey(parent, 1, "testtesu")));
    QVERIFY(!(key == crypto::subkey(SecretKey::random(), 1, "testtest")));
}

void tst_Digest::randomBytes_haveTheLengthAskedFor()
{
    QCOMPARE(crypto::randomBytes(0).size(), 0);
    QCOMPARE(crypto::randomBytes(33).size(), 33);
    QVERIFY(crypto::randomBytes(16) != crypto::randomBytes(16));
}

CLOISTER_TEST(tst_Digest)
#include "tst_Digest.moc"
