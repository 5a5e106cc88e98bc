#include "installer/model/GraphReader.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace cloister;
using cloister::conversion::GraphReader;

class tst_GraphReader : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    void write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    /// Two shards that part a matrix in the middle, with an integer before it.
    void init()
    {
        write("vocab.json", R"([["<unk>",0],["▁the",-3.5]])");
        write("model.json", R"({"weightsManifest":[{"paths":["one","two"],"weights":[
            {"name":"step","shape":[1],"dtype":"int32"},
            {"name":"matrix","shape":[1,2,2],"dtype":"float32"},
            {"name":"scalar","shape":[],"dtype":"float32"}]}]})");
        const float values[] = {1, 2, 3, 4, 5};
        const QByteArray floats(reinterpret_cast<const char *>(values), sizeof(values));
        write("one", QByteArray(4, '\x7f') + floats.first(6));
        write("two", floats.mid(6));
    }

    void open_package_givesPiecesAndTensors()
    {
        const auto graph = GraphReader::open(m_folder.path());
        QVERIFY2(graph, graph ? "" : qPrintable(graph.error().detail));
        QCOMPARE(graph->pieces().size(), size_t(2));
        QVERIFY(graph->pieces().at(1).text == "▁the");
        QCOMPARE(graph->pieces().at(1).score, -3.5F);
        const auto matrix = graph->tensor(QStringLiteral("matrix"));
        QVERIFY(matrix);
        QCOMPARE(matrix->rows, 2);
        QCOMPARE(matrix->columns, 2);
        QVERIFY(matrix->values == (std::vector<float>{1, 2, 3, 4}));
        QVERIFY(graph->tensor(QStringLiteral("scalar"))->values == std::vector<float>{5});
        QVERIFY(!graph->tensor(QStringLiteral("step")));
        QVERIFY(!graph->tensor(QStringLiteral("none")));
    }

    void open_missingOrShortShard_isRefused()
    {
        write("two", QByteArray(3, '\0'));
        QCOMPARE(GraphReader::open(m_folder.path()).error().code, ErrorCode::Integrity);
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("two"))));
        QCOMPARE(GraphReader::open(m_folder.path()).error().code, ErrorCode::NotFound);
    }

    void open_otherJson_isRefused()
    {
        write("vocab.json", "{}");
        QCOMPARE(GraphReader::open(m_folder.path()).error().code, ErrorCode::Integrity);
        write("vocab.json", "[");
        QCOMPARE(GraphReader::open(m_folder.path()).error().code, ErrorCode::Integrity);
    }
};

CLOISTER_TEST(tst_GraphReader)
#include "tst_GraphReader.moc"
