#include "engine/search/ModelFile.h"
#include "tests/search/TinyModel.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace cloister;
using namespace cloister::search;

// Where the numbers of the format lie; see ModelFormat.h.
static constexpr qsizetype kVersionAt = 8;
static constexpr qsizetype kCountAt = 12;
static constexpr qsizetype kDirectoryAt = 8 + 7 * 4 + 32;
static constexpr qsizetype kEntryBytes = 32 + 3 * 4 + 2 * 8;

static QByteArray withByte(QByteArray bytes, qsizetype at, char value)
{
    bytes[at] = value;
    return bytes;
}

class tst_ModelFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_missingFile_isNotFound()
    {
        const auto file = ModelFile::open(QStringLiteral("/nonexistent/file.model"));
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::NotFound);
    }

    void open_writtenFile_givesHeaderAndTables()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("tiny.model"));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(test::tinyModelBytes());
        out.close();
        const auto file = ModelFile::open(path);
        QVERIFY(file);
        const ModelHeader &header = (*file)->header();
        QCOMPARE(header.id, (EmbedderId{QStringLiteral("tiny"), 7, 64}));
        QCOMPARE(header.maxTokens, 16);
        QCOMPARE(header.layers, 2);
        QCOMPARE(header.heads, 2);
        QVERIFY((*file)->has("words"));
        QVERIFY(!(*file)->has("word"));
        const auto words = (*file)->strings("words");
        QVERIFY(words);
        QCOMPARE(words->size(), size_t(6));
        QVERIFY(words->at(4) == "invoice");
        const auto table = (*file)->table("word.vectors", EntryKind::RowScaled, 6, 4);
        QVERIFY(table);
        QCOMPARE(int(table->values[4]), 127);
        QCOMPARE(int(table->values[5]), 95);
        QCOMPARE(table->scales[1] * 127, 0.8F);
    }

    void table_otherNameKindOrShape_isRefused()
    {
        const auto file = test::tinyModel();
        QCOMPARE(file->table("nowhere", EntryKind::RowScaled, 0, 0).error().code, ErrorCode::Integrity);
        QCOMPARE(file->table("word.vectors", EntryKind::ColumnScaled, 6, 4).error().code, ErrorCode::Integrity);
        QCOMPARE(file->table("word.vectors", EntryKind::RowScaled, 6, 5).error().code, ErrorCode::Integrity);
        QCOMPARE(file->floats("words", 0, 0).error().code, ErrorCode::Integrity);
        QCOMPARE(file->strings("word.vectors").error().code, ErrorCode::Integrity);
    }

    void parse_somethingElse_isRefused()
    {
        QVERIFY(!ModelFile::parse(QByteArray()));
        QVERIFY(!ModelFile::parse(QByteArray("CLOISTRM")));
        QVERIFY(!ModelFile::parse(QByteArray(1000, 'x')));
        QVERIFY(ModelFile::parse(QByteArray("SQLite format 3")).error().detail.contains(QLatin1String("not a model file")));
    }

    void parse_anyByteFlipped_isRefused()
    {
        const QByteArray good = test::tinyModelBytes();
        for (qsizetype at = 0; at < good.size(); at += 97) {
            const auto file = ModelFile::parse(withByte(good, at, char(good.at(at) ^ 0x10)));
            QVERIFY2(!file, qPrintable(QStringLiteral("byte %1").arg(at)));
            QCOMPARE(file.error().code, ErrorCode::Integrity);
        }
    }

    void parse_anyTail_isRefused()
    {
        const QByteArray good = test::tinyModelBytes();
        for (qsizetype size = 0; size < good.size(); size += 89)
            QVERIFY2(!ModelFile::parse(good.first(size)), qPrintable(QStringLiteral("first %1 bytes").arg(size)));
        QVERIFY(!ModelFile::parse(good + 'x'));
    }

    void parse_newerFormat_namesBothFormats()
    {
        const auto file = ModelFile::parse(test::withValidChecksum(withByte(test::tinyModelBytes(), kVersionAt, 2)));
        QVERIFY(!file);
        QVERIFY(file.error().detail.contains(QLatin1String("format 2")));
    }

    void parse_forgedNumbersWithGoodChecksum_isRefused_data()
    {
        QTest::addColumn<qsizetype>("at");
        QTest::newRow("count") << kCountAt + 2;
        QTest::newRow("dimensions") << kVersionAt + 15;
        QTest::newRow("kind") << kDirectoryAt + 32;
        QTest::newRow("rows") << kDirectoryAt + kEntryBytes + 36;
        QTest::newRow("columns") << kDirectoryAt + kEntryBytes + 40;
        QTest::newRow("rows, high byte") << kDirectoryAt + kEntryBytes + 39;
        QTest::newRow("offset") << kDirectoryAt + 44 + 7;
        QTest::newRow("length") << kDirectoryAt + 52 + 7;
    }

    void parse_forgedNumbersWithGoodChecksum_isRefused()
    {
        QFETCH(qsizetype, at);
        const auto file = ModelFile::parse(test::withValidChecksum(withByte(test::tinyModelBytes(), at, char(0xFF))));
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::Integrity);
    }

    void strings_forgedRows_isRefused()
    {
        for (const char rows : {char(1), char(0xFF)}) {
            const auto file = ModelFile::parse(
                test::withValidChecksum(withByte(test::tinyModelBytes(), kDirectoryAt + 36, rows)));
            QVERIFY(file);
            QCOMPARE((*file)->strings("pieces").error().code, ErrorCode::Integrity);
        }
    }
};

CLOISTER_TEST(tst_ModelFile)
#include "tst_ModelFile.moc"
