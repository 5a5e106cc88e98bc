#include "engine/base/Json.h"
#include "engine/base/Logging.h"
#include "engine/base/Utf8.h"
#include "tests/support/Test.h"

#include <QStringDecoder>

using namespace cloister;

class tst_Utf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isUtf8_everyTwoAndThreeByteText_agreesWithQt();
    void isUtf8_edges_areKept();
    void fromUtf8_marksAtTheStart_stay();
    void codePoints_pairs_countOnce();
    void nfc_decomposedText_isTold();
    void controlAndSpace_areFound();
    void logLine_hostileMessage_staysOneLine();
};

void tst_Utf8::isUtf8_everyTwoAndThreeByteText_agreesWithQt()
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    for (unsigned first = 0x80; first < 0x100; ++first) {
        for (unsigned second = 0x70; second < 0xd0; ++second) {
            for (const unsigned third : {0x41u, 0x7fu, 0x80u, 0xbfu, 0xc0u}) {
                const char text[] = {static_cast<char>(first), static_cast<char>(second), static_cast<char>(third)};
                decoder.resetState();
                const QString decoded = decoder.decode(QByteArrayView(text, 3));
                QCOMPARE(isUtf8(QByteArrayView(text, 3)), !decoder.hasError());
            }
        }
    }
}

void tst_Utf8::isUtf8_edges_areKept()
{
    QVERIFY(isUtf8(""));
    QVERIFY(isUtf8(QByteArray("a\0b", 3)));
    QVERIFY(isUtf8("\xf4\x8f\xbf\xbf"));
    QVERIFY(isUtf8("\xf0\x90\x80\x80"));
    QVERIFY(!isUtf8("\xf4\x90\x80\x80"));
    QVERIFY(!isUtf8("\xf0\x8f\xbf\xbf"));
    QVERIFY(!isUtf8("\xf0\x9f\x98"));
    QVERIFY(!isUtf8("\xed\xa0\x80"));
}

void tst_Utf8::fromUtf8_marksAtTheStart_stay()
{
    for (const char *text : {"", "a", "\xef\xbb\xbf", "\xef\xbb\xbf" "a", "\xef\xbb\xbf\xef\xbb\xbf" "a\xef\xbb\xbf", "a\xf0\x9f\x98\x80"})
        QCOMPARE(fromUtf8(text).toUtf8(), QByteArray(text));
    QCOMPARE(fromUtf8("\xef\xbb"), QString::fromUtf8("\xef\xbb"));
    QCOMPARE(QString::fromUtf8("\xef\xbb\xbf" "a"), QStringLiteral("a")); // what it is for
}

void tst_Utf8::codePoints_pairs_countOnce()
{
    QCOMPARE(codePointCount(u""), 0);
    QCOMPARE(codePointCount(u"a\u00e9\U0001f600"), 3);
    const QString lone = QString(QChar(0xd800)) + QLatin1Char('a') + QChar(0xdc00);
    QCOMPARE(codePointCount(lone), 3);
    QVERIFY(hasLoneSurrogate(lone));
    QVERIFY(!hasLoneSurrogate(u"\U0001f600"));
}

void tst_Utf8::nfc_decomposedText_isTold()
{
    QVERIFY(isNfc(u"caf\u00e9"));
    QVERIFY(!isNfc(u"cafe\u0301"));
    QVERIFY(!isNfc(u"\u212b"));
    QVERIFY(isNfc(u"\u6f22\U0001f600"));
}

void tst_Utf8::controlAndSpace_areFound()
{
    for (const char16_t c : {u'\0', u'\n', u'\x1f', u'\x7f', u'\x80', u'\x9f'})
        QVERIFY(hasControl(QString(QChar(c))));
    QVERIFY(!hasControl(u"a b\u00a0\u202e"));
    QVERIFY(hasOuterSpace(u" a"));
    QVERIFY(hasOuterSpace(u"a\u00a0"));
    QVERIFY(hasOuterSpace(u"\u3000a"));
    QVERIFY(!hasOuterSpace(u"a b"));
    QVERIFY(!hasOuterSpace(u""));
}

void tst_Utf8::logLine_hostileMessage_staysOneLine()
{
    const QByteArray line = logLine(1'683'554'160'000, QtWarningMsg, "cloister.http", QStringLiteral("a\"}\n{\"level\":\"fatal\"\x1b[2J"));
    QCOMPARE(line, QByteArray("{\"time\":\"2023-05-08T13:56:00.000Z\",\"level\":\"warning\",\"category\":\"cloister.http\","
                              "\"message\":\"a\\\"}\\n{\\\"level\\\":\\\"fatal\\\"\\u001b[2J\"}\n"));
    QVERIFY(parseJson(line).has_value());
}

CLOISTER_TEST(tst_Utf8)
#include "tst_Utf8.moc"
