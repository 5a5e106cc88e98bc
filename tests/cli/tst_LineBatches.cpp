#include "app/cloisterd/LineBatches.h"
#include "tests/support/Test.h"

#include <QBuffer>

using namespace cloister;
using namespace cloister::cli;

/// Files in requests of whole lines, each line with its own number.
class tst_LineBatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_fewLines_areOneBatch_data();
    void next_fewLines_areOneBatch();
    void next_manyLines_keepTheirNumbers();
    void next_largeLines_areParted();
    void next_lineTooLong_standsEmpty();
    void next_readFails_saysSo();

private:
    static QList<LineBatch> readAll(const QByteArray &bytes);
};

QList<LineBatch> tst_LineBatches::readAll(const QByteArray &bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return {};
    LineBatches batches(buffer);
    QList<LineBatch> all;
    while (true) {
        const auto batch = batches.next();
        if (!batch || !*batch)
            break;
        all.append(**batch);
    }
    return batches.bytesRead() == bytes.size() ? all : QList<LineBatch>();
}

void tst_LineBatches::next_fewLines_areOneBatch_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("lines");
    QTest::newRow("one") << QByteArray("a\n") << QByteArray("a\n") << qint64(1);
    QTest::newRow("no line feed") << QByteArray("a") << QByteArray("a\n") << qint64(1);
    QTest::newRow("blank between") << QByteArray("a\n\nb\n") << QByteArray("a\n\nb\n") << qint64(3);
    QTest::newRow("blank at the end") << QByteArray("a\n\n") << QByteArray("a\n\n") << qint64(2);
    QTest::newRow("windows") << QByteArray("a\r\nb") << QByteArray("a\r\nb\n") << qint64(2);
}

void tst_LineBatches::next_fewLines_areOneBatch()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, text);
    QFETCH(qint64, lines);
    const QList<LineBatch> batches = readAll(file);
    QCOMPARE(batches.size(), 1);
    QCOMPARE(batches.first().text, text);
    QCOMPARE(batches.first().lines, lines);
    QCOMPARE(batches.first().firstLine, 1);
    QCOMPARE(readAll({}).size(), 0);
}

void tst_LineBatches::next_manyLines_keepTheirNumbers()
{
    QByteArray file;
    for (int i = 1; i <= 1201; ++i)
        file += QByteArray::number(i) + '\n';
    const QList<LineBatch> batches = readAll(file);
    QCOMPARE(batches.size(), 3);
    QByteArray together;
    for (const LineBatch &batch : batches) {
        QVERIFY(batch.text.startsWith(QByteArray::number(batch.firstLine) + '\n'));
        QVERIFY(batch.lines <= LineBatches::kBatchLines);
        together += batch.text;
    }
    QCOMPARE(together, file);
}

void tst_LineBatches::next_largeLines_areParted()
{
    const QByteArray line = QByteArray(3 * 1024 * 1024, 'x') + '\n';
    const QList<LineBatch> batches = readAll(line + line + line + QByteArray(9 * 1024 * 1024, 'y') + "\nz");
    QCOMPARE(batches.size(), 4);
    QCOMPARE(batches.at(0).lines, 2);
    QCOMPARE(batches.at(1).lines, 1);
    QCOMPARE(batches.at(2).lines, 1); // over a batch's size, but no request's
    QCOMPARE(batches.at(2).firstLine, 4);
    QVERIFY(batches.at(2).tooLong.isEmpty());
    QCOMPARE(batches.at(3).text, QByteArray("z\n"));
}

void tst_LineBatches::next_lineTooLong_standsEmpty()
{
    const QList<LineBatch> batches
        = readAll("a\n" + QByteArray(LineBatches::kLineBytes + 1, 'x') + "\nb\n" + QByteArray(LineBatches::kLineBytes + 1, 'y'));
    QCOMPARE(batches.size(), 1);
    QCOMPARE(batches.first().text, QByteArray("a\n\nb\n\n"));
    QCOMPARE(batches.first().tooLong, (QList<qint64>{2, 4}));
}

void tst_LineBatches::next_readFails_saysSo()
{
    class Broken final : public QIODevice
    {
    public:
        bool isSequential() const override { return true; }
        bool atEnd() const override { return false; }

    protected:
        qint64 readData(char *, qint64) override
        {
            setErrorString(QStringLiteral("broken"));
            return -1;
        }
        qint64 writeData(const char *, qint64) override { return -1; }
    };
    Broken broken;
    QVERIFY(broken.open(QIODevice::ReadOnly));
    LineBatches batches(broken);
    const auto batch = batches.next();
    QVERIFY(!batch);
    QVERIFY2(batch.error().detail.contains(QLatin1String("broken")), qPrintable(batch.error().detail));
}

CLOISTER_TEST(tst_LineBatches)
#include "tst_LineBatches.moc"
