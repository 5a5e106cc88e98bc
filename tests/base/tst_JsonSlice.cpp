#include "engine/base/Json.h"
#include "tests/support/Test.h"

#include <QRandomGenerator>

#include <cmath>

using namespace cloister;

class tst_JsonSlice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kind_eachValue_isTold();
    void members_keepTheirOrderAndNames();
    void member_nameWrittenWithEscapes_isFound();
    void member_absentOrNoObject_isNothing();
    void elements_ofNestedValues_areWhole();
    void toText_escapes_areDecoded();
    void toText_loneSurrogate_isAnError();
    void toText_otherKind_isAnError();
    void toInteger_table_data();
    void toInteger_table();
    void toNumber_outsideDouble_isNothing();
    void toBool_onlyOfBooleans();
    void rebuild_randomValues_equalsTheInput();
};

static JsonSlice parsed(const QByteArray &text)
{
    const auto result = parseJson(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

void tst_JsonSlice::kind_eachValue_isTold()
{
    QCOMPARE(parsed("null").kind(), JsonKind::Null);
    QCOMPARE(parsed("true").kind(), JsonKind::Bool);
    QCOMPARE(parsed("false").kind(), JsonKind::Bool);
    QCOMPARE(parsed("-1").kind(), JsonKind::Number);
    QCOMPARE(parsed("0").kind(), JsonKind::Number);
    QCOMPARE(parsed("\"\"").kind(), JsonKind::String);
    QCOMPARE(parsed("{}").kind(), JsonKind::Object);
    QCOMPARE(parsed("[]").kind(), JsonKind::Array);
    QCOMPARE(JsonSlice().kind(), JsonKind::Null);
    QCOMPARE(JsonSlice().rawBytes(), QByteArray("null"));
}

void tst_JsonSlice::members_keepTheirOrderAndNames()
{
    const JsonSlice slice = parsed("{ \"b\" : [1,{\"]\":\"}\"}] ,\"a\":\"\\\\\",\"\\u00e9\\n\":-1.5e3 , \"\":null}");
    const auto members = slice.members();
    QCOMPARE(members.size(), 4);
    QCOMPARE(slice.size(), 4);
    QCOMPARE(members[0].key, QStringLiteral("b"));
    QCOMPARE(members[0].value.rawBytes(), QByteArray("[1,{\"]\":\"}\"}]"));
    QCOMPARE(members[1].key, QStringLiteral("a"));
    QCOMPARE(members[1].value.rawBytes(), QByteArray("\"\\\\\""));
    QCOMPARE(members[2].key, QString::fromUtf8("\xc3\xa9\n"));
    QCOMPARE(members[2].value.rawBytes(), QByteArray("-1.5e3"));
    QCOMPARE(members[3].key, QString());
    QVERIFY(members[3].value.isNull());
}

void tst_JsonSlice::member_nameWrittenWithEscapes_isFound()
{
    QCOMPARE(parsed("{\"x\":1,\"r\\u006fle\":2}").member(QLatin1String("role"))->toInteger(), 2);
}

void tst_JsonSlice::member_absentOrNoObject_isNothing()
{
    QVERIFY(!parsed("{\"a\":{\"b\":1}}").member(QLatin1String("b")));
    QVERIFY(!parsed("[\"b\",1]").member(QLatin1String("b")));
    QVERIFY(!parsed("\"b\"").member(QLatin1String("b")));
    QCOMPARE(parsed("7").size(), 0);
    QVERIFY(parsed("[1]").members().isEmpty());
    QVERIFY(parsed("{\"a\":1}").elements().isEmpty());
}

void tst_JsonSlice::elements_ofNestedValues_areWhole()
{
    const auto elements = parsed("[ 1 ,[2,[3]] , {\"a\":[4]},\"]\\\"\", true]").elements();
    QCOMPARE(elements.size(), 5);
    QCOMPARE(elements[0].rawBytes(), QByteArray("1"));
    QCOMPARE(elements[1].rawBytes(), QByteArray("[2,[3]]"));
    QCOMPARE(elements[2].rawBytes(), QByteArray("{\"a\":[4]}"));
    QCOMPARE(elements[3].toText().value(), QStringLiteral("]\""));
    QCOMPARE(elements[4].toBool(), true);
    QCOMPARE(elements[1].elements()[1].elements()[0].toInteger(), 3);
}

void tst_JsonSlice::toText_escapes_areDecoded()
{
    QCOMPARE(parsed("\"\\\"\\\\\\/\\b\\f\\n\\r\\tx\\uD83D\\ude00\xf0\x9f\x98\x80\"").toText().value(),
             QString::fromUtf8("\"\\/\b\f\n\r\tx\xf0\x9f\x98\x80\xf0\x9f\x98\x80"));
    const QString nul = parsed("\"a\\u0000b\"").toText().value();
    QCOMPARE(nul.size(), 3);
    QCOMPARE(nul[1], QChar(0));
}

void tst_JsonSlice::toText_loneSurrogate_isAnError()
{
    for (const char *text : {"\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"x\\ud83dy\""}) {
        const auto result = parsed(text).toText();
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::InvalidParameter);
    }
    QCOMPARE(parsed("\"a\\ud800b\\ud83d\\ude00\"").toTextReplacing(), QString::fromUtf8("a\xef\xbf\xbd" "b\xf0\x9f\x98\x80"));
}

void tst_JsonSlice::toText_otherKind_isAnError()
{
    QVERIFY(!parsed("1").toText().has_value());
    QVERIFY(!parsed("{\"a\":\"b\"}").toText().has_value());
    QCOMPARE(parsed("[]").toTextReplacing(), QString());
}

void tst_JsonSlice::toInteger_table_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isInteger");
    QTest::addColumn<qint64>("value");
    const auto row = [](const char *text, qint64 value) { QTest::newRow(text) << QByteArray(text) << true << value; };
    const auto none = [](const char *text) { QTest::newRow(text) << QByteArray(text) << false << qint64(0); };
    row("0", 0);
    row("-0", 0);
    row("0.000e99999999999999999999", 0);
    row("42", 42);
    row("-42", -42);
    row("1.0", 1);
    row("1e2", 100);
    row("1.50e1", 15);
    row("1200e-2", 12);
    row("0.0012e4", 12);
    row("9223372036854775807", 9223372036854775807);
    row("-9223372036854775808", std::numeric_limits<qint64>::min());
    row("922337203685477580700e-2", 9223372036854775807);
    none("9223372036854775808");
    none("-9223372036854775809");
    none("18446744073709551616");
    none("99999999999999999999999999");
    none("1.5");
    none("1e-1");
    none("12e-2");
    none("1e19");
    none("1e99999999999999999999");
    none("1e-99999999999999999999");
    none("\"1\"");
    none("true");
    none("null");
    none("[1]");
    QTest::newRow("a million digits") << QByteArray(1'000'000, '9') << false << qint64(0);
    QTest::newRow("a million zeros taken back") << '7' + QByteArray(1'000'000, '0') + "e-1000000" << true << qint64(7);
}

void tst_JsonSlice::toInteger_table()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isInteger);
    QFETCH(qint64, value);
    const auto number = parsed(text).toInteger();
    QCOMPARE(number.has_value(), isInteger);
    if (isInteger)
        QCOMPARE(*number, value);
}

void tst_JsonSlice::toNumber_outsideDouble_isNothing()
{
    QCOMPARE(parsed("1.5e3").toNumber(), 1500.0);
    QCOMPARE(parsed("-0.1").toNumber(), -0.1);
    QVERIFY(std::signbit(*parsed("-0").toNumber()));
    QVERIFY(!parsed("1e999").toNumber());
    QVERIFY(!parsed("\"1\"").toNumber());
}

void tst_JsonSlice::toBool_onlyOfBooleans()
{
    QCOMPARE(parsed("true").toBool(), true);
    QCOMPARE(parsed("false").toBool(), false);
    QVERIFY(!parsed("0").toBool());
    QVERIFY(!parsed("\"true\"").toBool());
}

/// Random JSON with random white space, and what a faithful walk must find of it.
class RandomJson
{
public:
    explicit RandomJson(quint32 seed) : m_random(seed) {}

    QByteArray value(int depth)
    {
        const quint32 kind = m_random.bounded(depth > 0 ? 6u : 4u);
        switch (kind) {
        case 0: return m_random.bounded(2) == 0 ? "null" : "true";
        case 1: return QByteArray::number(m_random.generateDouble() * 1e6, 'g', 12);
        case 2:
        case 3: return text();
        case 4: return container('{', '}', depth);
        default: return container('[', ']', depth);
        }
    }

private:
    QByteArray text()
    {
        static const QByteArrayList kParts = {"a", "\\\"", "\\\\", "\xc3\xa9", "\\u12aB", "}", "]", ",", ":", "\\ud800", " ", "{", "["};
        QByteArray out = "\"";
        for (quint32 i = m_random.bounded(8u); i > 0; --i)
            out += kParts.at(m_random.bounded(static_cast<int>(kParts.size())));
        return out + '"';
    }

    QByteArray space()
    {
        static const QByteArrayList kSpaces = {"", "", "", " ", "\n", "\t ", "\r\n"};
        return kSpaces.at(m_random.bounded(static_cast<int>(kSpaces.size())));
    }

    QByteArray container(char open, char close, int depth)
    {
        QByteArray out(1, open);
        const quint32 count = m_random.bounded(5u);
        for (quint32 i = 0; i < count; ++i) {
            out += (i > 0 ? "," : "") + space();
            if (open == '{')
                out += "\"k" + QByteArray::number(i) + text().sliced(1) + space() + ':' + space();
            out += value(depth - 1) + space();
        }
        return out + close;
    }

    QRandomGenerator m_random;
};

/// Puts a container together again from what the walk gives and the bytes between the entries.
static QByteArray rebuilt(const JsonSlice &slice)
{
    if (!slice.isObject() && !slice.isArray())
        return slice.rawBytes();
    const QByteArrayView raw = slice.raw();
    QByteArray out;
    const char *from = raw.data();
    for (JsonCursor cursor(slice); cursor.next();) {
        const JsonSlice value = cursor.value();
        const QByteArrayView between(from, value.raw().data());
        // Nothing but one key, punctuation and white space may lie between two values.
        if (slice.isArray() && !between.toByteArray().simplified().replace(' ', "").replace(',', "").replace('[', "").isEmpty())
            return "lost an element";
        out += between.toByteArray() + rebuilt(value);
        from = value.raw().data() + value.raw().size();
    }
    return out + QByteArrayView(from, raw.data() + raw.size()).toByteArray();
}

void tst_JsonSlice::rebuild_randomValues_equalsTheInput()
{
    for (quint32 seed = 0; seed < 3000; ++seed) {
        const QByteArray text = RandomJson(seed).value(5);
        const auto slice = parseJson(text);
        QVERIFY2(slice.has_value(), text.constData());
        QCOMPARE(slice->rawBytes(), text);
        QCOMPARE(rebuilt(*slice), text);
        QCOMPARE(slice->size(), qMax(slice->members().size(), slice->elements().size()));
    }
}

CLOISTER_TEST(tst_JsonSlice)
#include "tst_JsonSlice.moc"
