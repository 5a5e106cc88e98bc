#include "engine/base/Json.h"
#include "engine/base/JsonWriter.h"
#include "tests/support/Test.h"

#include <limits>

using namespace cloister;

class tst_JsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void write_everyKind_isExact();
    void write_hostileText_isEscaped();
    void write_anyText_readsBackTheSame();
    void write_notANumber_isNull();
};

void tst_JsonWriter::write_everyKind_isExact()
{
    JsonWriter json;
    json.beginObject();
    json.member(QLatin1String("text"), QStringLiteral("a"));
    json.member(QLatin1String("integer"), 42);
    json.member(QLatin1String("long"), std::numeric_limits<qint64>::min());
    json.member(QLatin1String("double"), 0.1);
    json.member(QLatin1String("truth"), true);
    json.member(QLatin1String("nothing"), nullptr);
    json.member(QLatin1String("list"), QStringList{QStringLiteral("x"), QStringLiteral("y")});
    json.rawMember(QLatin1String("raw"), "{ \"z\":1.50}");
    json.key(QLatin1String("empty"));
    json.beginArray();
    json.endArray();
    json.key(QStringLiteral("nested"));
    json.beginArray();
    json.beginObject();
    json.endObject();
    json.value(false);
    json.endArray();
    json.endObject();
    QCOMPARE(json.bytes(), QByteArray("{\"text\":\"a\",\"integer\":42,\"long\":-9223372036854775808,\"double\":0.1,"
                                      "\"truth\":true,\"nothing\":null,\"list\":[\"x\",\"y\"],\"raw\":{ \"z\":1.50},"
                                      "\"empty\":[],\"nested\":[{},false]}"));
    QVERIFY(parseJson(json.take()).has_value());
    QVERIFY(json.bytes().isEmpty());
}

void tst_JsonWriter::write_hostileText_isEscaped()
{
    JsonWriter json;
    json.value(QString::fromUtf8("\"\\\b\f\n\r\t\x01\x1f/\x7f\xc3\xa9\xf0\x9f\x98\x80") + QChar(0) + QChar(0xd800) + QLatin1Char('x'));
    QCOMPARE(json.bytes(), QByteArray("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/\x7f\xc3\xa9\xf0\x9f\x98\x80\\u0000\\ud800x\""));
}

void tst_JsonWriter::write_anyText_readsBackTheSame()
{
    for (char32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        const QString text = QLatin1Char('a') + QString::fromUcs4(&c, 1) + QLatin1Char('b');
        JsonWriter json;
        json.value(text);
        const auto parsed = parseJson(json.bytes());
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->toText().value(), text);
    }
}

void tst_JsonWriter::write_notANumber_isNull()
{
    JsonWriter json;
    json.beginArray();
    json.value(std::numeric_limits<double>::quiet_NaN());
    json.value(std::numeric_limits<double>::infinity());
    json.value(1e20);
    json.endArray();
    QCOMPARE(json.bytes(), QByteArray("[null,null,1e+20]"));
}

CLOISTER_TEST(tst_JsonWriter)
#include "tst_JsonWriter.moc"
