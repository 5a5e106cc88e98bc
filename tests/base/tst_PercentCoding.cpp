#include "engine/base/PercentCoding.h"
#include "tests/support/Test.h"

using namespace cloister;

class tst_PercentCoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void segment_valid_isDecoded_data();
    void segment_valid_isDecoded();
    void segment_invalid_isRefused_data();
    void segment_invalid_isRefused();
    void query_items_keepOrderAndSpaces();
    void query_invalidItem_isRefused();
    void encode_decode_areInverse();
};

void tst_PercentCoding::segment_valid_isDecoded_data()
{
    QTest::addColumn<QByteArray>("segment");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("abc") << QStringLiteral("abc");
    QTest::newRow("plus stays") << QByteArray("a+b") << QStringLiteral("a+b");
    QTest::newRow("space") << QByteArray("a%20b") << QStringLiteral("a b");
    QTest::newRow("slash and percent") << QByteArray("%2f%2F%25") << QStringLiteral("//%");
    QTest::newRow("decoded once") << QByteArray("%2541") << QStringLiteral("%41");
    QTest::newRow("UTF-8") << QByteArray("%C3%A9\xc3\xa9") << QString::fromUtf8("\xc3\xa9\xc3\xa9");
    QTest::newRow("escape at the end") << QByteArray("%41") << QStringLiteral("A");
    QTest::newRow("empty") << QByteArray("") << QString();
}

void tst_PercentCoding::segment_valid_isDecoded()
{
    QFETCH(QByteArray, segment);
    QFETCH(QString, text);
    QCOMPARE(decodePathSegment(segment).value(), text);
}

void tst_PercentCoding::segment_invalid_isRefused_data()
{
    QTest::addColumn<QByteArray>("segment");
    for (const char *segment : {"%", "%4", "a%", "%4g", "%g4", "% 41", "%+1", "%00", "a%00b", "%0a", "%7f", "%c2%85", "%c0%80", "%ff", "%ed%a0%80",
                                "%c3", "\x01", "\xff"})
        QTest::newRow(segment) << QByteArray(segment);
}

void tst_PercentCoding::segment_invalid_isRefused()
{
    QFETCH(QByteArray, segment);
    const auto text = decodePathSegment(segment);
    QVERIFY(!text.has_value());
    QCOMPARE(text.error().code, ErrorCode::InvalidParameter);
    QVERIFY(!decodeQuery("a=" + segment).has_value());
    QVERIFY(!decodeQuery(segment + "=a").has_value());
}

void tst_PercentCoding::query_items_keepOrderAndSpaces()
{
    const auto items = decodeQuery("namespace=a+b%20c&&limit=10&flag&x==y&namespace=&=z").value();
    QCOMPARE(items.size(), 6);
    const QList<std::pair<QString, QString>> expected = {
        {QStringLiteral("namespace"), QStringLiteral("a b c")}, {QStringLiteral("limit"), QStringLiteral("10")},
        {QStringLiteral("flag"), QString()}, {QStringLiteral("x"), QStringLiteral("=y")},
        {QStringLiteral("namespace"), QString()}, {QString(), QStringLiteral("z")}};
    for (qsizetype i = 0; i < items.size(); ++i) {
        QCOMPARE(items[i].key, expected[i].first);
        QCOMPARE(items[i].value, expected[i].second);
    }
    QVERIFY(decodeQuery("").value().isEmpty());
    QCOMPARE(decodeQuery("plus=%2B").value().at(0).value, QStringLiteral("+"));
}

void tst_PercentCoding::query_invalidItem_isRefused()
{
    QVERIFY(!decodeQuery("a=1&b=%zz").has_value());
}

void tst_PercentCoding::encode_decode_areInverse()
{
    const QString text = QString::fromUtf8("a/b c+d%e&f=g?h#i\xc3\xa9\xf0\x9f\x98\x80~._-");
    const QByteArray encoded = percentEncode(text);
    QCOMPARE(encoded, QByteArray("a%2Fb%20c%2Bd%25e%26f%3Dg%3Fh%23i%C3%A9%F0%9F%98%80~._-"));
    QCOMPARE(decodePathSegment(encoded).value(), text);
    QCOMPARE(decodeQuery("x=" + encoded).value().at(0).value, text);
}

CLOISTER_TEST(tst_PercentCoding)
#include "tst_PercentCoding.moc"
