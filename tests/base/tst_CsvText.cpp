#include "engine/base/CsvText.h"
#include "tests/support/Test.h"

using namespace cloister;

/// UI-1, the part of it that exports are: no cell is computed by whoever opens the file.
class tst_CsvText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void line_cells_areQuoted()
    {
        QCOMPARE(csvLine({QStringLiteral("a"), QString(), QStringLiteral("b, \"c\"\nd")}),
            QByteArray("\"a\",\"\",\"b, \"\"c\"\"\nd\"\r\n"));
        QCOMPARE(csvLine({}), QByteArray("\r\n"));
        QCOMPARE(csvLine({QStringLiteral("Ünïcode")}), QByteArray("\"Ünïcode\"\r\n"));
    }

    void line_formula_getsAnApostrophe_data()
    {
        QTest::addColumn<QString>("cell");
        for (const char *cell : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\")"})
            QTest::newRow(cell) << QString::fromLatin1(cell);
    }

    void line_formula_getsAnApostrophe()
    {
        QFETCH(QString, cell);
        const QByteArray line = csvLine({QStringLiteral("x"), cell});
        QByteArray doubled = cell.toUtf8();
        doubled.replace("\"", "\"\"");
        QCOMPARE(line, "\"x\",\"'" + doubled + "\"\r\n");
        // The control: as it is, the cell would begin with the character that makes it a formula.
        QVERIFY(QByteArray("=+-@\t\r\n").contains(cell.toUtf8().at(0)));
    }

    void line_harmlessText_staysAsItIs_data()
    {
        QTest::addColumn<QString>("cell");
        for (const char *cell : {"a=b", "1-2", "x@y", " =1", "'=1", "key:7Qm2xK9a"})
            QTest::newRow(cell) << QString::fromLatin1(cell);
    }

    void line_harmlessText_staysAsItIs()
    {
        QFETCH(QString, cell);
        QCOMPARE(csvLine({cell}), '"' + cell.toUtf8() + "\"\r\n");
    }
};

CLOISTER_TEST(tst_CsvText)
#include "tst_CsvText.moc"
