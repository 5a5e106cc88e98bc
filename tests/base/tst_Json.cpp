#include "engine/base/Json.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>

#include <vector>

using namespace cloister;

class tst_Json : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_validText_isAccepted_data();
    void parse_validText_isAccepted();
    void parse_invalidText_namesTheByte_data();
    void parse_invalidText_namesTheByte();
    void parse_duplicateKeys_areRefusedAtEveryLevel_data();
    void parse_duplicateKeys_areRefusedAtEveryLevel();
    void parse_likeButDifferentKeys_areAccepted_data();
    void parse_likeButDifferentKeys_areAccepted();
    void parse_depth_isLimited();
    void parse_tokens_areLimited();
    void parse_bombs_areAnsweredInBoundedTime_data();
    void parse_bombs_areAnsweredInBoundedTime();
    void parse_everyTruncation_isRefused();
    void raw_value_isByteForByte();
    void slice_outlivesTheBytesItCameFrom();
};

void tst_Json::parse_validText_isAccepted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("raw");
    const auto same = [](const char *text) { QTest::newRow(text) << QByteArray(text) << QByteArray(text); };
    for (const char *text : {"null", "true", "false", "0", "-0", "-0.0", "1e5", "1E+5", "1.5e-300", "1e999", "12345678901234567890123",
                             "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uD834\\uDd1e\"", "\"\\ud800\"", "\"\\udc00x\"",
                             "[]", "{}", "[ ]", "{ }", "[1, [2 ,3],{}]", "{\"a\":{\"a\":{\"a\":[{\"a\":1}]}}}", "\"\x7f\"",
                             "{\"\":1}", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"", "\"12345678\"", "\"1234567\xc3\xa9\""})
        same(text);
    QTest::newRow("space around") << QByteArray(" \t\r\n[1] \n") << QByteArray("[1]");
    QTest::newRow("byte-order mark") << QByteArray("\xef\xbb\xbf{\"a\":1}") << QByteArray("{\"a\":1}");
    const QByteArray digits(1'000'000, '7');
    QTest::newRow("a million digits") << digits << digits;
}

void tst_Json::parse_validText_isAccepted()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, raw);
    const auto parsed = parseJson(text);
    QVERIFY2(parsed.has_value(), parsed ? "" : qPrintable(parsed.error().detail));
    QCOMPARE(parsed->rawBytes(), raw);
}

void tst_Json::parse_invalidText_namesTheByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *name, const QByteArray &text, int offset) { QTest::newRow(name) << text << offset; };
    row("empty", "", 0);
    row("only space", "  ", 2);
    row("only a byte-order mark", "\xef\xbb\xbf", 3);
    row("two values", "1 2", 2);
    row("trailing comma in list", "[1,]", 3);
    row("trailing comma in object", "{\"a\":1,}", 7);
    row("leading comma", "[,1]", 1);
    row("no comma", "[1 2]", 3);
    row("no colon", "{\"a\" 1}", 5);
    row("no value", "{\"a\":}", 5);
    row("bare key", "{a:1}", 1);
    row("single quotes", "['a']", 1);
    row("comment", "[/*x*/1]", 1);
    row("wrong bracket", "[1}", 2);
    row("wrong brace", "{\"a\":1]", 6);
    row("open list", "[1", 2);
    row("open string", "\"abc", 4);
    row("open escape", "\"abc\\", 4);
    row("literal cut", "[tru]", 1);
    row("literal in capitals", "True", 0);
    row("literal too long", "nullx", 4);
    row("NaN", "NaN", 0);
    row("infinity", "-Infinity", 1);
    row("plus", "+1", 0);
    row("leading zero", "01", 0);
    row("negative leading zero", "[-01]", 2);
    row("no digit after point", "1.", 2);
    row("no digit before point", ".5", 0);
    row("no digit in exponent", "1e", 2);
    row("no digit after exponent sign", "[1e+]", 4);
    row("minus alone", "-", 1);
    row("hex", "0x1", 1);
    row("unknown escape", "\"a\\x\"", 2);
    row("short unit", "\"\\u12\"", 1);
    row("unit with letters beyond f", "\"\\u12g4\"", 1);
    row("raw newline", "\"a\nb\"", 2);
    row("raw NUL", QByteArray("\"a\0b\"", 5), 2);
    row("NUL after", QByteArray("1\0", 2), 1);
    row("raw tab deep in", "{\"k\":\"0123456789\tb\"}", 16);
    row("continuation alone", "\"\x80\"", 1);
    row("overlong 2", "\"\xc0\x80\"", 1);
    row("overlong 2 high", "\"\xc1\xbf\"", 1);
    row("overlong 3", "\"\xe0\x9f\xbf\"", 1);
    row("overlong 4", "\"\xf0\x8f\xbf\xbf\"", 1);
    row("surrogate", "\"\xed\xa0\x80\"", 1);
    row("above range", "\"\xf4\x90\x80\x80\"", 1);
    row("f5", "\"\xf5\x80\x80\x80\"", 1);
    row("sequence cut by quote", "\"\xe2\x82\"", 1);
    row("sequence cut by end", "\"\xf0\x9f\x98", 1);
    row("invalid UTF-8 in a key", "{\"a\xff\":1}", 3);
    row("invalid UTF-8 outside", "\xff", 0);
    row("UTF-16", QByteArray("[\0", 2), 1);
    row("no-break space", "[\xc2\xa0]", 1);
    row("offset counts the byte-order mark", "\xef\xbb\xbf[x]", 4);
}

void tst_Json::parse_invalidText_namesTheByte()
{
    QFETCH(QByteArray, text);
    QFETCH(int, offset);
    const auto parsed = parseJson(text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::InvalidJson);
    QVERIFY2(parsed.error().detail.endsWith(QStringLiteral(" at byte %1").arg(offset)), qPrintable(parsed.error().detail));
}

void tst_Json::parse_duplicateKeys_areRefusedAtEveryLevel_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    QTest::newRow("top") << QByteArray("{\"a\":1,\"a\":1}") << 7;
    QTest::newRow("not neighbours") << QByteArray("{\"a\":1,\"b\":2,\"a\":1}") << 13;
    QTest::newRow("inside") << QByteArray("[{\"x\":{\"a\":1,\"a\":2}}]") << 13;
    QTest::newRow("empty name") << QByteArray("{\"\":1,\"\":2}") << 6;
    QTest::newRow("escaped the second time") << QByteArray("{\"a\":1,\"\\u0061\":2}") << 7;
    QTest::newRow("escaped the first time") << QByteArray("{\"\\u0061\":1,\"a\":2}") << 12;
    QTest::newRow("pair and character") << QByteArray("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}") << 18;
    QTest::newRow("lone surrogate") << QByteArray("{\"\\ud800\":1,\"\\uD800\":2}") << 12;
    QTest::newRow("two-byte character") << QByteArray("{\"\\u00e9\":1,\"\xc3\xa9\":2}") << 12;
    QTest::newRow("after a nested object") << QByteArray("{\"a\":{\"b\":1},\"b\":1,\"a\":2}") << 19;
}

void tst_Json::parse_duplicateKeys_areRefusedAtEveryLevel()
{
    parse_invalidText_namesTheByte();
}

void tst_Json::parse_likeButDifferentKeys_areAccepted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("case") << QByteArray("{\"a\":1,\"A\":1}");
    QTest::newRow("two lone surrogates") << QByteArray("{\"\\ud800\":1,\"\\ud801\":2}");
    QTest::newRow("lone surrogate and U+FFFD") << QByteArray("{\"\\ud800\":1,\"\\ufffd\":2}");
    QTest::newRow("composed and decomposed") << QByteArray("{\"\\u00e9\":1,\"e\\u0301\":2}");
    QTest::newRow("NUL and empty") << QByteArray("{\"\\u0000\":1,\"\":2}");
    QTest::newRow("same at two levels") << QByteArray("{\"a\":{\"a\":1},\"b\":{\"a\":1}}");
}

void tst_Json::parse_likeButDifferentKeys_areAccepted()
{
    QFETCH(QByteArray, text);
    const auto parsed = parseJson(text);
    QVERIFY2(parsed.has_value(), parsed ? "" : qPrintable(parsed.error().detail));
    QCOMPARE(parsed->members().size(), 2);
}

void tst_Json::parse_depth_isLimited()
{
    QVERIFY(parseJson(QByteArray(64, '[') + QByteArray(64, ']')).has_value());
    const auto tooDeep = parseJson(QByteArray(65, '[') + QByteArray(65, ']'));
    QVERIFY(!tooDeep.has_value());
    QCOMPARE(tooDeep.error().detail, QStringLiteral("values are nested too deeply at byte 64"));
    QVERIFY(!parseJson("[[]]", {.depth = 1}).has_value());
    QVERIFY(parseJson("[[],[]]", {.depth = 2}).has_value());
}

void tst_Json::parse_tokens_areLimited()
{
    QVERIFY(parseJson("{\"a\":[1,2]}", {.tokens = 5}).has_value());
    const auto tooMany = parseJson("{\"a\":[1,2]}", {.tokens = 4});
    QVERIFY(!tooMany.has_value());
    QCOMPARE(tooMany.error().detail, QStringLiteral("the text holds too many values at byte 8"));
}

void tst_Json::parse_bombs_areAnsweredInBoundedTime_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isAccepted");
    static constexpr qsizetype kBody = 36 * 1024 * 1024;
    QTest::newRow("36 MiB of small objects") << QByteArray("[") + QByteArray("{\"a\":1},").repeated(kBody / 8) << false;
    QTest::newRow("36 MiB of [") << QByteArray(kBody, '[') << false;
    QTest::newRow("36 MiB of {\"a\":") << QByteArray("{\"a\":").repeated(kBody / 5) << false;
    QTest::newRow("36 MiB of quotes") << QByteArray(kBody, '"') << false;
    QTest::newRow("36 MiB of escapes") << '"' + QByteArray("\\\"").repeated(kBody / 2) + '"' << true;
    QTest::newRow("36 MiB of text") << '"' + QByteArray(kBody, 'x') + '"' << true;
    QTest::newRow("a million digits") << QByteArray(1'000'000, '9') << true;
    QTest::newRow("a million digits of exponent") << QByteArray("1e") + QByteArray(1'000'000, '9') << true;
    QByteArray keys = "{";
    for (int i = 0; i < 400'000; ++i)
        keys += '"' + QByteArray(40, 'k') + QByteArray::number(i) + "\":1,";
    keys += "\"last\":0}";
    QTest::newRow("400,000 keys") << keys << true;
    QTest::newRow("400,000 keys and one twice") << keys.chopped(1) + ",\"last\":1}" << false;
}

void tst_Json::parse_bombs_areAnsweredInBoundedTime()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isAccepted);
    QElapsedTimer timer;
    timer.start();
    const auto parsed = parseJson(text);
    const qint64 ms = timer.elapsed();
    QCOMPARE(parsed.has_value(), isAccepted);
    if (isAccepted)
        QVERIFY(parsed->raw() == QByteArrayView(text));
    // Far above what one pass takes even on a loaded machine under a sanitizer, far below what a quadratic one would.
    QVERIFY2(ms < 10'000, qPrintable(QString::number(ms)));
}

void tst_Json::parse_everyTruncation_isRefused()
{
    const QByteArray text = "{\"a\":[1,2.5e3,\"x\\u00e9\xe2\x82\xac\",true,null,{\"b\":{}}]}";
    QVERIFY(parseJson(text).has_value());
    for (qsizetype length = 0; length < text.size(); ++length) {
        // A heap block of exactly that length, so that a sanitizer sees a read past its end.
        const std::vector<char> exact(text.begin(), text.begin() + length);
        QVERIFY(!parseJson(QByteArray::fromRawData(exact.data(), length)).has_value());
    }
}

void tst_Json::raw_value_isByteForByte()
{
    const QByteArray value = "{ \"z\" : 1.50 , \"a\":\"\\u0041\\/\\ud800\" ,\t\"n\":-0,\"e\":1E+02 , \"\\u0000\": [ ] }";
    const auto parsed = parseJson("{\"x\":0, \"value\" : " + value + " }");
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->member(QLatin1String("value"))->rawBytes(), value);
}

void tst_Json::slice_outlivesTheBytesItCameFrom()
{
    JsonSlice kept;
    {
        QByteArray text = "[\"kept\"]";
        kept = parseJson(text).value().elements().at(0);
        text.fill('x');
    }
    QCOMPARE(kept.toText().value(), QStringLiteral("kept"));
}

CLOISTER_TEST(tst_Json)
#include "tst_Json.moc"
