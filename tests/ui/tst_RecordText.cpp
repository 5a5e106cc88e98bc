#include "tests/support/Test.h"
#include "ui/models/RecordText.h"

#include <QDateTime>
#include <QScopeGuard>
#include <QTest>

#include <ctime>

using namespace cloister;

class tst_RecordText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void visibleText_misleading_isSpelledOut_data();
    void visibleText_misleading_isSpelledOut();
    void visibleText_everyControl_isGone();
    void visibleLine_breaksAndLength_areOneShortLine();
    void plainToolTip_markup_isEscaped();
    void sizeText_bytes_haveUnits();
    void times_inSummerAndWinter_nameTheirZone();
};

void tst_RecordText::visibleText_misleading_isSpelledOut_data()
{
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("shown");
    QTest::newRow("override") << QStringLiteral("a\u202Eb") << QStringLiteral("a⟨U+202E⟩b");
    QTest::newRow("isolate") << QStringLiteral("\u2066") << QStringLiteral("⟨U+2066⟩");
    QTest::newRow("zero width") << QStringLiteral("a\u200Bb") << QStringLiteral("a⟨U+200B⟩b");
    QTest::newRow("mark") << QStringLiteral("\uFEFF") << QStringLiteral("⟨U+FEFF⟩");
    QTest::newRow("soft hyphen") << QString(QChar(0xAD)) << QStringLiteral("⟨U+00AD⟩");
    QTest::newRow("tag") << QString::fromUcs4(U"\U000E0041", 1) << QStringLiteral("⟨U+E0041⟩");
    QTest::newRow("escape") << QString(QChar(0x1B)) << QStringLiteral("␛");
    QTest::newRow("delete") << QString(QChar(0x7F)) << QStringLiteral("␡");
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QString(QChar(0xFFFD));
    QTest::newRow("line end") << QStringLiteral("a\r\nb\tc") << QStringLiteral("a\nb\tc");
    QTest::newRow("joiner and emoji") << QStringLiteral("\u200D😀é") << QStringLiteral("\u200D😀é");
}

void tst_RecordText::visibleText_misleading_isSpelledOut()
{
    QFETCH(const QString, stored);
    QFETCH(const QString, shown);
    QCOMPARE(ui::visibleText(stored), shown);
}

void tst_RecordText::visibleText_everyControl_isGone()
{
    for (char16_t c = 0; c < 0xA0; ++c) {
        const QString shown = ui::visibleText(QString(QChar(c)));
        if (c == u'\n' || c == u'\t')
            QCOMPARE(shown, QString(QChar(c)));
        else
            QVERIFY2(!shown.isEmpty() && shown.at(0).category() != QChar::Other_Control, qPrintable(QString::number(c)));
    }
}

void tst_RecordText::visibleLine_breaksAndLength_areOneShortLine()
{
    QCOMPARE(ui::visibleLine(QStringLiteral("\n a\nb\tc \n")), QStringLiteral("a ⏎ b c"));
    const QString line = ui::visibleLine(QString(1'000'000, u'x'), 40);
    QCOMPARE(line, QString(40, u'x') + QChar(0x2026));
    QVERIFY(ui::visibleLine(QString(100, QChar(0x202E)), 100).size() <= 101);
}

void tst_RecordText::plainToolTip_markup_isEscaped()
{
    const QString tip = ui::plainToolTip(QStringLiteral("<img src=\"/dev/zero\">&"));
    QVERIFY(!tip.contains(QLatin1String("<img")));
    QVERIFY(tip.contains(QLatin1String("&lt;img")));
    QVERIFY(tip.contains(QLatin1String("&amp;")));
    QVERIFY(ui::plainToolTip(QString(1'000'000, u'x')).size() < 1200);
    QCOMPARE(ui::plainToolTip({}), QString());
}

void tst_RecordText::sizeText_bytes_haveUnits()
{
    QVERIFY(ui::sizeText(1023).startsWith(QLatin1String("1023")) || ui::sizeText(1023).startsWith(QLatin1String("1,023")));
    QVERIFY(ui::sizeText(1536).startsWith(QLatin1String("1.5")));
    QVERIFY(ui::sizeText(1536).endsWith(QLatin1String("kB"), Qt::CaseInsensitive));
    QVERIFY(ui::sizeText(3 * 1024 * 1024).startsWith(QLatin1String("3.0 M")));
}

void tst_RecordText::times_inSummerAndWinter_nameTheirZone()
{
    const QByteArray before = qgetenv("TZ");
    const auto restore = qScopeGuard([&] {
        before.isNull() ? qunsetenv("TZ") : qputenv("TZ", before);
        tzset();
    });
    qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
    tzset();
    const qint64 summer = QDateTime({2025, 6, 21}, {9, 25}, Qt::UTC).toMSecsSinceEpoch();
    const qint64 winter = QDateTime({2025, 1, 4}, {9, 5}, Qt::UTC).toMSecsSinceEpoch();
    QCOMPARE(ui::shortDay(summer), QStringLiteral("21 Jun 2025"));
    QCOMPARE(ui::localTime(summer), QStringLiteral("21 Jun 2025 11:25"));
    QCOMPARE(ui::zonedTime(summer), QStringLiteral("21 Jun 2025 11:25 CEST"));
    QCOMPARE(ui::zonedTime(winter), QStringLiteral("4 Jan 2025 10:05 CET"));
}

CLOISTER_TEST(tst_RecordText)
#include "tst_RecordText.moc"
