#include "engine/base/Json.h"
#include "engine/model/PartitionKey.h"
#include "engine/model/Validate.h"
#include "tests/support/Test.h"

#include <QHash>

using namespace cloister;

class tst_Validate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namespace_default_isEmpty();
    void namespace_legal_isKept_data();
    void namespace_legal_isKept();
    void namespace_illegal_isRefused_data();
    void namespace_illegal_isRefused();
    void namespace_leftover_isSuspicious_data();
    void namespace_leftover_isSuspicious();
    void namespaces_thatLookAlike_haveDistinctPartitionKeys();
    void ownId_table();
    void line_table();
    void tags_table_data();
    void tags_table();
    void tags_duplicates_areRemovedInOrder();
    void metadata_table_data();
    void metadata_table();
    void metadata_limits_areExact();
    void state_limits_areExact();
    void content_table_data();
    void content_table();
    void content_limit_isExact();
    void content_length_countsAsTheClientDoes();
    void status_names_areTheProtocols();
    void refusedValue_isShortened();
};

static JsonSlice sliceOf(const QByteArray &text)
{
    const auto result = parseJson(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

static QString utf8(const char *text)
{
    return QString::fromUtf8(text);
}

void tst_Validate::namespace_default_isEmpty()
{
    QCOMPARE(checkNamespace(QString()).value(), QString());
    QCOMPARE(checkNamespace(QStringLiteral("default")).value(), QString());
    QCOMPARE(checkNamespace(QStringLiteral("Default")).value(), QStringLiteral("Default"));
}

void tst_Validate::namespace_legal_isKept_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"a", "acme corp", "a#b", "a%23b", "a/b", "..", "caf\xc3\xa9", "\xf0\x9f\x98\x80", "O'Brien; DROP TABLE", "\"q\"", "a\\b",
                             "\xe2\x80\xae" "abc", "Undefined", "nullable", "NaN1", "$tenant", "{tenant}", "$ {x}", "none"})
        QTest::newRow(text) << utf8(text);
    QTest::newRow("256 bytes") << QString(256, QLatin1Char('n'));
}

void tst_Validate::namespace_legal_isKept()
{
    QFETCH(QString, text);
    QCOMPARE(checkNamespace(text).value(), text);
}

void tst_Validate::namespace_illegal_isRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("257 bytes") << QString(257, QLatin1Char('n'));
    QTest::newRow("129 two-byte characters") << QString(129, QChar(0xe9));
    QTest::newRow("leading space") << QStringLiteral(" a");
    QTest::newRow("trailing space") << QStringLiteral("a ");
    QTest::newRow("only a space") << QStringLiteral(" ");
    QTest::newRow("trailing no-break space") << QStringLiteral("a\u00a0");
    QTest::newRow("newline") << QStringLiteral("a\nb");
    QTest::newRow("NUL") << QString::fromLatin1("a\0b", 3);
    QTest::newRow("DEL") << QStringLiteral("a\x7f" "b");
    QTest::newRow("C1") << QStringLiteral("a\u0085" "b");
    QTest::newRow("NFD") << utf8("cafe\xcc\x81");
    QTest::newRow("Angstrom sign") << utf8("\xe2\x84\xab");
    QTest::newRow("lone surrogate") << QString(QLatin1Char('a') + QString(QChar(0xd800)));
}

void tst_Validate::namespace_illegal_isRefused()
{
    QFETCH(QString, text);
    const auto result = checkNamespace(text);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::InvalidParameter);
    QCOMPARE(result.error().fields.size(), 1);
    QCOMPARE(result.error().fields[0].field, QStringLiteral("namespace"));
    QCOMPARE(result.error().fields[0].code, QStringLiteral("INVALID"));
}

void tst_Validate::namespace_leftover_isSuspicious_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"undefined", "null", "NaN", "[object Object]", "None", "${tenant}", "{{tenant}}", "tenant-${id}", "a{{ b }}c", "${}"})
        QTest::newRow(text) << utf8(text);
}

void tst_Validate::namespace_leftover_isSuspicious()
{
    QFETCH(QString, text);
    const auto result = checkNamespace(text);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::SuspiciousNamespace);
    QCOMPARE(result.error().fields[0].value, text);
}

/// 200 and more names that differ in case, script, escapes, separators, normal form, invisible characters.
static QStringList lookAlikes()
{
    QStringList names;
    for (const char *text : {"default", "acme", "Acme", "ACME", "acme ", " acme", "ac me", "ac  me", "acm\xd0\xb5", "\xd0\xb0" "cme", "acme\xe2\x80\x8b",
                             "\xef\xbb\xbf" "acme", "acme\xe2\x80\xae", "\xe2\x80\xaa" "acme", "a\xcc\x81" "cme", "\xc3\xa1" "cme", "caf\xc3\xa9",
                             "cafe\xcc\x81", "\xef\xac\x81", "fi", "\xe2\x84\xab", "\xc3\x85", "A\xcc\x8a", "\xe2\x84\xa6", "\xce\xa9", "\xc5\xbf", "s", "\xc4\xb1", "i",
                             "I", "\xc4\xb0", "\xc3\x9f", "ss", "undefined", "null", "''", "\"\"", "`", "\\", "\\\\", "/", "//", ".", "..", "a/../b", "a/b",
                             "a%2Fb", "a%2fb", "a%252Fb", "*", "?", "_", "%", "%%", "#", "##", "%23", "%2523", "#23", "%23#", "#%23", "a#", "#a", "a#b", "a%23b",
                             "a#b#c", "a#b%23c", "DIALOGUE#a", "DIALOGUE##a", "a#project", "#project", "%00", "%0A", "a%00", ";", "--", "' OR 1=1 --", "{}", "[]",
                             "<b>", "&lt;b&gt;", "&", "a&b", "a=b", "a+b", "a b", "a%20b", "0", "00", "-0", "1", "1.0", "1e0", "true", "false", "\xf0\x9f\x98\x80",
                             "\xf0\x9f\x98\x81", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", "\xf0\x9f\x91\xa9\xf0\x9f\x91\xa7"})
        names.append(utf8(text));
    for (char16_t c = 0x21; c < 0x7f; ++c) // each printable character in the middle, some of them escaped in keys
        names.append(QStringLiteral("x%1y").arg(QChar(c)));
    for (const int length : {1, 63, 64, 127, 128, 255, 256, 257})
        names.append(QString(length, QLatin1Char('#')));
    for (const char16_t c : {u'\x00', u'\x01', u'\x1f', u'\x7f', u'\u0080', u'\u00a0', u'\u2028', u'\u200d', u'\ufeff', u'\ufffd', u'\ufffe'})
        names.append(QStringLiteral("n") + QChar(c) + QStringLiteral("m"));
    return names;
}

void tst_Validate::namespaces_thatLookAlike_haveDistinctPartitionKeys()
{
    const QStringList names = lookAlikes();
    QVERIFY(names.size() >= 200);
    QHash<QByteArray, QString> keys;
    int refused = 0;
    for (const QString &name : names) {
        const auto accepted = checkNamespace(name);
        if (!accepted) {
            ++refused;
            continue;
        }
        const PartitionKey key(*accepted, QStringLiteral("01ARYZ6S410000000000000000"));
        QVERIFY2(!keys.contains(key.bytes()) || keys.value(key.bytes()) == name, qPrintable(name));
        keys.insert(key.bytes(), name);
        QCOMPARE(PartitionKey::nameSpaceOf(key.bytes()), *accepted);
        QCOMPARE(key.bytes().count('#'), 2);
    }
    QVERIFY(refused >= 12 && refused < 40);
    QCOMPARE(PartitionKey(QStringLiteral("a#b%"), QStringLiteral("p")).bytes(), QByteArray("DIALOGUE#a%23b%25#p"));
    QCOMPARE(PartitionKey(QString(), QStringLiteral("p")).bytes(), QByteArray("DIALOGUE##p"));
}

void tst_Validate::ownId_table()
{
    for (const QString &id : {QStringLiteral("abcde"), QStringLiteral("A.z_0~:@-"), QString(128, QLatin1Char('x')), QStringLiteral("01ARYZ6S410000000000000000")})
        QCOMPARE(checkOwnId(id).value(), id);
    for (const QString &id : {QString(), QStringLiteral("abcd"), QString(129, QLatin1Char('x')), QStringLiteral("ab cde"), QStringLiteral("abc/de"),
                              QStringLiteral("abc#de"), QStringLiteral("abc%de"), utf8("abcd\xc3\xa9"), QStringLiteral("abcd\n")})
        QCOMPARE(checkOwnId(id).error().fields.value(0).field, QStringLiteral("id"));
    QVERIFY(checkReference(QStringLiteral("a"), QStringLiteral("threadOf")).has_value());
    QVERIFY(!checkReference(QString(), QStringLiteral("threadOf")).has_value());
    QVERIFY(!checkReference(QString(129, QLatin1Char('x')), QStringLiteral("threadOf")).has_value());
}

void tst_Validate::line_table()
{
    const QString field = QStringLiteral("role");
    QVERIFY(checkLine(QStringLiteral("user"), 64, field).has_value());
    QVERIFY(checkLine(QString(64, QLatin1Char('r')), 64, field).has_value());
    QVERIFY(checkLine(utf8("\xf0\x9f\x98\x80").repeated(64), 64, field).has_value());
    QVERIFY(!checkLine(QString(65, QLatin1Char('r')), 64, field).has_value());
    QVERIFY(!checkLine(QString(), 64, field).has_value());
    QVERIFY(!checkLine(QStringLiteral("  "), 64, field).has_value());
    QVERIFY(!checkLine(QStringLiteral("a\tb"), 64, field).has_value());
    QVERIFY(checkDescription(QStringLiteral("two\nlines")).has_value());
    QVERIFY(checkDescription(QString(16'384, QLatin1Char('d'))).has_value());
    QVERIFY(!checkDescription(QString(16'385, QLatin1Char('d'))).has_value());
}

void tst_Validate::tags_table_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("refusedField"); // empty: accepted
    const auto row = [](const char *name, const QByteArray &json, const char *field) { QTest::newRow(name) << json << QString::fromLatin1(field); };
    QByteArray many = "[";
    for (int i = 0; i < 50; ++i)
        many += "\"t" + QByteArray::number(i) + "\",";
    row("none", "[]", "");
    row("50", many.chopped(1) + ']', "");
    row("50 and a duplicate", many + "\"t0\"]", "");
    row("51", many + "\"last\"]", "tags");
    row("64 characters", "[\"" + QByteArray(64, 't') + "\"]", "");
    row("64 escaped pairs", "[\"" + QByteArray("\\ud83d\\ude00").repeated(64) + "\"]", "");
    row("65 characters", "[\"ok\",\"" + QByteArray(65, 't') + "\"]", "tags[1]");
    row("a million characters", "[\"" + QByteArray(1'000'000, 't') + "\"]", "tags[0]");
    row("empty", "[\"\"]", "tags[0]");
    row("control", "[\"a\\nb\"]", "tags[0]");
    row("NUL", "[\"\\u0000\"]", "tags[0]");
    row("lone surrogate", "[\"\\ud800\"]", "tags[0]");
    row("number", "[\"a\",1]", "tags[1]");
    row("null", "null", "tags");
    row("text", "\"a\"", "tags");
    row("object", "{}", "tags");
}

void tst_Validate::tags_table()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, refusedField);
    const auto tags = checkTags(sliceOf(json));
    QCOMPARE(tags.has_value(), refusedField.isEmpty());
    if (!tags)
        QCOMPARE(tags.error().fields.value(0).field, refusedField);
}

void tst_Validate::tags_duplicates_areRemovedInOrder()
{
    QCOMPARE(checkTags(sliceOf("[\"b\",\"a\",\"b\",\"\\u0061\",\"A\"]")).value(),
             (QStringList{QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("A")}));
}

void tst_Validate::metadata_table_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("refusedField");
    const auto row = [](const char *json, const char *field) { QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(field); };
    row("{}", "");
    row("{ \"s\" : \"x\", \"n\":1.50, \"b\":false, \"l\":[\"a\",\"b\"], \"e\":[] }", "");
    row("{\"\\u0000\":\"\\ud800\"}", "");
    row("{\"a\":null}", "metadata.a");
    row("{\"ok\":1,\"a\":{}}", "metadata.a");
    row("{\"a\":[1]}", "metadata.a");
    row("{\"a\":[\"x\",[]]}", "metadata.a");
    row("[]", "metadata");
    row("null", "metadata");
    row("\"{}\"", "metadata");
}

void tst_Validate::metadata_table()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, refusedField);
    const auto metadata = checkMetadata(sliceOf(json));
    QCOMPARE(metadata.has_value(), refusedField.isEmpty());
    if (metadata)
        QCOMPARE(*metadata, json);
    else
        QCOMPARE(metadata.error().fields.value(0).field, refusedField);
}

void tst_Validate::metadata_limits_areExact()
{
    const auto ofSize = [](qsizetype size) { return sliceOf("{\"k\":\"" + QByteArray(size - 8, 'v') + "\"}"); };
    QCOMPARE(ofSize(16'384).raw().size(), 16'384);
    QVERIFY(checkMetadata(ofSize(16'384)).has_value());
    QVERIFY(!checkMetadata(ofSize(16'385)).has_value());
    QByteArray keys = "{";
    for (int i = 0; i < 50; ++i)
        keys += "\"k" + QByteArray::number(i) + "\":1,";
    QVERIFY(checkMetadata(sliceOf(keys.chopped(1) + '}')).has_value());
    QVERIFY(!checkMetadata(sliceOf(keys + "\"last\":1}")).has_value());
}

void tst_Validate::state_limits_areExact()
{
    const auto ofSize = [](qsizetype size) { return sliceOf("{\"k\":\"" + QByteArray(size - 8, 'v') + "\"}"); };
    QVERIFY(checkState(ofSize(1'048'576)).has_value());
    QVERIFY(!checkState(ofSize(1'048'577)).has_value());
    QVERIFY(!checkState(sliceOf("[]")).has_value());
    QVERIFY(!checkState(sliceOf("null")).has_value());
    QCOMPARE(checkState(sliceOf(" { \"a\" : {\"b\":[ 1 ]} } ")).value(), QByteArray("{ \"a\" : {\"b\":[ 1 ]} }"));
}

void tst_Validate::content_table_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isAccepted");
    const auto row = [](const char *json, bool isAccepted) { QTest::newRow(json) << QByteArray(json) << isAccepted; };
    row("\"a\"", true);
    row("\"\\u0000\"", true);
    row("\" \"", true);
    row("{}", true);
    row("{\"type\":\"text\"}", true);
    row("[{}]", true);
    row("[{\"type\":\"unknown\",\"x\":[1]},{\"type\":\"text\",\"text\":\"\"}]", true);
    row("\"\"", false);
    row("[]", false);
    row("[1]", false);
    row("[{},\"a\"]", false);
    row("[[{}]]", false);
    row("null", false);
    row("1", false);
    row("true", false);
}

void tst_Validate::content_table()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, isAccepted);
    const auto facts = checkContent(sliceOf(json));
    QCOMPARE(facts.has_value(), isAccepted);
    if (!facts)
        QCOMPARE(facts.error().fields.value(0).value, QString());
}

void tst_Validate::content_limit_isExact()
{
    const auto ofSize = [](qsizetype size) { return sliceOf('"' + QByteArray(size - 2, 'c') + '"'); };
    QVERIFY(checkContent(ofSize(4'194'304)).has_value());
    QVERIFY(!checkContent(ofSize(4'194'305)).has_value());
}

void tst_Validate::content_length_countsAsTheClientDoes()
{
    QCOMPARE(checkContent(sliceOf("\"a\\u00e9\\n\xf0\x9f\x98\x80\""))->length, 5);
    QCOMPARE(checkContent(sliceOf("{ \"a\":1}"))->length, 8);
}

void tst_Validate::status_names_areTheProtocols()
{
    QCOMPARE(parseStatus(QStringLiteral("active")).value(), DialogueStatus::Active);
    QCOMPARE(parseStatus(QStringLiteral("ended")).value(), DialogueStatus::Ended);
    QCOMPARE(parseStatus(QStringLiteral("archived")).value(), DialogueStatus::Archived);
    for (const char *name : {"", "Active", "deleted", "active "})
        QVERIFY(!parseStatus(utf8(name)).has_value());
}

void tst_Validate::refusedValue_isShortened()
{
    const auto error = checkOwnId(QString(500, QLatin1Char('x'))).error();
    QCOMPARE(error.fields[0].value, QString(QString(64, QLatin1Char('x')) + QChar(0x2026)));
}

CLOISTER_TEST(tst_Validate)
#include "tst_Validate.moc"
