#include "engine/crypto/Aad.h"
#include "engine/crypto/Aead.h"
#include "engine/crypto/KeyWrap.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QHash>

using namespace cloister;
using crypto::Aad;
using crypto::Aead;
using crypto::SecretKey;

class tst_Aead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void open_whatWasSealed_givesItBack_data();
    void open_whatWasSealed_givesItBack();
    void seal_twice_neverRepeats();
    void open_anyBitFlipped_isRefused();
    void open_anyOtherLength_isRefused();
    void open_otherKeyOrPlace_isRefused();
    void aad_differentFields_neverGiveEqualBytes();
    void unwrapKey_roundTrip_givesTheKey();
    void unwrapKey_anyByteFlippedOrOtherPlace_isRefused();
    void unwrapKey_valueThatIsNoKey_isRefused();
};

void tst_Aead::open_whatWasSealed_givesItBack_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("holds NUL") << QByteArray("a\0b", 3);
    QTest::newRow("a block") << QByteArray(64, 'b');
    QTest::newRow("large") << QByteArray(300'001, 'l');
}

void tst_Aead::open_whatWasSealed_givesItBack()
{
    QFETCH(QByteArray, plain);
    const SecretKey key = SecretKey::random();
    const QByteArray sealed = Aead::seal(key, plain, "place");
    QCOMPARE(sealed.size(), plain.size() + Aead::kOverheadBytes);
    QCOMPARE(sealed.front(), Aead::kSuite);
    QVERIFY(plain.size() < 8 || !sealed.contains(plain));
    const Result<QByteArray> opened = Aead::open(key, sealed, "place");
    QVERIFY(opened.has_value());
    QCOMPARE(*opened, plain);
}

void tst_Aead::seal_twice_neverRepeats()
{
    const SecretKey key = SecretKey::random();
    const QByteArray a = Aead::seal(key, "text", "place");
    const QByteArray b = Aead::seal(key, "text", "place");
    QVERIFY(a.mid(1, 24) != b.mid(1, 24));
    QVERIFY(a.mid(25) != b.mid(25));
}

void tst_Aead::open_anyBitFlipped_isRefused()
{
    const SecretKey key = SecretKey::random();
    const QByteArray sealed = Aead::seal(key, "the quick brown fox", "place");
    for (qsizetype at = 0; at < sealed.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray bad = sealed;
            bad[at] = static_cast<char>(bad.at(at) ^ (1 << bit));
            const Result<QByteArray> opened = Aead::open(key, bad, "place");
            QVERIFY2(!opened, qPrintable(QString::number(at)));
            QCOMPARE(opened.error().code, ErrorCode::Integrity);
        }
    }
    QVERIFY(Aead::open(key, sealed, "place").has_value());
}

void tst_Aead::open_anyOtherLength_isRefused()
{
    const SecretKey key = SecretKey::random();
    const QByteArray sealed = Aead::seal(key, "text", "place");
    for (qsizetype length = 0; length < sealed.size(); ++length)
        QVERIFY(!Aead::open(key, sealed.left(length), "place"));
    QVERIFY(!Aead::open(key, sealed + 'x', "place"));
    QVERIFY(!Aead::open(key, sealed.mid(1), "place"));
    QVERIFY(!Aead::open(key, QByteArrayView(), "place"));
}

void tst_Aead::open_otherKeyOrPlace_isRefused()
{
    const SecretKey key = SecretKey::random();
    const QByteArray sealed = Aead::seal(key, "text", "place");
    QVERIFY(!Aead::open(SecretKey::random(), sealed, "place"));
    QVERIFY(!Aead::open(key, sealed, "placf"));
    QVERIFY(!Aead::open(key, sealed, "place "));
    QVERIFY(!Aead::open(key, sealed, ""));
    QVERIFY(!Aead::open(key, sealed, QByteArrayView()));
    QVERIFY(Aead::open(key, Aead::seal(key, QByteArrayView(), QByteArrayView()), "").has_value());
}

void tst_Aead::aad_differentFields_neverGiveEqualBytes()
{
    const QList<QByteArray> all {
        Aad().bytes(),
        Aad().add("").bytes(),
        Aad().add("").add("").bytes(),
        Aad().add("ab").bytes(),
        Aad().add("a").add("b").bytes(),
        Aad().add("b").add("a").bytes(),
        Aad().add("").add("ab").bytes(),
        Aad().add("ab").add("").bytes(),
        Aad().add(qint64(0)).bytes(),
        Aad().add(QByteArray(8, '\0')).bytes(),
        Aad().add(qint64(1)).bytes(),
        Aad().add(qint64(-1)).bytes(),
        Aad().add(qint64(1) << 56).bytes(),
        Aad().add("1").bytes(),
        Aad().add(Aad().add("a").bytes()).bytes(),
        Aad().add(Aad().add("a").add("b").bytes()).bytes(),
        Aad().add(QByteArray("a\0b", 3)).bytes(),
    };
    QHash<QByteArray, qsizetype> seen;
    for (qsizetype i = 0; i < all.size(); ++i) {
        QVERIFY2(!seen.contains(all.at(i)), qPrintable(QString::number(i)));
        seen.insert(all.at(i), i);
        QCOMPARE(all.at(i).front(), Aead::kSuite);
    }
    QCOMPARE(Aad().add("pk").add(qint64(7)).bytes(), Aad().add(QByteArray("pk")).add(qint64(7)).bytes());
}

void tst_Aead::unwrapKey_roundTrip_givesTheKey()
{
    const SecretKey kek = SecretKey::random();
    const SecretKey key = SecretKey::random();
    const QByteArray wrapped = crypto::wrapKey(kek, key, "p1");
    QCOMPARE(wrapped.size(), 73);
    const Result<SecretKey> back = crypto::unwrapKey(kek, wrapped, "p1");
    QVERIFY(back.has_value());
    QVERIFY(*back == key);
}

void tst_Aead::unwrapKey_anyByteFlippedOrOtherPlace_isRefused()
{
    const SecretKey kek = SecretKey::random();
    const QByteArray wrapped = crypto::wrapKey(kek, SecretKey::random(), "p1");
    for (qsizetype at = 0; at < wrapped.size(); ++at) {
        QByteArray bad = wrapped;
        bad[at] = static_cast<char>(bad.at(at) ^ 0x10);
        QCOMPARE(crypto::unwrapKey(kek, bad, "p1").error().code, ErrorCode::Integrity);
    }
    QVERIFY(!crypto::unwrapKey(kek, wrapped, "p2"));
    QVERIFY(!crypto::unwrapKey(SecretKey::random(), wrapped, "p1"));
}

void tst_Aead::unwrapKey_valueThatIsNoKey_isRefused()
{
    const SecretKey kek = SecretKey::random();
    const Result<SecretKey> key = crypto::unwrapKey(kek, Aead::seal(kek, "short", "p1"), "p1");
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::Integrity);
}

CLOISTER_TEST(tst_Aead)
#include "tst_Aead.moc"
