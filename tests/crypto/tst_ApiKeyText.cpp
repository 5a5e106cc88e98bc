#include "engine/crypto/ApiKeyText.h"
#include "engine/crypto/Digest.h"
#include "engine/crypto/SelfTest.h"
#include "tests/support/Test.h"

#include <QRegularExpression>
#include <QSet>

using namespace cloister;
using crypto::ApiKeyText;
using crypto::SecretKey;

class tst_ApiKeyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialise().has_value()); }
    void make_manyTimes_hasTheFormAndNeverRepeats();
    void parse_whatWasMade_givesItsParts();
    void parse_knownText_isAccepted();
    void parse_otherTexts_areRefused_data();
    void parse_otherTexts_areRefused();
    void parse_anyCharacterChanged_isRefused();
    void verifier_sameSecretAndPepper_repeats();
};

// The checksum is that of zlib's crc32 over the first 55 characters, in base62.
static const QByteArray kKnown("cl_AAAAAAAA_0123456789012345678901234567890123456789012_3FETzK");

void tst_ApiKeyText::make_manyTimes_hasTheFormAndNeverRepeats()
{
    const QRegularExpression form(QStringLiteral("^cl_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$"));
    QSet<QByteArray> ids;
    QSet<QByteArray> secrets;
    QSet<char> digits;
    for (int i = 0; i < 200; ++i) {
        const ApiKeyText::Fresh key = ApiKeyText::make();
        QCOMPARE(key.text.size(), ApiKeyText::kSize);
        QVERIFY(form.match(QString::fromLatin1(key.text.view())).hasMatch());
        ids.insert(key.id);
        secrets.insert(key.secret.view().toByteArray());
        for (const char c : key.secret.view())
            digits.insert(c);
    }
    QCOMPARE(ids.size(), 200);
    QCOMPARE(secrets.size(), 200);
    QCOMPARE(digits.size(), 62);
}

void tst_ApiKeyText::parse_whatWasMade_givesItsParts()
{
    for (int i = 0; i < 50; ++i) {
        const ApiKeyText::Fresh key = ApiKeyText::make();
        const auto parsed = ApiKeyText::parse(key.text.view());
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->id, key.id);
        QCOMPARE(parsed->secret.view(), key.secret.view());
    }
}

void tst_ApiKeyText::parse_knownText_isAccepted()
{
    const auto parsed = ApiKeyText::parse(kKnown);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->id, QByteArray("AAAAAAAA"));
    QCOMPARE(parsed->secret.view(), QByteArrayView("0123456789012345678901234567890123456789012"));
}

void tst_ApiKeyText::parse_otherTexts_areRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prefix") << QByteArray("cl_");
    QTest::newRow("cut short") << kKnown.chopped(1);
    QTest::newRow("one more") << kKnown + '0';
    QTest::newRow("space before") << ' ' + kKnown;
    QTest::newRow("space after") << kKnown + ' ';
    QTest::newRow("other prefix") << QByteArray(kKnown).replace(0, 3, "sk_");
    QTest::newRow("upper-case prefix") << QByteArray(kKnown).replace(0, 3, "CL_");
    QTest::newRow("id too long") << QByteArray(kKnown).replace(11, 1, "A");
    QTest::newRow("dash in place of underscore") << QByteArray(kKnown).replace(55, 1, "-");
    QTest::newRow("checksum of zeros") << kKnown.chopped(6) + "000000";
    QTest::newRow("NUL inside") << QByteArray(kKnown).replace(20, 1, QByteArray(1, '\0'));
    QTest::newRow("not ASCII") << QByteArray(kKnown).replace(20, 2, "\xc3\xa9");
    QTest::newRow("very long") << QByteArray(1'000'000, 'a');
    // The right checksum over a wrong alphabet.
    QTest::newRow("dash in the secret, right checksum")
        << QByteArray("cl_AAAAAAAA_-123456789012345678901234567890123456789012_3luKCD");
}

void tst_ApiKeyText::parse_otherTexts_areRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!ApiKeyText::parse(text));
}

void tst_ApiKeyText::parse_anyCharacterChanged_isRefused()
{
    for (qsizetype at = 0; at < kKnown.size(); ++at) {
        QByteArray bad = kKnown;
        bad[at] = bad.at(at) == 'x' ? 'y' : 'x';
        QVERIFY2(!ApiKeyText::parse(bad), qPrintable(QString::number(at)));
    }
}

void tst_ApiKeyText::verifier_sameSecretAndPepper_repeats()
{
    const SecretKey pepper = SecretKey::random();
    const ApiKeyText::Fresh key = ApiKeyText::make();
    const QByteArray verifier = ApiKeyText::verifier(pepper, key.secret.view());
    QCOMPARE(verifier.size(), 32);
    QVERIFY(crypto::isEqual(verifier, ApiKeyText::verifier(pepper, ApiKeyText::parse(key.text.view())->secret.view())));
    QVERIFY(verifier != ApiKeyText::verifier(SecretKey::random(), key.secret.view()));
    QVERIFY(verifier != ApiKeyText::verifier(pepper, ApiKeyText::make().secret.view()));
}

CLOISTER_TEST(tst_ApiKeyText)
#include "tst_ApiKeyText.moc"
