#include "engine/crypto/KeyedName.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QSet>

using namespace cloister;
using crypto::KeyedName;
using crypto::SecretKey;

class tst_KeyedName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void hide_sameInput_givesTheSameText();
    void hide_otherKeyContextOrName_givesUnrelatedText();
    void hide_fieldsShifted_differ();
    void reveal_whatWasHidden_givesTheName();
    void reveal_otherKeyOrContext_isRefused();
    void reveal_anyCharacterChanged_isRefused();
    void reveal_garbage_isRefused();
};

void tst_KeyedName::hide_sameInput_givesTheSameText()
{
    const SecretKey key = SecretKey::random();
    const QByteArray hidden = KeyedName::hide(key, "dialogue", "d-1");
    QCOMPARE(hidden, KeyedName::hide(key.clone(), "dialogue", "d-1"));
    QVERIFY(!hidden.contains('=') && !hidden.contains('+') && !hidden.contains('/'));
    QVERIFY(!QByteArray::fromBase64(hidden, QByteArray::Base64UrlEncoding).contains("d-1"));
}

void tst_KeyedName::hide_otherKeyContextOrName_givesUnrelatedText()
{
    const SecretKey key = SecretKey::random();
    QSet<QByteArray> nonces;
    for (const QByteArray &hidden : {KeyedName::hide(key, "dialogue", "d-1"), KeyedName::hide(key, "dialogue", "d-2"),
             KeyedName::hide(key, "memory", "d-1"), KeyedName::hide(SecretKey::random(), "dialogue", "d-1")})
        nonces.insert(QByteArray::fromBase64(hidden, QByteArray::Base64UrlEncoding).mid(1, 24));
    QCOMPARE(nonces.size(), 4);
}

void tst_KeyedName::hide_fieldsShifted_differ()
{
    const SecretKey key = SecretKey::random();
    QVERIFY(KeyedName::hide(key, "ab", "c") != KeyedName::hide(key, "a", "bc"));
    QVERIFY(KeyedName::hide(key, "", "c") != KeyedName::hide(key, "c", ""));
}

void tst_KeyedName::reveal_whatWasHidden_givesTheName()
{
    const SecretKey key = SecretKey::random();
    for (const QByteArray &name : {QByteArray(), QByteArray("d-1"), QByteArray("\0\xff#%", 4), QByteArray(256, 'n')}) {
        const Result<QByteArray> revealed = KeyedName::reveal(key, "c", KeyedName::hide(key, "c", name));
        QVERIFY(revealed.has_value());
        QCOMPARE(*revealed, name);
    }
}

void tst_KeyedName::reveal_otherKeyOrContext_isRefused()
{
    const SecretKey key = SecretKey::random();
    const QByteArray hidden = KeyedName::hide(key, "dialogue", "d-1");
    QVERIFY(!KeyedName::reveal(SecretKey::random(), "dialogue", hidden));
    QVERIFY(!KeyedName::reveal(key, "memory", hidden));
}

void tst_KeyedName::reveal_anyCharacterChanged_isRefused()
{
    const SecretKey key = SecretKey::random();
    const QByteArray hidden = KeyedName::hide(key, "dialogue", "d-1234"); // 47 bytes: the last character has spare bits
    for (qsizetype at = 0; at < hidden.size(); ++at) {
        for (const char other : {'A', 'B', 'z', '_', '='}) {
            QByteArray bad = hidden;
            bad[at] = other;
            if (bad != hidden)
                QCOMPARE(KeyedName::reveal(key, "dialogue", bad).error().code, ErrorCode::Integrity);
        }
    }
}

void tst_KeyedName::reveal_garbage_isRefused()
{
    const SecretKey key = SecretKey::random();
    for (const QByteArray &bad : {QByteArray(), QByteArray("x"), QByteArray("not base64!"), QByteArray(200, 'A')})
        QCOMPARE(KeyedName::reveal(key, "c", bad).error().code, ErrorCode::Integrity);
}

CLOISTER_TEST(tst_KeyedName)
#include "tst_KeyedName.moc"
