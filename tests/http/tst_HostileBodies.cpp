// IN-1: what a body can do to the service. Everything is either refused with 400 or comes back byte for byte.
#include "tests/support/ApiFixture.h"

#include <QElapsedTimer>

using namespace cloister;
using namespace cloister::test;

class tst_HostileBodies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void brokenJson_isRefusedWithItsOffset_data();
    void brokenJson_isRefusedWithItsOffset();
    void bombs_areRefused_data();
    void bombs_areRefused();
    void strangeValues_comeBack_data();
    void strangeValues_comeBack();
    void everyPost_refusesBrokenJson();
    void refusedBodies_leaveNothing();

private:
    ApiFixture m_api;
};

void tst_HostileBodies::initTestCase()
{
    QVERIFY(m_api.start());
}

void tst_HostileBodies::brokenJson_isRefusedWithItsOffset_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *name, const QByteArray &body, int offset) { QTest::newRow(name) << body << offset; };
    row("empty", "", 0);
    row("words", "hello", 0);
    row("cut", "{\"value\":", 9);
    row("trailing", "{\"value\":1}x", 11);
    row("two values", "{\"value\":1}{}", 11);
    row("comma", "{\"value\":1,}", 11);
    row("single quotes", "{'value':1}", 1);
    row("NaN", "{\"value\":NaN}", 9);
    row("leading zero", "{\"value\":01}", 10);
    row("plus", "{\"value\":+1}", 9);
    row("hex", "{\"value\":0x1}", 10);
    row("bad escape", "{\"value\":\"\\x\"}", 11);
    row("raw control", "{\"value\":\"a\nb\"}", 11);
    row("raw NUL", QByteArray("{\"value\":\"a\0b\"}", 15), 11);
    row("bad UTF-8", "{\"value\":\"\xff\"}", 10);
    row("overlong", "{\"value\":\"\xc0\x80\"}", 10);
    row("surrogate in UTF-8", "{\"value\":\"\xed\xa0\x80\"}", 10);
    row("above U+10FFFF", "{\"value\":\"\xf4\x90\x80\x80\"}", 10);
    row("cut UTF-8", "{\"value\":\"\xe2\x82\"}", 10);
    row("UTF-16", QByteArray("\xff\xfe{\0}\0", 6), 0);
}

void tst_HostileBodies::brokenJson_isRefusedWithItsOffset()
{
    QFETCH(QByteArray, body);
    QFETCH(int, offset);
    const Reply refused = m_api.post("/memory", body);
    VERIFY_ERROR(refused, 400, "INVALID_JSON");
    const QString message = refused.text("error.message");
    const QStringList words = message.split(QLatin1Char(' '));
    bool isTold = false;
    for (const QString &word : words) {
        bool isNumber = false;
        const int told = QString(word).remove(QLatin1Char(',')).remove(QLatin1Char(':')).toInt(&isNumber);
        isTold = isTold || (isNumber && std::abs(told - offset) <= 1);
    }
    QVERIFY2(isTold, qPrintable(message));
}

void tst_HostileBodies::bombs_areRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto value = [](const QByteArray &bomb) { return QByteArray("{\"value\":" + bomb + "}"); };
    QTest::newRow("depth of arrays") << value(QByteArray(100'000, '['));
    QTest::newRow("depth of objects") << value(QByteArray("{\"a\":").repeated(100'000));
    QTest::newRow("depth, closed") << value(QByteArray(64, '[') + QByteArray(64, ']'));
    QTest::newRow("tokens") << value("[" + QByteArray("0,").repeated(1'100'000) + "0]");
    QTest::newRow("objects") << value("[" + QByteArray("{\"a\":1},").repeated(400'000) + "{}]");
    QTest::newRow("duplicate members") << QByteArray("{\"value\":1,\"value\":2}");
    QTest::newRow("duplicate members, escaped") << QByteArray("{\"value\":1,\"v\\u0061lue\":2}");
    QTest::newRow("duplicates inside") << value("{\"k\":{\"a\":1,\"b\":2,\"a\":3}}");
    QTest::newRow("unclosed string") << value("\"" + QByteArray(3'000'000, 'a'));
}

void tst_HostileBodies::bombs_areRefused()
{
    QFETCH(QByteArray, body);
    QElapsedTimer timer;
    timer.start();
    const Reply refused = m_api.post("/memory", body);
    const qint64 elapsed = timer.elapsed();
    VERIFY_ERROR(refused, 400, "INVALID_JSON");
    QVERIFY(refused.body.size() < 1000);
    QVERIFY2(elapsed < 3 * 100 * 10, qPrintable(QString::number(elapsed))); // a loaded machine and sanitizers are slower
}

void tst_HostileBodies::strangeValues_comeBack_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("million digits") << QByteArray(1'000'000, '7');
    QTest::newRow("million digits of fraction") << QByteArray("0." + QByteArray(1'000'000, '3'));
    QTest::newRow("huge exponent") << QByteArray("1e999999999999");
    QTest::newRow("escaped NUL") << QByteArray("\"\\u0000\"");
    QTest::newRow("escaped NUL in a key") << QByteArray("{\"\\u0000\":1,\"\":2}");
    QTest::newRow("lone surrogates") << QByteArray("[\"\\ud800\",\"\\udfff\",\"\\udc00\\ud800\"]");
    QTest::newRow("depth within the limit") << QByteArray(QByteArray(60, '[') + QByteArray(60, ']'));
    QTest::newRow("byte-order mark inside") << QByteArray("\"\xef\xbb\xbf\"");
    QTest::newRow("noncharacters") << QByteArray("\"\xef\xbf\xbf\xf4\x8f\xbf\xbf\"");
    QTest::newRow("bidi and zero width") << QByteArray("\"\xe2\x80\xae\xe2\x80\x8b\"");
    QTest::newRow("markup") << QByteArray("\"<img src=\\\"/dev/zero\\\"><script>\"");
    QTest::newRow("many members") << [] {
        QByteArray members;
        for (int i = 0; i < 50'000; ++i)
            members += "\"k" + QByteArray::number(i) + "\":" + QByteArray::number(i) + ",";
        return QByteArray("{" + members.chopped(1) + "}");
    }();
}

void tst_HostileBodies::strangeValues_comeBack()
{
    QFETCH(QByteArray, value);
    const Reply made = m_api.post("/memory", "\xef\xbb\xbf {\"value\":" + value + "} \n");
    VERIFY_STATUS(made, 200);
    const QByteArray id = made.text("id").toLatin1();
    QVERIFY(m_api.get("/memory/" + id).raw("value") == value);
    QVERIFY(m_api.get("/memory?limit=1").raw("items.0.value") == value);
}

void tst_HostileBodies::everyPost_refusesBrokenJson()
{
    m_api.post("/dialogue", "{\"id\":\"dlg-h\"}");
    int routes = 0;
    for (const auto &route : m_api.dispatcher().routes().routes()) {
        if (route->requestSchema.isEmpty())
            continue;
        ++routes;
        QByteArray path = route->pattern;
        path.replace("{id}", "dlg-h").replace("{project}", m_api.projectId.toLatin1());
        const QByteArray method = http::methodName(route->method);
        const Reply refused = route->door != http::Door::Key ? m_api.admit(method.constData(), path, "{\"a\":1,\"a\":2}")
                                                               : m_api.call(method.constData(), path + "?dialogueId=dlg-h", "{\"a\":1,\"a\":2}");
        VERIFY_ERROR(refused, 400, "INVALID_JSON");
    }
    QVERIFY(routes >= 10);
}

void tst_HostileBodies::refusedBodies_leaveNothing()
{
    for (const char *body : {"{\"namespace\":\"none\",\"value\":1", "{\"namespace\":\"none\",\"value\":1,\"tags\":2}",
             "{\"namespace\":\"none\",\"value\":1,\"value\":1}"})
        VERIFY_STATUS(m_api.post("/memory", body), 400);
    QCOMPARE(m_api.get("/namespace?prefix=none").raw("items"), "[]");
}

CLOISTER_TEST(tst_HostileBodies)
#include "tst_HostileBodies.moc"
